// What a planned target uses in a month, for the estimate of its bill: series, calls, alarms, Lambda, endpoints.

import { type AlarmSettings, functionAlarms, targetAlarms, vantageAlarms } from '../alarms/alarms.ts';
import { DEFAULT_CERTIFICATE_DAYS, DEFAULT_LATENCY_MS, lagsBetween, periodsFor } from '../alarms/settings.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import { MAX_RETURNED_BYTES } from '../domain/shortened-report.ts';
import type { Target } from '../domain/target.ts';
import { batchesOf } from '../publish/batches.ts';
import { emfLines } from '../publish/emf.ts';
import { plannedMetrics, type Series } from '../publish/metrics.ts';
import type { AlarmCounts, CostInput } from '../report/cost-input.ts';

/** A target with what discovery and plan made of it. */
export interface Planned {
  readonly target: Target;
  readonly endpoints: readonly Endpoint[];
  readonly probes: readonly PlannedProbe[];
}

/** What one canary has once, however many APIs it watches, is in the bill of the first of them. */
export type Share = 'first-api' | 'further-api';

// Measured on reports of healthy runs: what one observation is in the report, which the function logs as one line, and
// what one value is in an embedded metric.
const REPORT_BYTES_PER_PROBE = 1_550;
const METRIC_VALUE_BYTES = 8;

const LAMBDA_MEMORY_MB = 512;
// A probe takes 3 to 5 ms of processor time (docs/performance.md), and the canary starts probes as fast as it can do their
// work. 512 MB has 0.29 of a processor (1,769 MB has one: Lambda developer guide, "Configure Lambda function memory"), which
// makes 10 to 17 ms a probe.
const RUN_MS = { least: 100, perProbe: 20 } as const;
// One user measured 700 ms for a call from a function in a VPC; the simulator answers in a few.
const PUT_CALL_MS = 700;

/** What `plan` estimates the bill of. */
export function costInputOf(planned: Planned, everySeconds: number, share: Share = 'first-api'): CostInput {
  const { target, probes } = planned;
  const metrics = target.publish === 'none' ? [] : plannedMetrics(target, probes);
  const series: readonly Series[] = metrics.map((metric) => ({ ...metric, values: [100] }));
  const timestamp = new Date(0);
  const putCallsPerRun = target.publish === 'cloudwatch' ? batchesOf(series, timestamp).length : 0;
  const lines = target.publish === 'emf' ? emfLines(series, { namespace: target.metrics.namespace, timestamp }) : [];
  const failureOnlySeries = metrics.filter(({ when }) => when === 'failed').length;
  // Without metrics there is nothing to be alarmed by, to draw, or to tell. What another vantage sees is drawn on the
  // dashboard of the canary that it is compared with, and told by its topics.
  const shown = metrics.length > 0 && share === 'first-api' && inLambda(target) ? 1 : 0;
  return {
    everySeconds,
    probesPerRun: probes.length,
    metricSeries: metrics.length - failureOnlySeries,
    failureOnlySeries,
    putCallsPerRun,
    logBytesPerRun: logBytes(planned, lines),
    alarms:
      metrics.length === 0
        ? { metric: 0, analysedMetrics: 0, composite: 0 }
        : alarmCounts(planned, everySeconds, share),
    dashboards: shown,
    keys: shown,
    ...(inLambda(target)
      ? { lambda: { memoryMb: LAMBDA_MEMORY_MB, runMs: runMs(probes.length) + putCallsPerRun * PUT_CALL_MS } }
      : {}),
    interfaceEndpoints: share === 'first-api' ? interfaceEndpoints(planned) : { services: [], zones: 0 },
  };
}

/** From on-premises it runs on a machine that is there anyway, with the command line. */
function inLambda({ vantage }: Target): boolean {
  return vantage.network === 'vpc';
}

function runMs(probes: number): number {
  return RUN_MS.least + probes * RUN_MS.perProbe;
}

/** The report's line, which the function writes; and the embedded metrics: each line as it is with one value, and the
 * other values. */
function logBytes({ target, probes }: Planned, metricLines: readonly string[]): number {
  const report = inLambda(target) ? Math.min(probes.length * REPORT_BYTES_PER_PROBE, MAX_RETURNED_BYTES) : 0;
  const lines = metricLines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  // Each probe has a success and a latency in three or four sets of dimensions.
  const values = metricLines.length === 0 ? 0 : probes.length * 7 * METRIC_VALUE_BYTES;
  return report + lines + values;
}

/** The alarms that the table makes of these ways in, those of another vantage where it is one; their names and thresholds
 * cost nothing. */
function alarmCounts({ target, probes }: Planned, everySeconds: number, share: Share): AlarmCounts {
  const zones = new Set(probes.flatMap(({ zone }) => zone ?? []));
  const settings: AlarmSettings = {
    periods: periodsFor(everySeconds),
    thresholds: { latencyMs: DEFAULT_LATENCY_MS, certificateDays: DEFAULT_CERTIFICATE_DAYS, functionDurationMs: 0 },
  };
  const watched = {
    prefix: '',
    namespace: target.metrics.namespace,
    api: target.api.name,
    stage: target.api.stage,
    vantage: target.vantage.name,
    accessMethods: [...new Set(probes.map(({ accessMethod }) => accessMethod))],
    zonal: zones.size > 0,
    refuses: probes.some(({ resource }) => resource.expect.denied === true),
  };
  const own = targetAlarms(watched, settings);
  const alarms = [
    ...(inLambda(target)
      ? own
      : vantageAlarms(watched, settings, { alarms: own, lags: lagsBetween(settings, settings) })),
    ...(inLambda(target) && share === 'first-api' ? functionAlarms({ prefix: '', functionName: '' }, settings) : []),
  ];
  const count = (kind: (typeof alarms)[number]['kind']) => alarms.filter((alarm) => alarm.kind === kind).length;
  // The query over zones returns one series for each: the one of the target, stage and vantage in that zone.
  return { metric: count('metric'), analysedMetrics: count('query') * zones.size, composite: count('composite') };
}

/** AWS services that a function in private subnets calls, and the zones in which it needs them: those of the API's own
 * endpoints. */
function interfaceEndpoints({ target, endpoints }: Planned): CostInput['interfaceEndpoints'] {
  const zones = new Set(endpoints.flatMap((endpoint) => endpoint.zones.map(({ zone }) => zone)));
  const services = [
    ...(target.endpoints.kind === 'names' ? [] : ['ec2']),
    ...(target.publish === 'cloudwatch' ? ['monitoring'] : []),
    ...(Object.values(target.auth?.headers ?? {}).some(({ kind }) => kind === 'secret') ? ['secretsmanager'] : []),
  ];
  return { services: inLambda(target) ? services : [], zones: Math.max(1, zones.size) };
}
