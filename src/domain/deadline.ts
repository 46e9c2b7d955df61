// How the time of a run is divided, and waiting that ends with a signal.

/** What of a run's time is kept for publishing, in milliseconds: enough for one refused and one repeated call. */
const PUBLISHING_RESERVE_MS = 2_000;

/** When to stop looking and when to stop publishing. The second is the later one: a run that is cut short still
 * publishes what it saw. */
export interface Deadlines {
  readonly probing: AbortSignal;
  /** When `probing` will abort by itself at the latest, in milliseconds of the monotonic clock (`performance.now`). */
  readonly probingEndsAt: number;
  readonly publishing: AbortSignal;
}

/** Divides the time of a run, in milliseconds from now. Of a short one, at most half is kept for publishing. */
export function divided(availableMs: number): { readonly probingMs: number; readonly publishingMs: number } {
  const publishingMs = Math.max(0, Math.floor(availableMs));
  return { probingMs: Math.floor(publishingMs - Math.min(PUBLISHING_RESERVE_MS, publishingMs / 2)), publishingMs };
}

/** The deadlines of a run that begins now: `nowMs` on the monotonic clock. */
export function deadlinesOf(availableMs: number, nowMs: number): Deadlines {
  const { probingMs, publishingMs } = divided(availableMs);
  return {
    probing: abortingAfter(probingMs),
    probingEndsAt: nowMs + probingMs,
    publishing: abortingAfter(publishingMs),
  };
}

/** A timer of no time at all would leave one turn of the event loop. */
function abortingAfter(ms: number): AbortSignal {
  return ms > 0 ? AbortSignal.timeout(ms) : AbortSignal.abort(new DOMException('no time is left', 'TimeoutError'));
}

/** The promise, or a rejection with the signal's reason as soon as it aborts. For what takes a signal and may still
 * wait on something that does not, as an AWS client does while it looks for credentials. */
export function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
