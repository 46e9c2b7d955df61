// ListMetrics: pages of 500 metrics. A simulated metric is listed at once; at AWS it may take 15 minutes.

import { parseInput } from './json-input.ts';
import { type DimensionInput, listMetricsInput } from './metric-input.ts';
import type { MetricIdentity, MetricSeries, MetricStore } from './metric-store.ts';
import { page } from './page-token.ts';
import { invalidValue, missingParameter } from './rejection.ts';

const PAGE_SIZE = 500;
const MAX_FILTERS = 10;
const RECENT_MS = 3 * 3_600_000;

export function listMetrics(
  body: Buffer,
  store: MetricStore,
): { readonly Metrics: readonly MetricIdentity[]; readonly NextToken: string | undefined } {
  const { NextToken, ...query } = parseInput(listMetricsInput, body);
  if (query.RecentlyActive !== undefined && query.RecentlyActive !== 'PT3H') {
    throw invalidValue('The parameter RecentlyActive must be PT3H.');
  }
  const filters = query.Dimensions ?? [];
  if (filters.length > MAX_FILTERS) {
    throw invalidValue(`The collection Dimensions must not have a size greater than ${MAX_FILTERS}.`);
  }
  if (filters.some((filter) => filter.Name === undefined)) throw missingParameter('Dimensions.member.N.Name');
  const oldestMs = query.RecentlyActive === undefined ? Number.NEGATIVE_INFINITY : Date.now() - RECENT_MS;
  const metrics = store
    .series()
    .filter((series) => isActiveSince(series, oldestMs))
    .map(({ metric }) => metric)
    .filter((metric) => query.Namespace === undefined || metric.Namespace === query.Namespace)
    .filter((metric) => query.MetricName === undefined || metric.MetricName === query.MetricName)
    .filter((metric) => filters.every((filter) => hasDimension(metric, filter)));
  const found = page(metrics, { scope: `ListMetrics ${JSON.stringify(query)}`, size: PAGE_SIZE, token: NextToken });
  if (found === undefined) throw invalidValue('The parameter NextToken is invalid.');
  return { Metrics: found.items, NextToken: found.nextToken };
}

function isActiveSince({ samples }: MetricSeries, oldestMs: number): boolean {
  return samples.some((sample) => sample.timestampMs >= oldestMs);
}

// A filter without a value asks only that the dimension exists; other dimensions may be there too.
function hasDimension(metric: MetricIdentity, filter: DimensionInput): boolean {
  return metric.Dimensions.some(
    ({ Name, Value }) => Name === filter.Name && (filter.Value === undefined || Value === filter.Value),
  );
}
