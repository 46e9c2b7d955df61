// What the probes that are under way at the same time share: the end of the run, and the watch over the event loop.

import { type Arrivals, watchArrivals } from './arrivals.ts';

/** Disposing it ends the watch. */
export interface ProbeRun extends Disposable {
  /** Ends the run. What was cut off says nothing about the API: it is `not-run`. */
  readonly signal: AbortSignal;
  readonly arrivals: Arrivals;
}

export function openProbeRun(signal: AbortSignal): ProbeRun {
  const arrivals = watchArrivals();
  return { signal, arrivals, [Symbol.dispose]: () => arrivals[Symbol.dispose]() };
}
