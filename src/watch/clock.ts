// Waiting for a moment of the wall clock. A timer does not see that the clock was set or that the host was asleep: it is
// looked at again and again.

import { setTimeout as delay } from 'node:timers/promises';

// How late a run may be after a clock was set forward or a host woke up, in milliseconds.
const LOOK_MS = 5_000;

/** Waits a part of `ms`, or until the signal aborts; never rejects. Whoever waits looks at the clock again. */
export async function waitTowards(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(Math.max(1, Math.min(ms, LOOK_MS)), undefined, { signal });
  } catch {
    // Aborted: the caller sees it by the signal.
  }
}
