// How CloudWatch turns data into alarm states, as its documentation says, and what a canary sends to it in each situation.

import type { AlarmSpec, MetricAlarm, NamedRule, QueryAlarm } from '../../src/alarms/alarms.ts';
import type { AccessMethodId } from '../../src/domain/access-method.ts';

/** One period: within the threshold, beyond it, or without data. Spelled as in CloudWatch's documentation. */
export type Point = '0' | 'X' | '-';

type Evaluation = Pick<MetricAlarm, 'datapointsToAlarm' | 'evaluationPeriods' | 'missing'>;

/** Whether an alarm is red after these periods, the last being the latest. CloudWatch looks at more than N: at five for
 * the three of its examples. Source: "Configuring how CloudWatch alarms treat missing data". */
export function isRed(points: readonly Point[], alarm: Evaluation): boolean {
  const range = points.slice(-(alarm.evaluationPeriods + 2));
  const real = range.filter((point) => point !== '-').slice(-alarm.evaluationPeriods);
  const filled = alarm.missing === 'breaching' ? alarm.evaluationPeriods - real.length : 0;
  return real.filter((point) => point === 'X').length + filled >= alarm.datapointsToAlarm;
}

/** What the probes of one run saw: the share that passed of each way, and of each zone. Nothing: no run. */
export interface RunSeen {
  readonly ways: Readonly<Partial<Record<AccessMethodId, number>>>;
  readonly zones: Readonly<Record<string, number>>;
  readonly latencyMs?: number;
  readonly certificateDays?: number;
  /** Whether something that has to be refused is let in; absent where nothing has to be. */
  readonly letIn?: boolean;
}

/** The ids of the alarms that are red after these periods, one run or none in each; ways after a slash. */
export function redAlarms(alarms: readonly AlarmSpec[], periods: readonly (RunSeen | undefined)[]): readonly string[] {
  return idsOf(redSpecs(alarms, periods));
}

export function idsOf(red: Iterable<AlarmSpec>): readonly string[] {
  return [...red].map(({ id, accessMethod }) => (accessMethod === undefined ? id : `${id}/${accessMethod}`));
}

/** Those that are red, where these others are already. */
export function redSpecs(
  alarms: readonly AlarmSpec[],
  periods: readonly (RunSeen | undefined)[],
  others: ReadonlySet<AlarmSpec> = new Set(),
): ReadonlySet<AlarmSpec> {
  const red = new Set(others);
  for (const alarm of alarms) {
    const now =
      alarm.kind === 'composite'
        ? holds(alarm.rule, red)
        : alarm.kind === 'query'
          ? someSeriesIsRed(alarm, periods)
          : isRed(
              periods.map((seen) => point(alarm, measured(alarm, seen))),
              alarm,
            );
    if (now) red.add(alarm);
  }
  return new Set([...red].filter((alarm) => !others.has(alarm)));
}

export function holds(rule: NamedRule, red: ReadonlySet<AlarmSpec>): boolean {
  if ('all' in rule) return rule.all.every((part) => holds(part, red));
  if ('any' in rule) return rule.any.some((part) => holds(part, red));
  return 'not' in rule ? !holds(rule.not, red) : red.has(rule.alarm);
}

/** A series that is not returned any more is green whatever missing data counts as; only an empty answer counts as that.
 * Source: "Create a CloudWatch alarm based on a Metrics Insights query". */
function someSeriesIsRed(alarm: QueryAlarm, periods: readonly (RunSeen | undefined)[]): boolean {
  const range = periods.slice(-(alarm.evaluationPeriods + 2));
  const zones = new Set(range.flatMap((seen) => Object.keys(seen?.zones ?? {})));
  if (zones.size === 0) return alarm.missing === 'breaching';
  return [...zones].some((zone) =>
    isRed(
      range.map((seen) => point(alarm, seen?.zones[zone])),
      { ...alarm, missing: 'notBreaching' },
    ),
  );
}

function point({ comparison, threshold }: MetricAlarm | QueryAlarm, value: number | undefined): Point {
  if (value === undefined) return '-';
  return (comparison === 'below' ? value < threshold : value > threshold) ? 'X' : '0';
}

/** The value of one period; ways count as one probe each. */
function measured({ metric, statistic, accessMethod }: MetricAlarm, seen: RunSeen | undefined): number | undefined {
  if (seen === undefined) return undefined;
  const ways = Object.values(seen.ways);
  const passed = accessMethod === undefined ? Math.max(...ways) : (seen.ways[accessMethod] ?? 0);
  switch (metric) {
    case 'Runs':
      return 1;
    case 'Success':
      if (accessMethod !== undefined) return passed;
      return statistic === 'Maximum' ? Math.ceil(passed) : ways.reduce((sum, share) => sum + share, 0) / ways.length;
    case 'Latency':
      return passed > 0 ? (seen.latencyMs ?? 20) : undefined;
    case 'NotDenied':
      return seen.letIn === undefined ? undefined : Number(seen.letIn);
    case 'CertificateDaysLeft':
      return seen.certificateDays ?? 200;
    default:
      throw new Error(`the model knows no ${metric}`);
  }
}
