// The canary's own metrics on the dashboard: a name that the code does not publish with these dimensions does not compile.

import type { WatchedSeries } from '../../src/alarms/alarms.ts';
import { dimensionsOf } from '../../src/alarms/series.ts';
import type { AccessMethodId } from '../../src/domain/access-method.ts';
import { DIMENSION_SETS, type DimensionSet } from '../../src/publish/dimensions.ts';
import type { METRICS, MetricName } from '../../src/publish/metrics.ts';
import { searchFor } from './search.ts';
import type { Metric, Search, Statistic } from './widgets.ts';

/** The metrics that are published with a set of dimensions. */
type MetricOf<Set extends DimensionSet> = {
  [Name in MetricName]: Set extends (typeof METRICS)[Name]['sets'][number] ? Name : never;
}[MetricName];

/** One series of the whole target. */
export function targetMetric(series: WatchedSeries, name: MetricOf<'target'>, stat: Statistic): Metric {
  const dimensions = dimensionsOf('target', series, undefined);
  return [series.namespace, name, ...Object.entries(dimensions).flat(), { stat, label: `${name} ${stat}` }];
}

/** One series of an access method. */
export function methodMetric(
  series: WatchedSeries,
  accessMethod: AccessMethodId,
  name: MetricOf<'accessMethod'>,
  stat: Statistic,
): Metric {
  const dimensions = dimensionsOf('accessMethod', series, accessMethod);
  return [series.namespace, name, ...Object.entries(dimensions).flat(), { stat, label: name }];
}

/** Every series of the target with a set of dimensions, those of zones and ways to come included. Each line is named by
 * what the set adds to the target's own dimensions. */
export function every<Set extends DimensionSet>(
  series: WatchedSeries,
  set: Set,
  metric: MetricOf<Set>,
  statistic: Statistic,
): Search {
  const values = dimensionsOf('target', series, undefined);
  return searchFor({
    namespace: series.namespace,
    dimensions: DIMENSION_SETS[set],
    metric,
    values,
    statistic,
    label: DIMENSION_SETS[set].filter((name) => !(name in values)),
  });
}
