// When the next probe may be started, so that this process's own work does not queue behind itself. What a probe costs is
// measured, not known: it differs tenfold between machines, and between the first probes of a process and later ones.

import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** What a probe costs, learned from run to run of one process. */
export interface ProbeCost {
  /** Milliseconds in which the event loop is at work for one probe; 0 while none is done. */
  ms: number;
}

/** Paces the starts of one run. */
export interface Pace {
  /** Waits for the turn of the next probe; one caller at a time. Ends early with the run. */
  readonly turn: () => Promise<void>;
  /** A probe is done. */
  readonly done: () => void;
}

/** `endsAt` (`performance.now`): when the last probe is to be started at the latest, whatever it costs. */
export interface PaceOptions {
  readonly probes: number;
  readonly endsAt: number;
  readonly signal: AbortSignal;
}

// The interval between two starts, in times of a probe's cost. The cost is that of the pace so far: closer together probes
// cost less, since the process is not woken from a wait for each. With more than double nothing is gained.
const MIN_SHARE = 0.8;
const MAX_SHARE = 2;
// Rest before the next start, in times of the work since the last one: without any the work would pile up.
const REST = 0.1;
// The event loop is not at work for longer than this without anything of ours, in milliseconds: the process stood still.
const MAX_WORK_MS = 250;
// What a run may take longer for being gentle, in milliseconds: so much for few probes, and for each one above their number.
const PATIENCE_MS = 45;
const FEW_PROBES = 20;
const PATIENCE_MS_PER_PROBE = 3.5;
// The first probe of a process goes alone, since it costs many times what the others do; unless it takes longer than this.
const ALONE_MS = 100;
// Each probe has a socket and a query open. Lambda allows 1,024 open files.
const MAX_UNDER_WAY = 256;
// Timers have a resolution of a millisecond: a wait that is nearly over is over.
const NEARLY_MS = 0.5;

export function createPace(cost: ProbeCost, { probes, endsAt, signal }: PaceOptions): Pace {
  const worked = watchWork();
  const patienceMs = PATIENCE_MS + PATIENCE_MS_PER_PROBE * Math.max(0, probes - FEW_PROBES);
  const first = new AbortController();
  let last = worked();
  let lastAt = 0;
  let started = 0;
  let done = 0;
  let oneDone: (() => void) | undefined;
  let alone: Promise<void> | undefined;
  // Between the last start and the next one, so that all of them are started in time.
  const leftMs = () => Math.max(0, endsAt - lastAt) / Math.max(1, probes - started);
  const waitMs = () => {
    const now = performance.now();
    const intervalMs = Math.max(MIN_SHARE * cost.ms, Math.min(MAX_SHARE * cost.ms, patienceMs / probes));
    const { workMs, idleMs } = worked();
    const restMs = REST * (workMs - last.workMs) - (idleMs - last.idleMs);
    return Math.min(Math.max(intervalMs - (now - lastAt), restMs), leftMs() - (now - lastAt));
  };
  return {
    turn: async () => {
      if (started - done === MAX_UNDER_WAY) await new Promise<void>((resolve) => (oneDone = resolve));
      await alone;
      if (started > 0)
        for (let ms = waitMs(); ms > NEARLY_MS && !signal.aborted; ms = waitMs()) await pause(ms, signal);
      last = worked();
      lastAt = performance.now();
      started += 1;
      if (cost.ms === 0) alone ??= pause(Math.min(ALONE_MS, leftMs()), AbortSignal.any([signal, first.signal]));
    },
    done: () => {
      done += 1;
      oneDone?.();
      // What was cut off has cost nothing, which says nothing of the next one.
      if (signal.aborted) return;
      // What is under way has had about half of its work.
      cost.ms = worked().workMs / (done + (started - done) / 2);
      first.abort();
    },
  };
}

interface Work {
  readonly workMs: number;
  readonly idleMs: number;
}

/** Tells how long the event loop has been at work and has waited since now. */
function watchWork(): () => Work {
  const begun = performance.eventLoopUtilization();
  let { active } = begun;
  let workMs = 0;
  return () => {
    const here = performance.eventLoopUtilization();
    workMs += Math.min(here.active - active, MAX_WORK_MS);
    active = here.active;
    return { workMs, idleMs: here.idle - begun.idle };
  };
}

/** Ends early when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // Aborted: the caller sees it by the signal.
  }
}
