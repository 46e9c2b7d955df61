// How long a call of AWS takes that nothing ends but `timeouts.awsMs`.

import { expect } from 'vitest';

// The limit that is in force where none is configured is ten seconds.
const WITHOUT_LIMIT_MS = 9_500;

/** `awsMs`: the limit, where it is what ends the call. */
export function expectGivenUp(tookMs: number, awsMs: number | undefined): void {
  if (awsMs === undefined) return;
  // Timers have a resolution of a millisecond.
  expect(tookMs).toBeGreaterThan(awsMs - 10);
  expect(tookMs).toBeLessThan(WITHOUT_LIMIT_MS);
}
