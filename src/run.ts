// The whole program from top to bottom: discover -> plan -> probe -> diagnose -> publish. What touches the world is
// passed in; see lambda.ts and cli/ for who passes what.

import { diagnose } from './diagnosis/diagnose.ts';
import type { Discover } from './discovery/discover.ts';
import type { Deadlines } from './domain/deadline.ts';
import type { PlannedProbe } from './domain/plan.ts';
import { leftOutMethods, plan, plannedMethods } from './domain/plan.ts';
import { REPORT_SCHEMA, type Report } from './domain/report.ts';
import type { Target } from './domain/target.ts';
import type { Observed } from './probe/probes.ts';
import type { Measured } from './publish/metrics.ts';
import type { Publish } from './publish/publish.ts';

/** What a run needs from the world. `now` is the wall clock in milliseconds. */
export interface Ports {
  readonly discover: Discover;
  readonly probeAll: (probes: readonly PlannedProbe[], target: Target, signal: AbortSignal) => Promise<Observed>;
  readonly publish: Publish;
  readonly now: () => number;
}

/** Runs once. Throws a `CanaryError` only when the configuration names what cannot be read, or when the metrics could be
 * written nowhere; everything else is in the report. */
export async function run(target: Target, ports: Ports, deadlines: Deadlines): Promise<Report> {
  const startedAtMs = ports.now();
  const known = await ports.discover(target, 'kept', deadlines.probing);
  const probes = plan(target, known.endpoints);
  const { observations, measurementDelayMs } = await ports.probeAll(probes, target, deadlines.probing);
  // A verdict on failures rests on what EC2 says now, not on what it said minutes ago.
  const failed = observations.some(({ outcome }) => outcome === 'failed');
  const askAgain = known.source === 'remembered' && failed && !deadlines.probing.aborted;
  const discovery = askAgain ? await ports.discover(target, 'fresh', deadlines.probing) : known;
  const verdict = diagnose({ target, observations, discovery });
  const { endpoints, ...about } = discovery;
  const measured: Measured = {
    schema: REPORT_SCHEMA,
    target: {
      api: target.api,
      accessMethods: plannedMethods(target, known.endpoints),
      leftOut: leftOutMethods(target, known.endpoints),
      resources: target.resources.map(({ label }) => label),
    },
    vantage: target.vantage,
    startedAt: new Date(startedAtMs).toISOString(),
    durationMs: ports.now() - startedAtMs,
    measurementDelayMs,
    cutShort: observations.some(({ outcome }) => outcome === 'not-run'),
    endpoints,
    discovery: about,
    observations,
    verdict,
  };
  const published = await ports.publish(measured, target, deadlines.publishing);
  return { ...measured, published };
}
