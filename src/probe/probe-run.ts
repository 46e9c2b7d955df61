// What the probes that are under way at the same time share: the end of the run, the watch over the event loop, and the
// resolver.

import type { Resolver } from 'node:dns';
import { type Arrivals, watchArrivals } from './arrivals.ts';
import { openResolver } from './resolve.ts';

/** Disposing it gives up the queries that nobody has answered. */
export interface ProbeRun extends Disposable {
  /** Ends the run. What was cut off says nothing about the API: it is `not-run`. */
  readonly signal: AbortSignal;
  readonly arrivals: Arrivals;
  /** Throws when the server has no usable address. */
  readonly resolver: () => Resolver;
}

/** `server`: the one DNS server that is asked. */
export function openProbeRun(server: string, signal: AbortSignal): ProbeRun {
  const open = new DisposableStack();
  // Opened before the first probe is: the first resolver of a process takes milliseconds.
  const resolver = attempted(() => open.use(openResolver(server)));
  return { signal, arrivals: open.use(watchArrivals()), resolver, [Symbol.dispose]: () => open.dispose() };
}

/** Makes it now, and gives it or throws what went wrong whenever it is asked for. */
function attempted<Value>(make: () => Value): () => Value {
  try {
    const made = make();
    return () => made;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
