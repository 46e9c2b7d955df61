// A standstill of this process in the midst of its own work.

/** In milliseconds. */
export const STALLED_MS = 400;
/** What of it the canary tells at least: its first 100 ms may have been work, and clocks are read one after the other. */
export const TOLD_MS = STALLED_MS - 101;

/** As the thread does when its processor is taken away. */
export function standStill(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALLED_MS);
}
