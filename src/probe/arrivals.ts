// When something arrived at this process, as far as the process can know. libuv learns of all sockets that are ready at
// once, and then handles one after the other: what is handled last was there as early as what is handled first. What
// became ready while the process was at work is only noticed when that work is done.

import { performance } from 'node:perf_hooks';

/** An arrival in milliseconds of the monotonic clock (`performance.now`). */
export interface Arrival {
  /** When the process was told of it. */
  readonly at: number;
  /** Milliseconds by which it may have been earlier than `at`: the process was at work, or stood still. */
  readonly lateMs: number;
  /** When its handler was called: after what OpenSSL had to do, and after the handlers of what arrived with it. */
  readonly handledAt: number;
  /** Milliseconds that it waited for the handlers of what arrived with it. */
  readonly heldMs: number;
}

/** The time of an arrival that cannot have come before `cause`: the middle of the span in which it came, which is what
 * is left of its lateness. */
export function estimated(
  { at, lateMs }: Pick<Arrival, 'at' | 'lateMs'>,
  cause: number,
): Pick<Arrival, 'at' | 'lateMs'> {
  const latest = Math.max(cause, at);
  const earliest = Math.max(cause, latest - lateMs);
  return { at: (earliest + latest) / 2, lateMs: latest - earliest };
}

/** Tells arrivals while it is on. */
export interface Arrivals extends Disposable {
  /** For the handler of a socket or of an answer from the resolver, before it does anything else. */
  readonly now: () => Arrival;
  /** Does work that no arrival has caused, so that what arrives meanwhile is known to be late. */
  readonly work: (job: () => void) => void;
  /** Milliseconds since the beginning, of which each standstill counts as at most 100. */
  readonly awakeMs: () => number;
  /** Milliseconds since the beginning in which the process stood still in the midst of its own work, but for the first
   * 100 of each time: what comes afterwards is not late. */
  readonly stalledMs: () => number;
}

// Shorter than this a standstill is not told from waiting, in milliseconds. Each tick wakes the process.
const TICK_MS = 10;
// Timers have a resolution of a millisecond.
const TICK_SLACK_MS = 1.5;
// Asking the kernel takes microseconds, having waited takes longer.
const WAITED_MS = 0.2;
// What OpenSSL does before a handler is called takes less.
const UNANNOUNCED_MS = 5;
// What of a standstill counts as time in which the process could listen: it may have been at work.
const MAX_GAP_MS = 100;

/** Begins to watch the event loop. */
export function watchArrivals(): Arrivals {
  let round: Pick<Arrival, 'at' | 'lateMs'> | undefined;
  let rested = look();
  // Until when nothing can have arrived that the process has not been told.
  let quietAt = rested.at;
  let tickedAt = rested.at;
  let awakeMs = 0;
  let stalledMs = 0;
  let counted = rested;

  const count = () => {
    const here = look();
    const gapMs = here.at - counted.at;
    awakeMs += Math.min(gapMs, MAX_GAP_MS);
    stalledMs += Math.max(0, gapMs - (here.idleMs - counted.idleMs) - MAX_GAP_MS);
    counted = here;
    return { awakeMs, stalledMs };
  };
  /** Looks back at what the process has done since it last rested. `arrived`: something has; else a timer is due, or a
   * promise goes on, and the kernel may not have been asked. */
  const lookBack = (arrived: boolean): Pick<Arrival, 'at' | 'lateMs'> => {
    const here = look();
    const waitedMs = here.idleMs - rested.idleMs;
    const waitedTo = rested.at + waitedMs;
    const stoodStill = here.at - tickedAt > TICK_MS + TICK_SLACK_MS;
    // Having waited it was woken at once by what came, unless its processor was taken away.
    if (waitedMs > WAITED_MS) quietAt = stoodStill ? Math.max(tickedAt, rested.at) : waitedTo;
    // Work that nobody has announced may have come before the asking as well as after it.
    const at = here.at - waitedTo > UNANNOUNCED_MS ? here.at : waitedTo;
    const lateMs = Math.max(0, at - Math.min(quietAt, waitedTo));
    // All that had arrived by now is handled in this round.
    if (arrived) quietAt = waitedTo;
    return { at, lateMs };
  };
  const work: Arrivals['work'] = (job) => {
    lookBack(false);
    job();
    rested = look();
  };
  const ticks = setInterval(
    () =>
      work(() => {
        tickedAt = performance.now();
        count();
      }),
    TICK_MS,
  );
  // Immediates run when all handlers of a round are done.
  const endRound = () => {
    round = undefined;
    rested = look();
  };
  return {
    now: () => {
      const isFirst = round === undefined;
      round ??= lookBack(true);
      if (isFirst) setImmediate(endRound);
      const handledAt = performance.now();
      // What is handled first was held up by nobody.
      return { ...round, handledAt, heldMs: isFirst ? 0 : handledAt - round.at };
    },
    work,
    awakeMs: () => count().awakeMs,
    stalledMs: () => count().stalledMs,
    [Symbol.dispose]: () => clearInterval(ticks),
  };
}

interface Look {
  readonly at: number;
  /** How long the event loop has waited since it began, in milliseconds. */
  readonly idleMs: number;
}

function look(): Look {
  return { at: performance.now(), idleMs: performance.eventLoopUtilization().idle };
}
