// Which series an alarm looks at: by its dimensions, or by a query in CloudWatch Metrics Insights' SQL.

import type { AccessMethodId } from '../domain/access-method.ts';
import { DIMENSION_SETS, type DimensionSet } from '../publish/dimensions.ts';
import type { ZonesRow } from './alarm-row.ts';
import type { WatchedSeries } from './alarms.ts';

type Names = Pick<WatchedSeries, 'namespace' | 'api' | 'stage' | 'vantage'>;

/** The dimensions of one series, in the order of their set. */
export function dimensionsOf(
  set: DimensionSet,
  { api, stage, vantage }: Names,
  accessMethod: AccessMethodId | undefined,
): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, string | undefined>> = {
    Api: api,
    Stage: stage,
    Vantage: vantage,
    AccessMethod: accessMethod,
  };
  return Object.fromEntries(DIMENSION_SETS[set].map((name) => [name, values[name] ?? '']));
}

/** Grouped by what the set adds to the target's own dimensions: a new zone joins by itself. The order is obligatory in
 * an alarm, and puts the worst first. */
export function zonesQuery({ metric, set }: Pick<ZonesRow, 'metric' | 'set'>, watched: Names): string {
  const own = dimensionsOf('target', watched, undefined);
  const where = Object.entries(own).map(([name, value]) => `${identifier(name)} = ${literal(value)}`);
  const group = DIMENSION_SETS[set].filter((name) => !(name in own));
  const schema = `SCHEMA(${[watched.namespace, ...DIMENSION_SETS[set]].map(identifier).join(', ')})`;
  return [
    `SELECT AVG(${identifier(metric)}) FROM ${schema}`,
    `WHERE ${where.join(' AND ')} GROUP BY ${group.map(identifier).join(', ')} ORDER BY AVG() ASC`,
  ].join(' ');
}

// ZONE is a reserved word of Metrics Insights, as are some hundred others; any name may stand in double quotes.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-reserved-keywords.html
const identifier = (name: string) => `"${escaped(name)}"`;
const literal = (value: string) => `'${escaped(value)}'`;
const escaped = (text: string) => text.replaceAll(/["'\\]/g, '\\$&');
