// How the time of a run is divided, and waiting that ends with a signal.

import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { deadlinesOf, divided, orAborted } from '../../src/domain/deadline.ts';

describe('the time of a run', () => {
  test.for([
    { availableMs: 60_000, probingMs: 58_000, publishingMs: 60_000 },
    { availableMs: 4_001, probingMs: 2_001, publishingMs: 4_001 },
    { availableMs: 4_000, probingMs: 2_000, publishingMs: 4_000 },
    { availableMs: 1_001, probingMs: 500, publishingMs: 1_001 },
    { availableMs: 0, probingMs: 0, publishingMs: 0 },
    { availableMs: -200, probingMs: 0, publishingMs: 0 },
  ])('$availableMs ms: $probingMs for probing', ({ availableMs, ...expected }) => {
    expect(divided(availableMs)).toEqual(expected);
  });

  test.for([
    { availableMs: 60_000, endsAt: 1_000_058_000.25 },
    { availableMs: 1_001, endsAt: 1_000_000_500.25 },
    { availableMs: -200, endsAt: 1_000_000_000.25 },
  ])('$availableMs ms from now: the probing ends at $endsAt', ({ availableMs, endsAt }) => {
    expect(deadlinesOf(availableMs, 1_000_000_000.25).probingEndsAt).toBe(endsAt);
  });

  test('of which nothing is left is over at once', () => {
    const { probing, publishing } = deadlinesOf(0, performance.now());
    expect([probing, publishing].map(({ aborted, reason }) => [aborted, reason.name])).toEqual([
      [true, 'TimeoutError'],
      [true, 'TimeoutError'],
    ]);
  });

  test('ends the probing first, and both for the same reason', async () => {
    const { probing, publishing } = deadlinesOf(400, performance.now());
    const order = await Promise.race([
      once(probing, 'abort').then(() => [probing.aborted, publishing.aborted]),
      once(publishing, 'abort').then(() => 'publishing first'),
    ]);
    await once(publishing, 'abort');

    expect(order).toEqual([true, false]);
    expect([probing.reason.name, publishing.reason.name]).toEqual(['TimeoutError', 'TimeoutError']);
  });
});

describe('waiting that ends with a signal', () => {
  const reason = new Error('out of time');
  const never = new Promise<never>(() => {});

  test('gives what the promise gives', async () => {
    await expect(orAborted(Promise.resolve(7), new AbortController().signal)).resolves.toBe(7);
    await expect(orAborted(Promise.reject(reason), new AbortController().signal)).rejects.toBe(reason);
  });

  test('ends with the reason when the signal aborts', async () => {
    const controller = new AbortController();
    const waiting = orAborted(never, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test('ends at once when the signal has aborted before', async () => {
    await expect(orAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('a promise that fails after the signal troubles nobody', async () => {
    const late = Promise.withResolvers<never>();
    const controller = new AbortController();
    const waiting = orAborted(late.promise, controller.signal);
    controller.abort(reason);
    late.reject(new Error('too late'));
    await expect(waiting).rejects.toBe(reason);
  });
});
