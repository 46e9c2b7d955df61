// A state directory that does not answer, as on a mount whose server is gone. What stands for it is a pipe in the place of
// the lock: who opens one to read waits for a writer.

import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openState } from '../../src/watch/state.ts';
import { temporaryFolder } from './folder.ts';

test.skipIf(process.platform === 'win32')(
  'a directory that does not answer holds nobody up',
  { timeout: 30_000 },
  async () => {
    await using folder = await temporaryFolder();
    const pipe = join(folder.path, 'lock');
    await promisify(execFile)('mkfifo', [pipe]);
    const usable: unknown[] = [];

    await using state = await openState({
      folder: folder.path,
      onLoss: () => {},
      onUsable: (kept) => usable.push(kept),
    });
    await state.retry();

    expect(state.kept).toBeUndefined();
    expect(state.problem).toMatchObject({ message: `${folder.path} does not answer` });
    expect(usable).toEqual([]);

    const writer = await open(pipe, 'w');
    await rm(pipe);
    await writer.close();
    await expect.poll(() => state.retry().then(() => state.kept)).toBeDefined();
    expect(usable).toEqual([state.kept]);
  },
);
