// What becomes of a run's data points, with real files, real clients and the simulated CloudWatch.

import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { passed, runOf, TWO_WAYS } from '../publish/runs.ts';
import { contentOf } from './folder.ts';
import { DATA, minutesAgo, RUN, runAgo, startScenery, TARGET_ID } from './scenery.ts';

describe('a run', () => {
  test('is written, sent with its own time, and removed', async () => {
    await using world = await startScenery();
    let onDisk = 0;
    world.proxy.onCall = () => {
      onDisk = world.outbox.keptOf(TWO_WAYS);
    };
    const run = runAgo(30);

    expect(await world.publish(run)).toEqual({ sink: 'cloudwatch', accepted: DATA, rejected: 0 });

    expect(onDisk).toBe(DATA);
    expect(world.proxy.calls.map(({ data }) => data.length)).toEqual([DATA]);
    expect(new Set(world.proxy.calls[0]?.data.map(({ atMs }) => atMs))).toEqual(new Set([Date.parse(run.startedAt)]));
    expect(await readdir(world.folder.path)).toEqual(['unreadable']);
    expect(world.told).toEqual([]);
  });

  test.each([
    { fault: 'unavailable', says: 'publish-failed' },
    { fault: 'throttled', says: 'publish-failed' },
    { fault: 'denied', says: 'publish-failed' },
  ] as const)('stays on disk while CloudWatch is $fault, and is sent later', async ({ fault, says }) => {
    await using world = await startScenery();
    world.scene.faults.cloudwatch = fault;

    expect(await world.publish()).toMatchObject({
      sink: 'cloudwatch',
      accepted: 0,
      rejected: 0,
      kept: DATA,
      problem: { code: says, hint: expect.stringContaining('kept on disk') },
    });
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(DATA);

    world.scene.faults.cloudwatch = 'ok';
    await world.outbox.drain();
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(0);
    expect(world.told).toEqual([expect.stringContaining('unreachable'), `sent later: ${DATA}`]);
    expect(world.losses).toEqual([]);
  });

  test('is not waited for longer than the signal says', async () => {
    await using world = await startScenery();
    const stop = new AbortController();
    world.proxy.onCall = () => stop.abort(new Error('the time is over'));
    expect(await world.publish(RUN, stop.signal)).toMatchObject({ accepted: 0, rejected: 0, kept: DATA });
  });

  test('that saw nothing sends nothing', async () => {
    await using world = await startScenery();
    const run = { ...runOf([passed(1)]), observations: [] };
    expect(await world.publish(run)).toEqual({ sink: 'cloudwatch', accepted: 0, rejected: 0 });
    expect(world.proxy.calls).toEqual([]);
  });
});

describe('a backlog', () => {
  test('goes behind the newest run, the oldest first, many runs in one call', async () => {
    await using world = await startScenery();
    world.scene.faults.cloudwatch = 'unavailable';
    const minutes = [50, 40, 30, 20];
    for (const each of minutes) await world.publish(runAgo(each));
    world.scene.faults.cloudwatch = 'ok';
    const calls = world.proxy.calls.length;

    world.retry();
    await world.outbox.drain();

    const [call, ...more] = world.proxy.calls.slice(calls);
    expect(more).toEqual([]);
    const order = [...new Set(call?.data.map(({ atMs }) => Math.round((Date.now() - atMs) / 60_000)))];
    expect(order).toEqual([20, 50, 40, 30]);
    expect(await world.publish()).toEqual({ sink: 'cloudwatch', accepted: DATA, rejected: 0 });
  });

  test('of more than a thousand data is several calls, and what one took is not sent again', async () => {
    await using world = await startScenery();
    const many = Array.from({ length: 400 }, (_, index) => index + 1);
    for (const minute of [5, 4, 3, 2, 1]) {
      const at = minutesAgo(minute).getTime();
      await world.kept.keep({ atMs: at, target: TARGET_ID }, [contentOf(at, many)]);
    }
    world.proxy.onCall = () => {
      if (world.proxy.calls.length === 2) world.scene.faults.cloudwatch = 'unavailable';
    };
    await world.outbox.drain();
    expect(world.proxy.accepted().map(({ data }) => data.length)).toEqual([800]);
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(1_200);

    world.proxy.onCall = () => {};
    world.scene.faults.cloudwatch = 'ok';
    await world.outbox.drain();
    expect(world.proxy.accepted().map(({ data }) => data.length)).toEqual([800, 800, 400]);
    const sent = world.proxy.accepted().flatMap(({ data }) => data.map(({ metric, atMs }) => `${atMs} ${metric}`));
    expect(new Set(sent).size).toBe(2_000);
  });

  test('is tried again after pauses that become longer, and no run waits for it', async () => {
    await using world = await startScenery();
    world.scene.faults.cloudwatch = 'unavailable';
    await world.publish();
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const before = world.pauses.length;
      world.retry();
      await expect.poll(() => world.pauses.length).toBe(before + 1);
    }
    const calls = world.proxy.calls.length;
    expect(await world.publish(runAgo(1))).toMatchObject({ kept: DATA, problem: { code: 'publish-failed' } });
    expect(world.proxy.calls.length).toBe(calls);
    expect(world.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(world.told).toEqual([expect.stringContaining('unreachable')]);
  });

  test.each([
    // A folder of that name stands for a disk that fails, which also the superuser cannot read.
    { what: 'cannot be read', spoil: (file: string) => mkdir(file), kept: DATA, losses: [] },
    { what: 'somebody removed', spoil: async () => {}, kept: 0, losses: [`unreadable ${DATA}`] },
  ])('with a file that $what is sent but for that', async ({ spoil, kept, losses }) => {
    await using world = await startScenery();
    world.scene.faults.cloudwatch = 'unavailable';
    for (const each of [50, 40, 30]) await world.publish(runAgo(each));
    const [oldest] = world.kept.entries();
    if (oldest === undefined) throw new Error('three files were written');
    const file = join(world.folder.path, oldest.name);
    await rm(file);
    await spoil(file);
    world.scene.faults.cloudwatch = 'ok';

    await world.outbox.drain();

    expect(world.proxy.accepted().map(({ data }) => data.length)).toEqual([2 * DATA]);
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(kept);
    expect(world.losses).toEqual(losses);
  });

  test('of another namespace has a channel of its own', async () => {
    await using world = await startScenery();
    const at = minutesAgo(1).getTime();
    await world.kept.keep({ atMs: at, target: TARGET_ID }, [
      contentOf(at, [1]),
      contentOf(at, [2], { namespace: 'Other' }),
    ]);
    await world.outbox.drain();
    expect(
      world.proxy
        .accepted()
        .map(({ namespace }) => namespace)
        .sort(),
    ).toEqual(['Other', 'PrivateApiCanary']);
  });
});

describe('a disk that does not answer for a while', () => {
  async function startHanging() {
    const answers = Promise.withResolvers<void>();
    const keeping: unknown[] = [];
    const world = await startScenery({
      change: (kept) => ({
        ...kept,
        keep: async (run, contents) => {
          keeping.push(run);
          await answers.promise;
          return await kept.keep(run, contents);
        },
      }),
    });
    return { world, keeping, answer: answers.resolve };
  }

  test('runs are sent directly, the first one after a second, and not again when it answers', async () => {
    const { world, keeping, answer } = await startHanging();
    await using _ = world;
    for (const minutes of [3, 2, 1]) {
      expect(await world.publish(runAgo(minutes))).toEqual({ sink: 'cloudwatch', accepted: DATA, rejected: 0 });
    }
    expect(keeping.length).toBe(1);
    expect(world.told).toEqual(['not kept: the disk does not answer']);

    answer();
    // The next one is kept before it is sent: the disk is used again.
    await expect.poll(() => world.publish(RUN).then(() => keeping.length)).toBe(2);
    expect(world.kept.entries()).toEqual([]);
    const times = world.proxy.accepted().flatMap(({ data }) => data.map(({ atMs }) => atMs));
    expect(times.filter((atMs) => atMs !== Date.parse(RUN.startedAt)).length).toBe(3 * DATA);
  });

  test('and a CloudWatch that takes nothing: what the disk has after all is sent later', async () => {
    const { world, answer } = await startHanging();
    await using _ = world;
    world.scene.faults.cloudwatch = 'unavailable';
    expect(await world.publish()).toMatchObject({ accepted: 0, rejected: DATA });
    answer();
    await expect.poll(() => world.kept.entries().length).toBe(1);
    world.scene.faults.cloudwatch = 'ok';
    await world.outbox.drain();
    expect(world.told.at(-1)).toBe(`sent later: ${DATA}`);
  });
});

describe('a disk that takes nothing', () => {
  test('the run is sent directly', async () => {
    await using world = await startScenery();
    await rm(world.folder.path, { recursive: true });
    expect(await world.publish()).toEqual({ sink: 'cloudwatch', accepted: DATA, rejected: 0 });
    expect(world.told).toEqual(['not kept: ENOENT']);
  });

  test('and a CloudWatch that takes nothing: the run is lost, and says so', async () => {
    await using world = await startScenery();
    await rm(world.folder.path, { recursive: true });
    world.scene.faults.cloudwatch = 'unavailable';
    expect(await world.publish()).toMatchObject({
      accepted: 0,
      rejected: DATA,
      problem: { code: 'publish-failed', hint: expect.stringContaining('The data points are lost') },
    });
  });

  test('and no longer gives back what it has: the run is lost, and says so', async () => {
    await using world = await startScenery({
      change: (kept, folder) => ({
        ...kept,
        read: async (entry) => {
          await truncate(join(folder.path, entry.name), 30);
          return kept.read(entry);
        },
      }),
    });
    expect(await world.publish()).toEqual({ sink: 'cloudwatch', accepted: 0, rejected: DATA });
    expect(world.losses).toEqual([`unreadable ${DATA}`]);
    expect(world.proxy.calls).toEqual([]);
  });

  test('nor lets go of what was accepted: this process does not send it again', async () => {
    await using world = await startScenery();
    world.proxy.onCall = () => rmSync(world.folder.path, { recursive: true });
    expect(await world.publish()).toEqual({ sink: 'cloudwatch', accepted: DATA, rejected: 0 });
    expect(world.told).toEqual([expect.stringContaining('disk: Error: ENOENT')]);
    await world.outbox.drain();
    expect(world.proxy.calls.length).toBe(1);
  });
});
