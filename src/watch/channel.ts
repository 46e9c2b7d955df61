// Sends kept data points to one namespace of one Region: the newest run first, then the oldest of the backlog, many runs in
// one call, one call at a time. What was accepted is removed before the next call; what cannot be sent now stays.

import { composed } from './compose.ts';
import { type Attempt, createDelivery, type DeliveryPorts } from './delivery.ts';
import type { Entry } from './kept-data.ts';

export interface ChannelPorts extends Omit<DeliveryPorts, 'note' | 'isLate'> {
  /** Waits until no run would be disturbed; only what no run waits for has that time. */
  readonly idle: () => Promise<void>;
  /** Calls back after so many milliseconds; what it returns cancels that. */
  readonly later: (ms: number, then: () => void) => () => void;
  /** Sending began to fail: what is kept stays. */
  readonly onUnreachable: (reason: unknown) => void;
}

export interface Channel {
  /** Sends what is kept, these files first. Resolves when an attempt was made with each of them, or is not to be made
   * now since the last one failed a moment ago. Never rejects. */
  readonly offer: (entries: readonly Entry[]) => Promise<Attempt>;
  /** Sends as much as possible, at once. Resolves when nothing is left, or at the first failure. */
  readonly drain: () => Promise<void>;
  /** Lets a call that is under way end, and begins no other. */
  readonly stop: () => Promise<void>;
}

// Between two attempts while none succeeds, in milliseconds; doubled up to the second one.
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

type Tally = { -readonly [Key in keyof Attempt]: Attempt[Key] };

export function createChannel(id: string, ports: ChannelPorts): Channel {
  const { kept } = ports;
  const awaited = new Map<string, { readonly tally: Tally; readonly settle: () => void }>();
  let failures = 0;
  let reason: unknown;
  let cancelRetry: (() => void) | undefined;
  let working: Promise<void> | undefined;
  let hurry = Promise.withResolvers<void>();
  let stopped = false;

  const note = (entry: Entry, change: Partial<Tally>) => {
    const waiting = awaited.get(entry.name);
    if (waiting === undefined) return;
    Object.assign(waiting.tally, change);
    if (waiting.tally.left === 0 || waiting.tally.reason !== undefined) waiting.settle();
  };

  const deliver = createDelivery({ ...ports, note, isLate: ({ name }) => !awaited.has(name) });
  const reached = () => {
    failures = 0;
    reason = undefined;
  };
  const unreachable = (error: unknown) => {
    failures += 1;
    reason = error;
    if (failures === 1) ports.onUnreachable(error);
    for (const { tally, settle } of [...awaited.values()]) {
      tally.reason = error;
      settle();
    }
  };

  /** What was dropped or set aside is lost, and awaited no longer. */
  const letGo = () => {
    const there = new Set(kept.entries(id).map(({ name }) => name));
    for (const [name, { tally, settle }] of [...awaited]) {
      if (there.has(name)) continue;
      tally.refused += tally.left;
      tally.left = 0;
      settle();
    }
  };

  const work = async (): Promise<void> => {
    while (!stopped) {
      if (awaited.size === 0) await Promise.race([ports.idle(), hurry.promise]);
      hurry = Promise.withResolvers();
      if (stopped) break;
      const call = await composed(kept, id, new Set(awaited.keys()));
      if (call === undefined) break;
      await deliver(call);
      reached();
    }
    letGo();
  };
  /** Works until nothing is left or something fails; then again after a while. */
  const start = (): Promise<void> => {
    cancelRetry?.();
    cancelRetry = undefined;
    working ??= work()
      .catch(unreachable)
      .finally(() => {
        working = undefined;
        if (failures > 0 && !stopped) cancelRetry = ports.later(pauseMs(failures), () => void start());
        // What was offered after the last look at the folder.
        else if (awaited.size > 0 && !stopped) void start();
      });
    return working;
  };

  return {
    offer: async (entries) => {
      const tallies = entries.map((entry) => {
        const tally: Tally = { accepted: 0, refused: 0, left: entry.count };
        if (failures > 0 || stopped) return Promise.resolve({ ...tally, reason });
        const settled = Promise.withResolvers<void>();
        const settle = () => {
          awaited.delete(entry.name);
          settled.resolve();
        };
        awaited.set(entry.name, { tally, settle });
        return settled.promise.then((): Attempt => tally);
      });
      if (failures === 0 && !stopped) {
        hurry.resolve();
        void start();
      }
      return (await Promise.all(tallies)).reduce<Attempt>(together, { accepted: 0, refused: 0, left: 0 });
    },
    drain: start,
    stop: async () => {
      stopped = true;
      hurry.resolve();
      cancelRetry?.();
      await working;
    },
  };
}

function together(one: Attempt, other: Attempt): Attempt {
  const reason = one.reason ?? other.reason;
  return {
    accepted: one.accepted + other.accepted,
    refused: one.refused + other.refused,
    left: one.left + other.left,
    ...(reason === undefined ? {} : { reason }),
  };
}

function pauseMs(failures: number): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10));
}
