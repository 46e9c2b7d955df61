// When to begin anew what hung: each time after a pause twice as long, so that what hangs for days is not begun, and left
// hanging, a thousand times.

const LONGEST_MS = 3_600_000;

export interface Pauses<Key> {
  /** Whether it is time to. Then the next time is later. */
  readonly due: (key: Key) => boolean;
  /** It did not hang: the next time it does is the first one. */
  readonly over: (key: Key) => void;
}

/** The first pause, in milliseconds, is after the first time; `now` in milliseconds, of a clock that nobody sets. */
export function createPauses<Key>(firstMs: number, now: () => number): Pauses<Key> {
  const pauses = new Map<Key, { readonly lengthMs: number; readonly endsAt: number }>();
  return {
    due: (key) => {
      const pause = pauses.get(key);
      if (pause !== undefined && now() < pause.endsAt) return false;
      const lengthMs = pause === undefined ? firstMs : Math.min(2 * pause.lengthMs, LONGEST_MS);
      pauses.set(key, { lengthMs, endsAt: now() + lengthMs });
      return true;
    },
    over: (key) => void pauses.delete(key),
  };
}
