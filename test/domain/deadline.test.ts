// How the time of a run is divided, on the real clock: every wait ends with a signal.

import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { deadlinesOf, orAborted } from '../../src/domain/deadline.ts';

describe.concurrent('the time of a run', () => {
  test('that is short is halved', async () => {
    const startedAtMs = performance.now();
    const { probing, publishing } = deadlinesOf(1_000);
    await once(probing, 'abort');
    // A timer counts whole milliseconds and may be one early.
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(498);
    expect(publishing.aborted).toBe(false);
    await once(publishing, 'abort');
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(998);
  });

  test('that is longer keeps two seconds for publishing', async () => {
    const startedAtMs = performance.now();
    const { probing, publishing } = deadlinesOf(4_400);
    await once(probing, 'abort');
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(2_398);
    expect(publishing.aborted).toBe(false);
  });

  test('that is already over ends both at once', async () => {
    const { probing, publishing } = deadlinesOf(-200);
    await Promise.all([probing, publishing].map((signal) => once(signal, 'abort')));
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
