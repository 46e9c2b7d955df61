// The whole program from top to bottom: discover -> plan -> probe -> diagnose -> publish. What touches the world is
// passed in; see lambda.ts and cli/ for who passes what.

import type { Discover } from './discovery/discover.ts';
import { planControls, planFollowUps } from './domain/control.ts';
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
  readonly probeAll: (probes: readonly PlannedProbe[], target: Target, deadlines: Deadlines) => Promise<Observed>;
  readonly publish: Publish;
  readonly now: () => number;
  /** ISO 8601: since when this API has not been healthy, where somebody remembers it. */
  readonly troubledSince?: (target: Target) => string | undefined;
}

/** Runs once. Throws a `CanaryError` only when the configuration names what cannot be read (certificates, secrets,
 * credentials to sign with), or when the metrics could be written nowhere; everything else is in the report. */
export async function run(target: Target, ports: Ports, deadlines: Deadlines): Promise<Report> {
  const startedAt = new Date(ports.now()).toISOString();
  // The wall clock may be set while a run is under way; this one goes on.
  const begunAt = performance.now();
  const known = await ports.discover(target, 'kept', deadlines.probing);
  const probes = plan(target, known.endpoints);
  const { observations, controls, measurementDelayMs } = await probeWithControls(probes, {
    target,
    controls: planControls(target, known.endpoints),
    probeAll: (each) => ports.probeAll(each, target, deadlines),
  });
  // A verdict on failures rests on what EC2 says now, not on what it said minutes ago.
  const failed = observations.some(({ outcome }) => outcome === 'failed');
  const askAgain = known.source === 'remembered' && failed && !deadlines.probing.aborted;
  const { endpoints, ...discovery } = askAgain ? await ports.discover(target, 'fresh', deadlines.probing) : known;
  // A fifth of the program, which no probe needs: a Lambda function probes sooner without it.
  const { diagnose } = await import('./diagnosis/diagnose.ts');
  const seen = {
    target: {
      api: target.api,
      accessMethods: plannedMethods(target, known.endpoints),
      leftOut: leftOutMethods(target, known.endpoints),
      resources: target.resources.map(({ label }) => label),
      endpoints: target.endpoints,
      ...(target.auth === undefined
        ? {}
        : { auth: { iam: target.auth.iam, headers: Object.keys(target.auth.headers) } }),
      ...(target.routes.length === 0 ? {} : { routes: target.routes }),
      port: target.connection.port,
    },
    vantage: target.vantage,
    endpoints,
    discovery,
    observations,
    controls,
  };
  const measured: Measured = {
    schema: REPORT_SCHEMA,
    ...seen,
    startedAt,
    durationMs: Math.round(performance.now() - begunAt),
    measurementDelayMs,
    cutShort: observations.some(({ outcome }) => outcome === 'not-run'),
    verdict: diagnose(seen, notAfter(startedAt, ports.troubledSince?.(target))),
  };
  const published = await ports.publish(measured, target, deadlines.publishing);
  return { ...measured, published };
}

/** The earlier time. What is remembered was told by a clock that may have been set back since. */
function notAfter(startedAt: string, since: string | undefined): string | undefined {
  return since !== undefined && Date.parse(since) > Date.parse(startedAt) ? startedAt : since;
}

/** The probes of the plan with the controls after them, and then the controls that only a failure calls for. */
async function probeWithControls(
  probes: readonly PlannedProbe[],
  {
    target,
    controls,
    probeAll,
  }: {
    readonly target: Target;
    readonly controls: readonly PlannedProbe[];
    readonly probeAll: (probes: readonly PlannedProbe[]) => Promise<Observed>;
  },
): Promise<Observed & Pick<Report, 'controls'>> {
  const first = await probeAll([...probes, ...controls]);
  const observations = first.observations.slice(0, probes.length);
  const followUps = planFollowUps(target, probes, observations);
  const more = followUps.length === 0 ? undefined : await probeAll(followUps);
  return {
    observations,
    controls: [...first.observations.slice(probes.length), ...(more?.observations ?? [])],
    measurementDelayMs: Math.max(first.measurementDelayMs, more?.measurementDelayMs ?? 0),
  };
}
