// All probes of a run, each over its own connection, started one after the other so that the process does not queue
// behind itself.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Observation } from '../domain/observation.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import { type ProbeSettings, probe } from './probe.ts';

// A probe over a fresh TLS connection costs a few milliseconds of processor time, several times that in a process that
// has just started. Started all at once, 240 probes measured their own queue: half of the totals were wrong by 6 ms and
// more.
const START_INTERVAL_MS = 10;
const MAX_UNDER_WAY = 64;
const DELAY_RESOLUTION_MS = 5;

/** What the probes saw, in the order of the plan, and how late the event loop was at worst, in milliseconds. */
export interface Observed {
  readonly observations: readonly Observation[];
  readonly measurementDelayMs: number;
}

/** Tries every probe once. When the signal aborts, what is not done is `not-run`. Never rejects. */
export async function probeAll(
  plan: readonly PlannedProbe[],
  settings: ProbeSettings,
  run: { readonly signal: AbortSignal; readonly onObservation?: (observation: Observation) => void },
): Promise<Observed> {
  const eventLoop = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  eventLoop.enable();
  const underWay = pLimit(MAX_UNDER_WAY);
  const started: Promise<Observation>[] = [];
  for (const planned of plan) {
    if (started.length > 0 && !run.signal.aborted) await delay(START_INTERVAL_MS);
    started.push(
      underWay(async () => {
        const observation = await probe(planned, settings, run.signal);
        run.onObservation?.(observation);
        return observation;
      }),
    );
  }
  const observations = await Promise.all(started);
  eventLoop.disable();
  return { observations, measurementDelayMs: lateness(eventLoop.max) };
}

/** The histogram has nanoseconds between two ticks of its timer, the timer's own interval included. */
function lateness(worstNs: number): number {
  return Math.max(0, Math.round((worstNs / 1e6 - DELAY_RESOLUTION_MS) * 1000) / 1000);
}
