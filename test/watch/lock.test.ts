// One process for each state directory.

import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { hashOf } from '../../src/watch/kept-file.ts';
import { lockFolder } from '../../src/watch/lock.ts';
import { temporaryFolder } from './folder.ts';
import { holder } from './lock-holder.ts';

describe('the lock of a folder', () => {
  test('is held until it is given back', async () => {
    await using folder = await temporaryFolder();
    {
      await using _lock = await lockFolder(folder.path);
      await expect(lockFolder(folder.path)).rejects.toMatchObject({
        name: 'CanaryError',
        code: 'state-in-use',
        message: `the state directory ${folder.path} is in use by process ${process.pid}`,
      });
    }
    await using _again = await lockFolder(folder.path);
    expect(await readdir(folder.path)).toEqual(['lock']);
  });

  test('of a process that lives is kept, and taken over when it was killed', async () => {
    await using folder = await temporaryFolder();
    const child = await holder(folder.path);
    await expect(lockFolder(folder.path)).rejects.toThrow(`in use by process ${child.pid}`);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await using _lock = await lockFolder(folder.path);
    expect(JSON.parse(await readFile(join(folder.path, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(await readdir(folder.path)).toEqual(['lock']);
  });

  test.each([
    { of: 'another process that had our id', text: JSON.stringify({ pid: process.pid, started: 'another boot 1' }) },
    { of: 'nobody: half a file', text: '{"pid":' },
    { of: 'nobody: an empty file', text: '' },
    { of: 'nobody: no holder', text: '{}' },
  ])('of $of is taken over', async ({ text }) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'lock'), text);
    await using _lock = await lockFolder(folder.path);
    expect(JSON.parse(await readFile(join(folder.path, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  test('is one for all that ask at once, of one that is gone', async () => {
    for (let round = 0; round < 20; round += 1) {
      await using folder = await temporaryFolder();
      await writeFile(join(folder.path, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, started: 'gone' }));
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => lockedOrRefused(folder.path)));
      expect(outcomes.filter((outcome) => outcome === 'locked').length).toBe(1);
      expect(outcomes.filter((outcome) => outcome === 'state-in-use').length).toBe(5);
      expect(await readdir(folder.path)).toEqual(['lock']);
    }
  });

  test('is taken over by the next but one, when who was about to take it over was killed', async () => {
    await using folder = await temporaryFolder();
    const gone = JSON.stringify({ pid: 2 ** 22 + 1, started: 'gone' });
    await writeFile(join(folder.path, 'lock'), gone);
    await writeFile(join(folder.path, `lock-${hashOf(gone)}`), JSON.stringify({ pid: 2 ** 22 + 2, started: 'gone' }));
    expect(await lockedOrRefused(folder.path)).toBe('state-in-use');
    expect(await lockedOrRefused(folder.path)).toBe('locked');
    expect(await readdir(folder.path)).toEqual(['lock']);
  });
});

/** What asking for the lock comes to. */
async function lockedOrRefused(folder: string): Promise<string> {
  try {
    await lockFolder(folder);
    return 'locked';
  } catch (error) {
    return error instanceof CanaryError ? error.code : String(error);
  }
}
