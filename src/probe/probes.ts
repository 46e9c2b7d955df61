// All probes of a run, each over its own connection, started one after the other so that the process does not queue
// behind itself.

import type { Observation } from '../domain/observation.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import { watchArrivals } from './arrivals.ts';
import { createPace } from './pace.ts';
import { type ProbeSettings, probe } from './probe.ts';

/** What the probes saw, in the order of the plan, and how much this process may have added to one of their times at
 * worst, in milliseconds. */
export interface Observed {
  readonly observations: readonly Observation[];
  readonly measurementDelayMs: number;
}

/** What bounds a run of probes, and who is told of each. */
export interface ProbesOptions {
  readonly signal: AbortSignal;
  /** When the signal will abort by itself (`performance.now`), where that is known. */
  readonly endsAt?: number;
  readonly onObservation?: (observation: Observation) => void;
}

/** Tries every probe once. When the signal aborts, what is not done is `not-run`. Never rejects. */
export async function probeAll(
  plan: readonly PlannedProbe[],
  settings: ProbeSettings,
  { signal, endsAt = Number.POSITIVE_INFINITY, onObservation }: ProbesOptions,
): Promise<Observed> {
  using arrivals = watchArrivals();
  const pace = createPace(settings.cost, {
    probes: plan.length,
    endsAt: lastStartAt(endsAt, settings.timeouts.probeMs),
    signal,
  });
  const started: Promise<Observation>[] = [];
  const start = async (planned: PlannedProbe) => {
    const observation = await probe(planned, settings, { signal, endsAt, arrivals });
    pace.done();
    onObservation?.(observation);
    return observation;
  };
  for (const planned of plan) {
    await pace.turn();
    const observation = start(planned);
    // Awaited below; until then a listener that throws would end the process.
    observation.catch(() => {});
    started.push(observation);
  }
  const observations = await Promise.all(started);
  return { observations, measurementDelayMs: worst(observations) };
}

/** The last probe has its whole time before the run ends; where there is less than that, half of what there is. */
function lastStartAt(endsAt: number, probeMs: number): number {
  const now = performance.now();
  return Math.max(endsAt - probeMs, now + (endsAt - now) / 2);
}

function worst(observations: readonly Observation[]): number {
  return Math.max(0, ...observations.map(({ measurementDelayMs = 0 }) => measurementDelayMs));
}
