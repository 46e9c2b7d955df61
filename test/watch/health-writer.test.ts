// Whatever the disk does that the health file is on.

import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createHealthWriter } from '../../src/watch/health-writer.ts';

// What one write would be waited for.
const PATIENCE_MS = 1_000;

test('a disk that hangs is waited for once, is told once each time, and gets the newest when it answers again', async () => {
  let answers = Promise.withResolvers<void>();
  const problems: unknown[] = [];
  const written: number[] = [];
  let version = 0;
  const write = createHealthWriter(
    async () => {
      const mine = version;
      if (mine === 0 || mine === 101) await answers.promise;
      written.push(mine);
    },
    (problem) => problems.push(problem),
  );

  await write();
  const before = performance.now();
  for (version = 1; version < 100; version += 1) await write();
  expect(performance.now() - before).toBeLessThan(PATIENCE_MS);
  expect(problems).toEqual([new Error('the disk does not answer')]);
  expect(written).toEqual([]);

  answers.resolve();
  await write();
  await expect.poll(() => written).toEqual([0, 100]);

  answers = Promise.withResolvers();
  version = 101;
  await write();
  expect(problems).toHaveLength(2);
  answers.resolve();
  await expect.poll(() => written).toEqual([0, 100, 101]);
});

test('a disk that is slow is no disk that hangs, however often something changes', async () => {
  const problems: unknown[] = [];
  const callers: Promise<void>[] = [];
  let writes = 0;
  const write = createHealthWriter(
    async () => {
      writes += 1;
      if (writes < 15) callers.push(write());
      // All together much longer than one is waited for.
      await delay(PATIENCE_MS / 10);
    },
    (problem) => problems.push(problem),
  );
  await write();
  expect(writes).toBeLessThanOrEqual(2);
  await expect.poll(() => writes).toBe(15);
  await Promise.all(callers);
  expect(problems).toEqual([]);
});

test('what cannot be written is told, each time, and the next is written', async () => {
  const problems: unknown[] = [];
  const outcomes = ['full', 'full', 'written'];
  const write = createHealthWriter(
    async () => {
      const outcome = outcomes.shift();
      if (outcome === 'full') throw new Error(outcome);
    },
    (problem) => problems.push(problem),
  );
  for (let times = 0; times < 3; times += 1) await write();
  expect(problems).toEqual([new Error('full'), new Error('full')]);
});
