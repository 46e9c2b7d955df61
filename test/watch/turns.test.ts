// Whose turn it is.

import { describe, expect, test } from 'vitest';
import { createTurns, holdMsOf } from '../../src/watch/turns.ts';

const never = new AbortController().signal;
const FOR_EVER_MS = 1_000_000;

describe('turns', () => {
  test('come one after the other, in the order in which they were asked for', async () => {
    const turns = createTurns(FOR_EVER_MS);
    const order: string[] = [];
    const runs = ['a', 'b', 'c'].map(async (name) => {
      using _turn = await turns.take(never);
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    });
    await Promise.all(runs);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('end by themselves: who hangs keeps nobody from running, and gives no turn back twice', async () => {
    const turns = createTurns(1);
    const hanging = await turns.take(never);
    const second = await turns.take(never);
    expect(second).toBeDefined();
    const third = turns.take(never);
    hanging?.[Symbol.dispose]();
    let begun = false;
    void third.then(() => {
      begun = true;
    });
    await Promise.resolve();
    expect(begun).toBe(false);
    second?.[Symbol.dispose]();
    (await third)?.[Symbol.dispose]();
    await turns.idle();
  });

  test('are not waited for by who is told to stop', async () => {
    const turns = createTurns(FOR_EVER_MS);
    const stop = new AbortController();
    const held = await turns.take(never);
    const waiting = turns.take(stop.signal);
    const next = turns.take(never);
    stop.abort();
    expect(await waiting).toBeUndefined();
    expect(await turns.take(stop.signal)).toBeUndefined();
    held?.[Symbol.dispose]();
    (await next)?.[Symbol.dispose]();
  });

  test('are over when nobody has one: idle', async () => {
    const turns = createTurns(FOR_EVER_MS);
    await turns.idle();
    const order: string[] = [];
    const first = await turns.take(never);
    const second = turns.take(never).then((turn) => {
      order.push('second');
      turn?.[Symbol.dispose]();
    });
    const idle = turns.idle().then(() => order.push('idle'));
    first?.[Symbol.dispose]();
    await Promise.all([second, idle]);
    expect(order).toEqual(['second', 'idle']);
  });

  test.each([
    { everyMs: 60_000, targets: 1, holdMs: 2_000 },
    { everyMs: 60_000, targets: 15, holdMs: 2_000 },
    { everyMs: 60_000, targets: 60, holdMs: 500 },
    { everyMs: 1_000, targets: 2, holdMs: 250 },
  ])('of $targets targets every $everyMs ms take $holdMs ms at most', ({ everyMs, targets, holdMs }) => {
    expect(holdMsOf(everyMs, targets)).toBe(holdMs);
  });
});
