// Data points that CloudWatch refuses for good, with real files, real clients and the simulated CloudWatch.

import { readdir } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { metricsOf } from '../../src/publish/metrics.ts';
import { failed, passed, runOf, TWO_WAYS } from '../publish/runs.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { contentOf } from './folder.ts';
import { minutesAgo, startScenery, TARGET_ID, valuesOf } from './scenery.ts';

const TOO_LARGE = 2 ** 361;

describe('what CloudWatch refuses for good', () => {
  test('does not take the rest of its call with it', async () => {
    await using world = await startScenery();
    const at = minutesAgo(9).getTime();
    const values = [1, 2, TOO_LARGE, 4, 5, 6, TOO_LARGE];
    await world.kept.keep({ atMs: at, target: TARGET_ID }, [contentOf(at, values)]);
    for (const minute of [8, 7, 6]) {
      const ms = minutesAgo(minute).getTime();
      await world.kept.keep({ atMs: ms, target: TARGET_ID }, [contentOf(ms, [minute * 10])]);
    }

    await world.outbox.drain();

    expect(world.losses).toEqual(['refused 1', 'refused 1']);
    const accepted = world.proxy.accepted().flatMap(({ data }) => data.map(({ values: [value] }) => value));
    expect(accepted.toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual([1, 2, 4, 5, 6, 60, 70, 80]);
    expect(await readdir(world.folder.path)).toEqual(['unreadable']);
    expect(world.told.filter((each) => each.startsWith('unreachable'))).toEqual([]);
  });

  test('is told of the run that it belongs to', async () => {
    await using world = await startScenery();
    const run = runOf([failed(TOO_LARGE), passed(1)]);
    const count = metricsOf(run, TWO_WAYS.metrics).length;
    expect(await world.publish(run)).toEqual({ sink: 'cloudwatch', accepted: count - 1, rejected: 1 });
    expect(world.losses).toEqual(['refused 1']);
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(0);
  });

  test('is decided only once: what is sifted before the connection breaks is not sent again', async () => {
    await using world = await startScenery();
    const at = minutesAgo(9).getTime();
    await world.kept.keep({ atMs: at, target: TARGET_ID }, [contentOf(at, [1, TOO_LARGE, 3, 4])]);
    // All; the first two, 1, too large; and then the last two, which nobody answers.
    world.proxy.onCall = () => {
      if (world.proxy.calls.length === 5) world.scene.faults.cloudwatch = 'unavailable';
    };
    await world.outbox.drain();
    expect(valuesOf(world.proxy)).toEqual([[1, TOO_LARGE, 3, 4], [1, TOO_LARGE], [1], [TOO_LARGE], [3, 4]]);
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(2);

    world.proxy.onCall = () => {};
    world.scene.faults.cloudwatch = 'ok';
    await world.outbox.drain();
    expect(valuesOf(world.proxy).slice(5)).toEqual([[3, 4]]);
    expect(world.losses).toEqual(['refused 1']);
  });

  test('is decided only once, on a disk that has become full, too', async () => {
    // What cannot be written as JSON stands for a disk that takes nothing more.
    await using world = await startScenery({
      change: (kept) => ({
        ...kept,
        replace: (entry, content) => kept.replace(entry, { ...content, region: 1n as unknown as string }),
      }),
    });
    const at = minutesAgo(9).getTime();
    await world.kept.keep({ atMs: at, target: TARGET_ID }, [contentOf(at, [1, TOO_LARGE, 3, 4])]);
    world.proxy.onCall = () => {
      if (world.proxy.calls.length === 5) world.scene.faults.cloudwatch = 'unavailable';
    };
    await world.outbox.drain();
    expect(world.outbox.keptOf(TWO_WAYS)).toBe(2);

    world.proxy.onCall = () => {};
    world.scene.faults.cloudwatch = 'ok';
    await world.outbox.drain();
    expect(valuesOf(world.proxy).slice(4)).toEqual([
      [3, 4],
      [3, 4],
    ]);
    expect(world.told.filter((each) => each.startsWith('disk: TypeError')).length).toBe(2);
    expect(await readdir(world.folder.path)).toEqual(['unreadable']);
  });

  test('for its age is dropped at once, and takes nothing younger with it', async () => {
    await using world = await startScenery();
    for (const days of [20, 17, 15, 13, 1]) {
      const at = minutesAgo(days * 24 * 60).getTime();
      await world.kept.keep({ atMs: at, target: TARGET_ID }, [contentOf(at, [days])]);
    }
    await world.outbox.drain();
    expect(world.losses).toEqual(['too-old 3']);
    expect(valuesOf(world.proxy)).toEqual([
      [1, 20, 17, 15, 13],
      [1, 13],
      [20, 17, 15],
    ]);
    expect(await readdir(world.folder.path)).toEqual(['unreadable']);
  });

  test.each([
    { clock: 'is 20 days behind', daysBehind: 20 },
    { clock: 'is not told', daysBehind: undefined },
  ])('is alone in that where the clock of CloudWatch $clock, as it is seen from here', async ({ daysBehind }) => {
    const at = minutesAgo(20 * 24 * 60 + 60).getTime();
    await using cloudwatch = await startCloudWatch(daysBehind);
    await using world = await startScenery({ awsUrl: cloudwatch.url });
    for (const value of [1, TOO_LARGE, 3]) {
      const ms = at + Math.min(value, 9);
      await world.kept.keep({ atMs: ms, target: TARGET_ID }, [contentOf(ms, [value])]);
    }

    await world.outbox.drain();

    expect(world.losses).toEqual(['refused 1']);
    const accepted = world.proxy.accepted().flatMap(({ data }) => data.flatMap(({ values }) => values));
    expect(accepted.toSorted()).toEqual([1, 3]);
    expect(await readdir(world.folder.path)).toEqual(['unreadable']);
  });
});

/** A CloudWatch that refuses what is too large, and by whose clock nothing is too old. */
async function startCloudWatch(daysBehind: number | undefined): Promise<HttpServer> {
  return await startHttpServer(async (request, response) => {
    const { MetricData } = (await json(request)) as { readonly MetricData: readonly { readonly Values: number[] }[] };
    const refuses = MetricData.some(({ Values }) => Values.some((value) => value >= TOO_LARGE));
    response.sendDate = false;
    if (daysBehind !== undefined) response.setHeader('date', minutesAgo(daysBehind * 24 * 60).toUTCString());
    response.writeHead(refuses ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(refuses ? '{"__type":"InvalidParameterValueException","message":"too large"}' : '{}');
  });
}
