// When something arrived, told by a process that was at work. A thread of its own sends while the probing one does
// nothing else: what was sent arrived between the beginning and the end of that, whatever the machine does.

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { type Arrival, estimated, watchArrivals } from '../../src/probe/arrivals.ts';
import { startSender } from './sender.ts';

const sender = startSender();
afterAll(() => sender[Symbol.asyncDispose]());

async function receiver(): Promise<Socket & AsyncDisposable> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

/** What `handle` makes of the next arrival, as its handler. */
function next<Value>(socket: Socket, handle: () => Value): Promise<Value> {
  return new Promise((resolve) => socket.once('message', () => resolve(handle())));
}

const earliest = ({ at, lateMs }: Arrival) => at - lateMs;

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('what arrived together bears the same time, however long the first handler takes', async () => {
  using arrivals = watchArrivals();
  await using one = await receiver();
  await using other = await receiver();
  const handle = () => {
    const arrival = arrivals.now();
    busyFor(200);
    return arrival;
  };
  const both = [next(one, handle), next(other, handle)];
  await delay(1);
  const { to } = sender.sendTo(one, other);
  const [first, second] = (await Promise.all(both)).toSorted((a, b) => a.handledAt - b.handledAt);

  expect(first).toMatchObject({ heldMs: 0 });
  expect(second?.at).toBe(first?.at);
  expect(second?.heldMs).toBeGreaterThanOrEqual(200);
  expect((second?.handledAt ?? 0) - (first?.handledAt ?? 0)).toBeGreaterThanOrEqual(200);
  expect(first?.handledAt).toBeGreaterThanOrEqual(to);
});

describe('what arrives while the process is at work may have come at any time of it', () => {
  const PHASES = {
    'a promise': (job: () => void) => void Promise.resolve().then(job),
    'a timer': (job: () => void) => void setTimeout(job, 20),
    'an immediate': (job: () => void) => void setImmediate(job),
  } as const;

  test.each(Object.entries(PHASES))('in %s', async (_in, begin) => {
    using arrivals = watchArrivals();
    await using socket = await receiver();
    const arrived = next(socket, () => arrivals.now());
    const work = Promise.withResolvers<ReturnType<typeof sender.sendTo>>();
    begin(() =>
      arrivals.work(() => {
        busyFor(100);
        work.resolve(sender.sendTo(socket));
        busyFor(100);
      }),
    );
    const { from, to } = await work.promise;
    const arrival = await arrived;

    expect(earliest(arrival)).toBeLessThanOrEqual(from - 100);
    expect(arrival.at).toBeGreaterThanOrEqual(to + 100);
    expect(arrival.at).toBeLessThanOrEqual(arrival.handledAt);
    expect(arrival.heldMs).toBe(0);
  });

  test('in the first of two jobs', async () => {
    using arrivals = watchArrivals();
    await using socket = await receiver();
    const arrived = next(socket, () => arrivals.now());
    let from = Number.NaN;
    arrivals.work(() => {
      ({ from } = sender.sendTo(socket));
    });
    arrivals.work(() => busyFor(100));

    expect(earliest(await arrived)).toBeLessThanOrEqual(from);
  });

  test('in a handler that nobody has announced', async () => {
    using arrivals = watchArrivals();
    await using one = await receiver();
    await using other = await receiver();
    const second = next(other, () => arrivals.now());
    const first = next(one, () => {
      const span = sender.sendTo(other);
      busyFor(200);
      return span;
    });
    await delay(20);
    sender.sendTo(one);
    const { from, to } = await first;
    const late = await second;

    expect(late.at).toBeGreaterThanOrEqual(to);
    expect(earliest(late)).toBeLessThanOrEqual(from);
  });

  test('in a timer that nobody has announced, between the last tick and the asking', async () => {
    using arrivals = watchArrivals();
    await using socket = await receiver();
    const arrived = next(socket, () => arrivals.now());
    const work = Promise.withResolvers<ReturnType<typeof sender.sendTo>>();
    setTimeout(() => {
      work.resolve(sender.sendTo(socket));
      busyFor(200);
    }, 20);
    // Then both the tick and the later timer are due, and run before the kernel is asked.
    busyFor(50);
    const { from, to } = await work.promise;
    const arrival = await arrived;

    expect(earliest(arrival)).toBeLessThanOrEqual(from);
    expect(arrival.at).toBeGreaterThanOrEqual(to + 200);
  });

  test.each([0, 1, 2, 3, 200])('in a handler of %i ms', async (ms) => {
    using arrivals = watchArrivals();
    await using one = await receiver();
    await using other = await receiver();
    const second = next(other, () => arrivals.now());
    const first = next(one, () => {
      arrivals.now();
      const span = sender.sendTo(other);
      busyFor(ms);
      return span;
    });
    await delay(20);
    sender.sendTo(one);
    const { from, to } = await first;
    const late = await second;

    expect(earliest(late)).toBeLessThanOrEqual(from);
    expect(late.at).toBeGreaterThanOrEqual(to + ms);
  });

  test('but not before the process was last told what had arrived', async () => {
    using arrivals = watchArrivals();
    await using one = await receiver();
    await using other = await receiver();
    const first = next(one, () => {
      arrivals.now();
      sender.sendTo(other);
      busyFor(100);
      return performance.now();
    });
    // When it is told of this one, the work of the first handler is over.
    const second = next(other, () => {
      arrivals.now();
      const last = next(one, () => arrivals.now());
      sender.sendTo(one);
      busyFor(100);
      return { last };
    });
    sender.sendTo(one);
    const overAt = await first;
    const { last } = await second;

    expect(earliest(await last)).toBeGreaterThanOrEqual(overAt);
  });
});

test('what wakes a waiting process is not late', async () => {
  using arrivals = watchArrivals();
  await using socket = await receiver();
  const late: number[] = [];
  // A machine may take the processor away at any time, but hardly in each of ten rounds.
  while (late.length < 10 && !late.includes(0)) {
    const arrived = next(socket, () => arrivals.now());
    sender.sendAfter(20, socket);
    late.push((await arrived).lateMs);
  }
  expect(late).toContain(0);
});

describe('an arrival is estimated', () => {
  test.for([
    ['in the middle of the span in which it came', 10, { at: 20, lateMs: 4 }, { at: 18, lateMs: 4 }],
    ['not before its cause', 18, { at: 20, lateMs: 4 }, { at: 19, lateMs: 2 }],
    ['at its cause, where it was noticed before', 25, { at: 20, lateMs: 4 }, { at: 25, lateMs: 0 }],
    ['when it was told, where it was not late', 10, { at: 20, lateMs: 0 }, { at: 20, lateMs: 0 }],
  ] as const)('%s', ([, cause, arrival, expected]) => {
    expect(estimated(arrival, cause)).toEqual(expected);
  });
});
