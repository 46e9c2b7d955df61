// When a target runs: at slots of the wall clock, an interval apart, each target and host with an offset of its own. Pure:
// must not look at a clock. All times in milliseconds since 1970.

/** Slots are the multiples of the interval plus the offset. */
export interface Schedule {
  readonly everyMs: number;
  /** From 0 to below `everyMs`. */
  readonly offsetMs: number;
}

/** What to do at a moment for the slot that comes next. */
export type Step =
  | { readonly kind: 'wait'; readonly slotMs: number; readonly waitMs: number; readonly skipped: number }
  | { readonly kind: 'run'; readonly slotMs: number; readonly skipped: number };

/** An offset that is always the same for a name and spread evenly over names: FNV-1a, 32 bits, with its bits mixed. */
export function offsetOf(name: string, everyMs: number): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  const share = ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  return Math.floor(share * everyMs);
}

/** The first slot after a moment. */
export function slotAfter({ everyMs, offsetMs }: Schedule, ms: number): number {
  return (Math.floor((ms - offsetMs) / everyMs) + 1) * everyMs + offsetMs;
}

// The longest that there is between two runs while the clock goes on evenly, in intervals.
const MAX_GAP = 1.5;

/** The first slot after a run that began outside of the slots, as the first one of a process does: at least half an
 * interval later. */
export function slotAfterStart(schedule: Schedule, startedMs: number): number {
  return slotAfter(schedule, startedMs + schedule.everyMs / 2);
}

/** What to do now, when `slotMs` was to be next. A slot is taken until half the interval has passed, so that one that
 * came while others had their turn is only late; what is older (a long run, a suspended host, a clock set forward) is
 * skipped. A clock set back would leave a gap: the next slot is then the next by the clock as it is. */
export function stepAt(schedule: Schedule, slotMs: number, nowMs: number): Step {
  const { everyMs } = schedule;
  const latest = slotAfter(schedule, nowMs - everyMs);
  if (nowMs < slotMs) {
    const next = slotMs - nowMs > MAX_GAP * everyMs ? slotAfter(schedule, nowMs) : slotMs;
    return { kind: 'wait', slotMs: next, waitMs: next - nowMs, skipped: 0 };
  }
  const passed = Math.round((latest - slotMs) / everyMs);
  if (nowMs - latest < everyMs / 2) return { kind: 'run', slotMs: latest, skipped: passed };
  return { kind: 'wait', slotMs: latest + everyMs, waitMs: latest + everyMs - nowMs, skipped: passed + 1 };
}
