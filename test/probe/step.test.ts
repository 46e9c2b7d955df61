// What a step tells of a standstill of this process in the midst of the process's own work.

import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { watchArrivals } from '../../src/probe/arrivals.ts';
import { type StepLimit, type StepTime, timedStep } from '../../src/probe/step.ts';
import { STALLED_MS, standStill, TOLD_MS } from './stall.ts';

/** A step that something ends which comes 50 ms after `begin`. */
function answeredStep(limit: Omit<StepLimit, 'ms' | 'signal'>, begin: () => void = () => {}) {
  return timedStep<void>(
    { ms: 60_000, signal: new AbortController().signal, ...limit },
    () => 'connect-timeout',
    ({ done }) => {
      begin();
      const answer = setTimeout(done, 50);
      return () => clearTimeout(answer);
    },
  );
}

const addedMs = ({ lateMs, heldMs }: StepTime) => lateMs + heldMs;

test('a standstill before the step has sent anything is in its time, and is told', async () => {
  using arrivals = watchArrivals();
  const step = await answeredStep({ arrivals }, standStill);
  expect(step.ms).toBeGreaterThanOrEqual(STALLED_MS);
  expect(addedMs(step)).toBeGreaterThanOrEqual(TOLD_MS);
});

test('a standstill between a step and the one that begins with its end is in the time of the second, and is told', async () => {
  using arrivals = watchArrivals();
  const first = await answeredStep({ arrivals });
  standStill();
  const second = await answeredStep({ arrivals, since: first });
  expect(second.ms).toBeGreaterThanOrEqual(STALLED_MS);
  expect(addedMs(second)).toBeGreaterThanOrEqual(TOLD_MS);
});

test('a standstill before a step that begins by itself is no part of it', async () => {
  using arrivals = watchArrivals();
  standStill();
  await delay(20);
  const { ms, heldMs } = await answeredStep({ arrivals });
  expect(heldMs).toBeLessThan(ms);
});
