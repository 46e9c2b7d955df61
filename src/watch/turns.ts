// Whose turn it is. Runs of different targets begin one after the other, since the work of one would stand in the times of
// another. What makes a run long is waiting, not work: after a while the next one may begin beside it, so that a target
// that hangs keeps nobody from running.

/** Held by a run until it is done or the time of its turn is over. */
export interface Turn extends Disposable {
  /** How long it waited, in milliseconds. */
  readonly waitedMs: number;
}

export interface Turns {
  /** Waits for a turn: undefined when the signal aborts first. */
  readonly take: (stopped: AbortSignal) => Promise<Turn | undefined>;
  /** Waits until nobody has a turn or waits for one. */
  readonly idle: () => Promise<void>;
}

// By then every probe of a usual run is started, and what is not done waits for the network.
const MAX_HOLD_MS = 2_000;

/** The time of one turn, in milliseconds: all targets together have theirs in half an interval, even when all hang. */
export function holdMsOf(everyMs: number, targets: number): number {
  return Math.min(MAX_HOLD_MS, Math.floor(everyMs / 2 / Math.max(1, targets)));
}

/** First come, first served. */
export function createTurns(holdMs: number): Turns {
  const waiting: (() => void)[] = [];
  const idlers: (() => void)[] = [];
  let held = false;

  const passOn = () => {
    const next = waiting.shift();
    held = next !== undefined;
    if (next !== undefined) return next();
    for (const idler of idlers.splice(0)) idler();
  };
  const hold = (waitedMs: number): Turn => {
    const timer = setTimeout(release, holdMs);
    let over = false;
    function release(): void {
      if (over) return;
      over = true;
      clearTimeout(timer);
      passOn();
    }
    return { waitedMs, [Symbol.dispose]: release };
  };
  return {
    take: (stopped) => {
      const since = performance.now();
      return new Promise((resolve) => {
        if (stopped.aborted) return resolve(undefined);
        const leave = () => {
          waiting.splice(waiting.indexOf(enter), 1);
          resolve(undefined);
        };
        const enter = () => {
          stopped.removeEventListener('abort', leave);
          resolve(hold(performance.now() - since));
        };
        if (held) {
          waiting.push(enter);
          stopped.addEventListener('abort', leave, { once: true });
        } else {
          held = true;
          enter();
        }
      });
    },
    idle: () => (held ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
  };
}
