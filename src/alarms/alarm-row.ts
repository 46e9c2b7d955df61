// What a row of the alarm table says.

import type { DimensionSet } from '../publish/dimensions.ts';
import type { MetricName } from '../publish/metrics.ts';

/** Whom an alarm tells. A `silent` one tells nobody: composite alarms speak for it, and it shows which way it is. */
export type Severity = 'page' | 'warn' | 'silent';

/** Which period an alarm uses; how long each is depends on how often the canary runs (settings.ts). */
export type PeriodName = 'run' | 'latency' | 'certificate';

/** Numbers that a watched API may set; defaults in settings.ts. */
export type ThresholdName = 'latencyMs' | 'certificateDays' | 'functionDurationMs';

/** When an alarm is red: M of N periods, a threshold, and what a period without data counts as. */
interface Condition {
  readonly statistic: 'Average' | 'Minimum' | 'Maximum' | 'Sum' | 'p90';
  readonly comparison: 'below' | 'above';
  readonly threshold: number | ThresholdName;
  readonly period: PeriodName;
  /** M and N: this many of the last so many periods. */
  readonly datapoints: readonly [toAlarm: number, evaluated: number];
  /** Whether a watched API may have another M and N here. */
  readonly settable?: true;
  readonly missing: 'breaching' | 'notBreaching';
}

/** Whose series a row looks at: those of the vantage in which the canary itself runs, or those of another, from which a
 * host probes the same API. */
export type Whose = 'own' | 'other';

interface Row {
  readonly severity: Severity;
  /** Absent: there is such an alarm for either. */
  readonly of?: Whose;
  /** For a person, in a few words. */
  readonly title: string;
  /** What is true when it is red. */
  readonly meaning: string;
  /** What on-call does first. */
  readonly first: string;
}

/** Over one series of the canary's own metrics, once for the target or once for each access method. */
export interface MetricRow extends Row, Condition {
  readonly kind: 'metric';
  readonly metric: MetricName;
  readonly set: Extract<DimensionSet, 'target' | 'accessMethod'>;
  /** There only where something is probed that API Gateway has to refuse. */
  readonly only?: 'refusals';
}

/** One alarm over all series of a metric: each zone is a contributor with a state of its own. */
export interface ZonesRow extends Row, Condition {
  readonly kind: 'zones';
  readonly metric: MetricName;
  readonly set: Extract<DimensionSet, 'zone'>;
  readonly statistic: 'Average';
}

/** Over a metric that Lambda publishes of the function itself, once for all watched APIs. */
export interface FunctionRow extends Row, Condition {
  readonly kind: 'function';
  readonly metric: 'Errors' | 'Throttles' | 'Duration';
}

/** A condition on rows of this table. A row may stand for several alarms (one for each access method) or for none (no
 * zones): `every` of them is red, or `some` of them is. `own`: that of the canary's own vantage is, in rows of others. */
export type Rule =
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }
  | { readonly every: string }
  | { readonly some: string }
  | { readonly own: string };

/** Keeps an alarm from telling anybody while another speaks, and so long before and after: a time, or with `lag` what one
 * vantage may be later than the other, for alarms with these periods. */
type Suppressor = {
  readonly row: string;
  /** The row is that of the canary's own vantage. */
  readonly own?: true;
} & (Waits | { readonly lag: LagName });

/** How long an alarm waits for its suppressor to turn red, and stays silent after that one is over. */
export interface Waits {
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
}

export type LagName = Extract<PeriodName, 'run' | 'latency'>;

export interface CompositeRow extends Row {
  readonly kind: 'composite';
  readonly rule: Rule;
  readonly suppressor?: Suppressor;
}

export type AlarmRow = MetricRow | ZonesRow | FunctionRow | CompositeRow;

/** Two of the last three runs. */
export const EVERY_RUN = { period: 'run', datapoints: [2, 3] } as const satisfies Pick<
  Condition,
  'period' | 'datapoints'
>;

/** Of the metric that counts runs: none was heard of in a period. CloudWatch looks further back than N periods and fills
 * in missing data only when fewer than N are there: one missed run never makes this red, and a dead canary does so one
 * period before it makes 2 of 3 red.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
export const NO_RUN = {
  kind: 'metric',
  set: 'target',
  statistic: 'Sum',
  comparison: 'below',
  threshold: 1,
  period: 'run',
  datapoints: [1, 1],
  missing: 'breaching',
} as const satisfies Omit<MetricRow, keyof Row | 'metric' | 'settable'>;
