// Series to lines of the CloudWatch embedded metric format: one JSON object a line, from which CloudWatch Logs makes
// metrics. Needs no call to CloudWatch and no way to its endpoint.

import type { Series } from './metrics.ts';

/** Limit of the embedded metric format: values of one metric in one line. */
const MAX_VALUES_PER_LINE = 100;

/** One line for each set of dimensions, more where a metric has more than 100 values. */
export function emfLines(
  series: readonly Series[],
  { namespace, timestamp }: { readonly namespace: string; readonly timestamp: Date },
): readonly string[] {
  const byDimensions = Map.groupBy(series, ({ dimensions }) => JSON.stringify(dimensions));
  return [...byDimensions.values()].flatMap((group) => {
    const longest = Math.max(...group.map(({ values }) => values.length));
    const lines = Math.ceil(longest / MAX_VALUES_PER_LINE);
    return Array.from({ length: lines }, (_, index) => {
      const part = group.flatMap((each) => {
        const values = each.values.slice(index * MAX_VALUES_PER_LINE, (index + 1) * MAX_VALUES_PER_LINE);
        return values.length === 0 ? [] : [{ ...each, values }];
      });
      return lineOf(part, namespace, timestamp);
    });
  });
}

function lineOf(series: readonly Series[], namespace: string, timestamp: Date): string {
  const dimensions = series[0]?.dimensions ?? {};
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: series.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ...dimensions,
    ...Object.fromEntries(series.map(({ name, values }) => [name, values])),
  });
}
