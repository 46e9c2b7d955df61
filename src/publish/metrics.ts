// Every metric and dimension name there is, and how a run becomes series of values. Pure. The names are a contract:
// alarms, dashboards and other people's scripts rest on them, and nothing else in the program spells one.

import type { Observation, Phase } from '../domain/observation.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import type { Report } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';
import { type DimensionSet, dimensionsOf, seriesOf } from './dimensions.ts';

/** A run as it is published: the report before it knows what became of its own metrics. */
export type Measured = Omit<Report, 'published'>;

export type MetricUnit = 'Count' | 'Milliseconds';

interface MetricRow {
  readonly unit: MetricUnit;
  readonly sets: readonly DimensionSet[];
  /** When the metric has data: in every run, when a probe passes or fails, when something is probed that has to be
   * refused, or only when phases are asked for. */
  readonly when: 'always' | 'passed' | 'failed' | 'denied' | 'phases';
}

const EVERY_SET = ['target', 'accessMethod', 'resource', 'zone'] as const;

export const METRICS = {
  Success: { unit: 'Count', sets: EVERY_SET, when: 'always' },
  Latency: { unit: 'Milliseconds', sets: EVERY_SET, when: 'passed' },
  FailureLatency: { unit: 'Milliseconds', sets: ['target'], when: 'failed' },
  NotDenied: { unit: 'Count', sets: ['target'], when: 'denied' },
  DnsTime: { unit: 'Milliseconds', sets: ['accessMethod'], when: 'phases' },
  ConnectTime: { unit: 'Milliseconds', sets: ['accessMethod'], when: 'phases' },
  TlsTime: { unit: 'Milliseconds', sets: ['accessMethod'], when: 'phases' },
  FirstByteTime: { unit: 'Milliseconds', sets: ['accessMethod'], when: 'phases' },
  TransferTime: { unit: 'Milliseconds', sets: ['accessMethod'], when: 'phases' },
  CertificateDaysLeft: { unit: 'Count', sets: ['target'], when: 'passed' },
  Runs: { unit: 'Count', sets: ['target'], when: 'always' },
  MeasurementDelay: { unit: 'Milliseconds', sets: ['target'], when: 'always' },
} as const satisfies Record<string, MetricRow>;

export type MetricName = keyof typeof METRICS;

/** One metric with one set of dimensions and the values of one run, as they were measured. */
export interface Series {
  readonly name: MetricName;
  readonly unit: MetricUnit;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** One value, and the observation it comes from; without one it speaks of the whole run. */
interface Sample {
  readonly value: number;
  readonly observation?: Observation;
}

type Outcome = Observation['outcome'];

const samples = (run: Measured, value: (observation: Observation) => number | undefined): readonly Sample[] =>
  run.observations.flatMap((observation) => {
    const each = value(observation);
    return each === undefined ? [] : [{ value: each, observation }];
  });
const totals = (run: Measured, outcome: Outcome) =>
  samples(run, (observation) => (observation.outcome === outcome ? observation.timesMs?.total : undefined));
// A refusal is faster than an answer: the time of one that has to be refused is nobody's latency.
const served = (run: Measured): Measured => ({
  ...run,
  observations: run.observations.filter(({ outcome, expected }) => outcome === 'passed' && expected === undefined),
});
const phase = (run: Measured, name: Phase) => samples(served(run), ({ timesMs }) => timesMs?.[name]);
// An API that is gone refuses, too: where nobody is served who should be, a refusal is no success.
const succeeded = ({ outcome, expected }: Observation, { verdict }: Measured) =>
  outcome === 'passed' && (expected === undefined || verdict.state !== 'unreachable');
const letIn = ({ outcome, expected, failure }: Observation) =>
  expected === undefined || outcome === 'not-run' ? undefined : Number(failure?.code === 'not-denied');
// The heartbeat is of runs that tried something: a canary that only counts its own invocations looks alive when it is not.
const oncePerRun = (run: Measured, value: number): readonly Sample[] =>
  run.observations.some(({ outcome }) => outcome !== 'not-run') ? [{ value }] : [];

const SAMPLES: Record<MetricName, (run: Measured) => readonly Sample[]> = {
  Success: (run) => samples(run, (observation) => (succeeded(observation, run) ? 1 : 0)),
  Latency: (run) => totals(served(run), 'passed'),
  FailureLatency: (run) => totals(run, 'failed'),
  NotDenied: (run) => samples(run, letIn),
  DnsTime: (run) => phase(run, 'dns'),
  ConnectTime: (run) => phase(run, 'connect'),
  TlsTime: (run) => phase(run, 'tls'),
  FirstByteTime: (run) => phase(run, 'firstByte'),
  TransferTime: (run) => phase(run, 'transfer'),
  CertificateDaysLeft: (run) => {
    const days = run.observations.flatMap(({ tls }) => tls?.daysLeft ?? []);
    return days.length === 0 ? [] : [{ value: Math.min(...days) }];
  },
  Runs: (run) => oncePerRun(run, 1),
  MeasurementDelay: (run) => oncePerRun(run, run.measurementDelayMs),
};

/** The series of a run, in the order of the table. A run without observations has none. */
export function metricsOf(run: Measured, options: { readonly phases: boolean }): readonly Series[] {
  return METRIC_NAMES.filter((name) => options.phases || METRICS[name].when !== 'phases').flatMap((name) => {
    const own = SAMPLES[name](run);
    return METRICS[name].sets.flatMap((set) =>
      seriesOf(own, (sample) => dimensionsOf(run, set, sample.observation)).map(({ dimensions, members }) => ({
        name,
        unit: METRICS[name].unit,
        dimensions,
        values: members.map(({ value }) => value),
      })),
    );
  });
}

/** The series that a plan can publish, without their values; what they cost depends on their number alone. */
export function plannedMetrics(
  target: Pick<Target, 'api' | 'vantage' | 'metrics'>,
  probes: readonly PlannedProbe[],
): readonly (Omit<Series, 'values'> & { readonly when: MetricRow['when'] })[] {
  if (probes.length === 0) return [];
  const identities = probes.map((probe) => ({ ...probe, resource: probe.resource.label }));
  const isDenied = (_: unknown, index: number) => probes[index]?.resource.expect.denied === true;
  const denied = identities.filter(isDenied);
  const served = identities.filter((identity) => !denied.includes(identity));
  const about = (name: MetricName) =>
    TIMES_OF_SERVED.includes(name) ? served : METRICS[name].when === 'denied' ? denied : identities;
  return METRIC_NAMES.filter((name) => target.metrics.phases || METRICS[name].when !== 'phases').flatMap((name) =>
    METRICS[name].sets.flatMap((set) =>
      seriesOf(about(name), (identity) => dimensionsOf({ target, vantage: target.vantage }, set, identity)).map(
        ({ dimensions }) => ({ name, unit: METRICS[name].unit, dimensions, when: METRICS[name].when }),
      ),
    ),
  );
}

// What a probe that has to be refused is not in.
const TIMES_OF_SERVED: readonly MetricName[] = [
  'Latency',
  'DnsTime',
  'ConnectTime',
  'TlsTime',
  'FirstByteTime',
  'TransferTime',
];

const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];
