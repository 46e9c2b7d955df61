// The rows of the alarm table made concrete for one watched API, or for the function: names, dimensions, thresholds.
// Strings may be placeholders that CloudFormation fills in later, so nothing here looks into them.

import type { AccessMethodId } from '../domain/access-method.ts';
import type { MetricName } from '../publish/metrics.ts';
import type { AlarmRow, FunctionRow, MetricRow, Severity, Waits, Whose, ZonesRow } from './alarm-row.ts';
import { ALARM_IDS, ALARMS, type AlarmId } from './alarm-table.ts';
import { namedRule, type Own, suppressorOf } from './named-rule.ts';
import { dimensionsOf, zonesQuery } from './series.ts';
import type { Datapoints, Lags, Periods, Thresholds } from './settings.ts';

/** The series of one watched API, and what its alarms are named by. */
export interface WatchedSeries {
  /** First part of every alarm's name. */
  readonly prefix: string;
  readonly namespace: string;
  readonly api: string;
  readonly stage: string;
  readonly vantage: string;
  /** Those that every run plans: an alarm on a way that is not probed would be red for ever. */
  readonly accessMethods: readonly AccessMethodId[];
  /** Whether a way with zonal names is among them. */
  readonly zonal: boolean;
  /** Whether something is probed that API Gateway has to refuse. */
  readonly refuses: boolean;
}

interface Common {
  readonly id: AlarmId;
  /** Of rows that stand for one alarm for each access method. */
  readonly accessMethod?: AccessMethodId;
  /** Unique in an account and Region, as CloudWatch demands. */
  readonly name: string;
  readonly severity: Severity;
  readonly title: string;
  readonly meaning: string;
  readonly first: string;
}

interface Evaluated {
  readonly statistic: MetricRow['statistic'];
  readonly comparison: MetricRow['comparison'];
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly missing: MetricRow['missing'];
}

export interface MetricAlarm extends Common, Evaluated {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly metric: MetricName | FunctionRow['metric'];
  readonly dimensions: Readonly<Record<string, string>>;
}

/** `query` is in CloudWatch Metrics Insights' SQL. */
export interface QueryAlarm extends Common, Evaluated {
  readonly kind: 'query';
  readonly query: string;
}

/** A rule over alarms that are named; `accessMethod` tells which of them may be absent together with it. */
export type NamedRule =
  | { readonly all: readonly NamedRule[] }
  | { readonly any: readonly NamedRule[] }
  | { readonly not: NamedRule }
  | { readonly alarm: AlarmSpec };

export interface CompositeAlarm extends Common {
  readonly kind: 'composite';
  readonly rule: NamedRule;
  /** While that one is red, this one tells nobody. Times in seconds. */
  readonly suppressor?: Waits & { readonly alarm: AlarmSpec };
}

export type AlarmSpec = MetricAlarm | QueryAlarm | CompositeAlarm;

/** Alarms on Metrics Insights see the last three hours, in seconds. Source: CloudWatch's limits of alarms. */
const QUERY_MEMORY_S = 10_800;

/** How a target's alarms are evaluated. */
export interface AlarmSettings {
  readonly periods: Periods;
  readonly thresholds: Thresholds;
  /** Default: those of the table. */
  readonly datapoints?: Datapoints;
}

/** The alarms of one watched API. A composite alarm comes after those that it names. A canary that runs less than once an
 * hour has no alarm over zones: its query would not see three runs. */
export function targetAlarms(watched: WatchedSeries, settings: AlarmSettings): readonly AlarmSpec[] {
  return alarmsOf('own', watched, settings, { alarms: [] });
}

/** The alarms on what another vantage sees of an API, which name those of the canary's own vantage. */
export function vantageAlarms(
  watched: WatchedSeries,
  settings: AlarmSettings,
  own: { readonly alarms: readonly AlarmSpec[]; readonly lags: Lags },
): readonly AlarmSpec[] {
  return alarmsOf('other', watched, settings, own);
}

function alarmsOf(whose: Whose, watched: WatchedSeries, settings: AlarmSettings, own: Own): readonly AlarmSpec[] {
  const ids = ALARM_IDS.filter((id) => ((ALARMS[id] as AlarmRow).of ?? whose) === whose);
  const plain = ids.flatMap((id) => plainAlarms(id, watched, settings));
  const composites: CompositeAlarm[] = [];
  for (const id of ids) {
    const row: AlarmRow = ALARMS[id];
    if (row.kind !== 'composite') continue;
    const rule = namedRule(row.rule, [...plain, ...composites], own.alarms);
    const suppressor = suppressorOf(row, composites, own);
    composites.push({ kind: 'composite', ...common(id, watched), rule, ...(suppressor ? { suppressor } : {}) });
  }
  return [...plain, ...composites];
}

/** The alarms of the function, whatever it watches. */
export function functionAlarms(
  lambda: { readonly prefix: string; readonly functionName: string },
  settings: AlarmSettings,
): readonly MetricAlarm[] {
  return ALARM_IDS.flatMap((id) => {
    const row: AlarmRow = ALARMS[id];
    if (row.kind !== 'function') return [];
    const { severity, title, meaning, first, metric } = row;
    return [
      {
        kind: 'metric',
        ...{ id, name: `${lambda.prefix}-${id}`, severity, title, meaning, first },
        ...evaluationOf(row, settings),
        namespace: 'AWS/Lambda',
        metric,
        dimensions: { FunctionName: lambda.functionName },
      } as const,
    ];
  });
}

function plainAlarms(id: AlarmId, watched: WatchedSeries, settings: AlarmSettings): readonly AlarmSpec[] {
  const row: AlarmRow = ALARMS[id];
  if (row.kind === 'metric') {
    if (row.only === 'refusals' && !watched.refuses) return [];
    const methods = row.set === 'accessMethod' ? watched.accessMethods : [undefined];
    return methods.map((accessMethod) => ({
      kind: 'metric',
      ...common(id, watched, accessMethod),
      ...evaluationOf(row, settings),
      namespace: watched.namespace,
      metric: row.metric,
      dimensions: dimensionsOf(row.set, watched, accessMethod),
    }));
  }
  if (row.kind !== 'zones' || !watched.zonal) return [];
  const evaluated = evaluationOf(row, settings);
  if (evaluated.periodSeconds * evaluated.evaluationPeriods > QUERY_MEMORY_S) return [];
  return [{ kind: 'query', ...common(id, watched), ...evaluated, query: zonesQuery(row, watched) }];
}

function common(id: AlarmId, watched: WatchedSeries, accessMethod?: AccessMethodId): Common {
  const { severity, title, meaning, first } = ALARMS[id];
  const parts = [watched.prefix, watched.api, watched.stage, watched.vantage, id, accessMethod];
  return {
    id,
    ...(accessMethod === undefined ? {} : { accessMethod }),
    name: parts.filter((part) => part !== undefined).join('-'),
    ...{ severity, title, meaning, first },
  };
}

function evaluationOf(row: MetricRow | ZonesRow | FunctionRow, settings: AlarmSettings): Evaluated {
  const { periods, thresholds, datapoints } = settings;
  const [toAlarm, evaluated] = row.datapoints;
  const own = row.settable === true ? datapoints : undefined;
  return {
    statistic: row.statistic,
    comparison: row.comparison,
    threshold: typeof row.threshold === 'number' ? row.threshold : thresholds[row.threshold],
    periodSeconds: periods[row.period],
    datapointsToAlarm: own?.toAlarm ?? toAlarm,
    evaluationPeriods: own?.evaluated ?? evaluated,
    missing: row.missing,
  };
}
