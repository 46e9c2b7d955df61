// A state directory that cannot be used. One that does not answer is on a mount whose server is gone: what stands for it is
// a pipe in the place of the lock, since who opens one to read waits for a writer.

import { execFile } from 'node:child_process';
import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openState } from '../../src/watch/state.ts';
import { temporaryFolder } from './folder.ts';
import { holder } from './lock-holder.ts';

const SILENT = { onLoss: () => {}, onUsable: () => {}, onOtherProblem: () => {} };
// What one look would be waited for.
const PATIENCE_MS = 500;

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
      ...SILENT,
      onUsable: (kept) => usable.push(kept),
    });
    // A look that is not over is not waited for again.
    const before = performance.now();
    for (let run = 0; run < 100; run += 1) await state.retry();
    expect(performance.now() - before).toBeLessThan(PATIENCE_MS);
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

test('a directory is made with those above it', async () => {
  await using folder = await temporaryFolder();
  const deep = join(folder.path, 'one', 'two', 'three');
  await using state = await openState({ folder: deep, ...SILENT });
  expect(state.kept).toBeDefined();
  expect((await stat(join(folder.path, 'one'))).mode & 0o777).toBe(0o700);
});

test('of several that make the same directory at once, one has it, and the others are told who', async () => {
  await using folder = await temporaryFolder();
  for (let round = 0; round < 20; round += 1) {
    const deep = join(folder.path, `${round}`, 'two', 'three');
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => openState({ folder: deep, ...SILENT })));
    const states = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(states.map(({ problem }) => problem)).toEqual([undefined]);
    expect(all.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []))).toEqual(
      Array(3).fill('state-in-use'),
    );
    for (const state of states) await state[Symbol.asyncDispose]();
  }
});

test.runIf(process.platform === 'linux')('where nothing can be made, that is said at once', async () => {
  await using state = await openState({ folder: '/proc/none/state', ...SILENT });
  expect(state.problem).toMatchObject({ code: 'ENOENT' });
});

test('a file is no directory', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  await using state = await openState({ folder: file, ...SILENT });
  expect(state.problem).toMatchObject({ message: `${file} is not a directory` });
});

test('a directory that another process takes before it can be used is told once', async () => {
  await using folder = await temporaryFolder();
  const mount = join(folder.path, 'mount');
  await writeFile(mount, 'a file where the mount comes');
  const told: unknown[] = [];
  await using state = await openState({
    folder: mount,
    ...SILENT,
    onOtherProblem: (problem) => told.push(problem),
  });
  await state.retry();
  expect(told).toEqual([]);

  await rm(mount);
  await mkdir(mount);
  const other = await holder(mount);
  try {
    await state.retry();
    await state.retry();
    expect(told).toEqual([expect.objectContaining({ code: 'state-in-use' })]);
  } finally {
    other.kill('SIGKILL');
  }
});
