// GetMetricStatistics: one datapoint for each period and unit that has samples, oldest first.

import { parseInput } from './json-input.ts';
import { metricIdentity } from './metric-identity.ts';
import { getMetricStatisticsInput } from './metric-input.ts';
import { buckets, type Interval, interval } from './metric-period.ts';
import { isPercentile, isStatistic, statistic } from './metric-statistic.ts';
import type { MetricStore, Sample } from './metric-store.ts';
import { checkUnit } from './metric-unit.ts';
import { invalidCombination, invalidValue, missingParameter } from './rejection.ts';

const MAX_DATAPOINTS = 1440;

interface StatisticNames {
  readonly simple: readonly string[];
  readonly extended: readonly string[];
}

export function getMetricStatistics(
  body: Buffer,
  store: MetricStore,
): { readonly Label: string; readonly Datapoints: readonly object[] } {
  const input = parseInput(getMetricStatisticsInput, body);
  const metric = metricIdentity(input);
  const range = interval(input, input.Period);
  checkSize(range);
  checkUnit(input.Unit, 'Unit');
  const names = statisticNames(input.Statistics ?? [], input.ExtendedStatistics ?? []);
  const samples = store.samplesOf(metric).filter(({ unit }) => input.Unit === undefined || unit === input.Unit);
  const datapoints = buckets(samples, range).flatMap((bucket) =>
    [...Map.groupBy(bucket.samples, ({ unit }) => unit)].map(([unit, ofUnit]) => ({
      Timestamp: bucket.startMs / 1000,
      Unit: unit,
      ...statisticsOf(names, ofUnit),
    })),
  );
  return { Label: metric.MetricName, Datapoints: datapoints };
}

function statisticsOf({ simple, extended }: StatisticNames, samples: readonly Sample[]): object {
  const computed = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, statistic(name, samples)]));
  return extended.length === 0 ? computed(simple) : { ExtendedStatistics: computed(extended) };
}

function statisticNames(simple: readonly string[], extended: readonly string[]): StatisticNames {
  if (simple.length + extended.length === 0) throw missingParameter('Statistics or ExtendedStatistics');
  if (simple.length > 0 && extended.length > 0) {
    throw invalidCombination('The parameters Statistics and ExtendedStatistics are mutually exclusive.');
  }
  const unknown = simple.find((name) => !isStatistic(name)) ?? extended.find((name) => !isPercentile(name));
  if (unknown !== undefined) throw invalidValue(`The statistic ${unknown} is not valid here.`);
  return { simple, extended };
}

function checkSize({ startMs, endMs, periodSeconds }: Interval): void {
  const datapoints = Math.ceil((endMs - startMs) / (periodSeconds * 1000));
  if (datapoints > MAX_DATAPOINTS) {
    throw invalidCombination(`${datapoints} datapoints are requested, and the limit is ${MAX_DATAPOINTS}.`);
  }
}
