// How far apart probes are started, on the event loop of the test itself. A slow machine starts them later, never sooner.

import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createPace, type Pace, type PaceOptions } from '../../src/probe/pace.ts';

const RUN: PaceOptions = { probes: 4, endsAt: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
// A cost that no test waits for.
const A_MINUTE_MS = 60_000;

/** Awaits so many turns. Gives how long that took, in milliseconds. */
async function turns(pace: Pace, count: number): Promise<number> {
  const startedAt = performance.now();
  for (let turn = 0; turn < count; turn += 1) await pace.turn();
  return performance.now() - startedAt;
}

/** Whether a turn comes without the event loop going round. */
async function isImmediate(turn: Promise<void>): Promise<boolean> {
  return await Promise.race([turn.then(() => true), new Promise<false>((no) => setImmediate(no, false))]);
}

/** As the thread does when its processor is taken away in the midst of work. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('the first probe of a process', () => {
  test('is started at once, and goes alone until it is done', async () => {
    const pace = createPace({ ms: 0 }, RUN);
    const order: string[] = [];
    expect(await isImmediate(pace.turn())).toBe(true);
    const second = pace.turn().then(() => order.push('second'));
    expect(await isImmediate(second.then(() => {}))).toBe(false);
    order.push('first is done');
    pace.done();
    await second;
    expect(order).toEqual(['first is done', 'second']);
  });

  test('is followed as soon as it is done', async () => {
    const pace = createPace({ ms: 0 }, { ...RUN, endsAt: performance.now() });
    await pace.turn();
    const second = pace.turn();
    expect(await isImmediate(second)).toBe(false);
    pace.done();
    expect(await isImmediate(second)).toBe(true);
  });

  test('does not keep the others waiting for ever', async () => {
    const pace = createPace({ ms: 0 }, RUN);
    // It goes alone for longer than a moment: were it otherwise, this would be nothing.
    expect(await turns(pace, 2)).toBeGreaterThan(20);
  });

  test('goes with the others where the cost is known from an earlier run', async () => {
    const cost = { ms: 0 };
    const earlier = createPace(cost, RUN);
    await earlier.turn();
    busyFor(30);
    earlier.done();
    expect(cost.ms).toBeGreaterThanOrEqual(30);

    const pace = createPace(cost, { ...RUN, endsAt: performance.now() });
    expect(await isImmediate(turns(pace, 2).then(() => {}))).toBe(true);
  });
});

describe('two starts are apart', () => {
  test('by most of what a probe costs', async () => {
    expect(await turns(createPace({ ms: 20 }, RUN), 4)).toBeGreaterThan(3 * 0.5 * 20);
  });

  test('by more of it where probes are few', async () => {
    const cost = { ms: 10 };
    expect(await turns(createPace(cost, { ...RUN, probes: 2 }), 2)).toBeGreaterThan(1.5 * cost.ms);
  });

  test('by what work has piled up', async () => {
    const pace = createPace({ ms: 0.1 }, RUN);
    await pace.turn();
    const before = performance.eventLoopUtilization();
    busyFor(1_000);
    await pace.turn();
    expect(performance.eventLoopUtilization(before).idle).toBeGreaterThan(10);
  });

  test('by nothing when the last one is due', async () => {
    const pace = createPace({ ms: A_MINUTE_MS }, { ...RUN, endsAt: performance.now() });
    expect(await isImmediate(turns(pace, 4).then(() => {}))).toBe(true);
  });

  test('by a share of what time is left, where that is less than they cost', async () => {
    const startedAt = performance.now();
    const pace = createPace({ ms: A_MINUTE_MS }, { ...RUN, endsAt: startedAt + 300 });
    const startedAfter: number[] = [];
    const time = delay(200).then(() => 'over');
    for (let turn = 0; turn < RUN.probes; turn += 1) {
      const came = pace.turn();
      // Timers that are late come in the order in which they were due.
      if (turn === 1) expect(await Promise.race([came.then(() => 'left'), time])).toBe('left');
      await came;
      startedAfter.push(performance.now() - startedAt);
    }
    // A third of the time is left to each of three, and a late one leaves less to those that follow.
    for (const [index, ms] of startedAfter.entries()) expect(ms).toBeGreaterThan(90 * index);
  });
});

describe('what a probe costs', () => {
  test('is the work of the event loop, shared by those that are done and half of those that are under way', async () => {
    const cost = { ms: 0.1 };
    const before = performance.eventLoopUtilization();
    const pace = createPace(cost, RUN);
    await turns(pace, 3);
    busyFor(100);
    await delay(200);
    pace.done();
    const { active } = performance.eventLoopUtilization(before);
    expect(cost.ms).toBeGreaterThanOrEqual(100 / 2);
    // Work, not waiting.
    expect(cost.ms).toBeLessThanOrEqual(active / 2);
  });
});

describe('a process that stood still', () => {
  test('does not take that for what a probe costs', async () => {
    const cost = { ms: 0.1 };
    const pace = createPace(cost, RUN);
    await pace.turn();
    standStill(2_000);
    pace.done();
    expect(cost.ms).toBeLessThan(500);
  });

  test('rests no longer for it', async () => {
    const pace = createPace({ ms: 0.1 }, RUN);
    await pace.turn();
    standStill(2_000);
    const second = pace.turn().then(() => 'started');
    // A tenth of two seconds; of two timers that are late, the one that was due first comes first.
    expect(await Promise.race([second, delay(150, 'resting')])).toBe('started');
  });
});

describe('a run that has ended', () => {
  test('gives each turn at once', async () => {
    const pace = createPace({ ms: A_MINUTE_MS }, { ...RUN, signal: AbortSignal.abort() });
    expect(await isImmediate(turns(pace, 4).then(() => {}))).toBe(true);
  });

  test.each([
    ['for the first probe of the process', 0],
    ['for its interval', A_MINUTE_MS],
  ])('ends the waiting %s', async (_for, ms) => {
    const run = new AbortController();
    const pace = createPace({ ms }, { ...RUN, signal: run.signal });
    await pace.turn();
    const second = pace.turn();
    run.abort();
    expect(await isImmediate(second)).toBe(true);
  });
});

describe('what a probe costs', () => {
  test('is not learned from probes that were cut off', async () => {
    const cut = new AbortController();
    const cost = { ms: 20 };
    const pace = createPace(cost, { ...RUN, signal: cut.signal });
    await pace.turn();
    cut.abort();
    pace.done();
    expect(cost.ms).toBe(20);
  });
});

test('nothing waits for the first probe of a process when that is done', async () => {
  const waiting = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = waiting();
  const pace = createPace({ ms: 0 }, RUN);
  await pace.turn();
  expect(waiting()).toBe(before + 1);
  pace.done();
  expect(waiting()).toBe(before);
});

test('the first probe of a process keeps the others waiting once, not each of them', async () => {
  const pace = createPace({ ms: 0 }, RUN);
  await turns(pace, 2);
  expect(await isImmediate(turns(pace, 20).then(() => {}))).toBe(true);
});
