// GetMetricData for plain metrics. Expressions and paging over datapoints are not simulated, and are refused.

import { parseInput } from './json-input.ts';
import { metricIdentity } from './metric-identity.ts';
import { type DataQueryInput, getMetricDataInput } from './metric-input.ts';
import { buckets, interval } from './metric-period.ts';
import { isPercentile, isStatistic, statistic } from './metric-statistic.ts';
import type { MetricStore } from './metric-store.ts';
import { checkUnit } from './metric-unit.ts';
import { Rejection } from './rejection.ts';

const MAX_QUERIES = 500;
const ID = /^[a-z][a-zA-Z0-9_]{0,254}$/;

type Times = Parameters<typeof interval>[0];

export function getMetricData(body: Buffer, store: MetricStore): object {
  const input = parseInput(getMetricDataInput, body);
  const queries = input.MetricDataQueries ?? [];
  const { ScanBy = 'TimestampDescending' } = input;
  check(
    queries.length > 0 && queries.length <= MAX_QUERIES,
    `MetricDataQueries must have 1 to ${MAX_QUERIES} members.`,
  );
  check(new Set(queries.map(({ Id }) => Id)).size === queries.length, 'Each Id in MetricDataQueries must be unique.');
  check(queries.some(returnsData), 'At least one of MetricDataQueries must return data.');
  check(ScanBy === 'TimestampDescending' || ScanBy === 'TimestampAscending', `ScanBy ${ScanBy} is invalid.`);
  check(input.NextToken === undefined && input.MaxDatapoints === undefined, 'Paging is not simulated.');
  const results = queries.map((query) => ({ query, result: resultOf(query, input, store) }));
  return {
    MetricDataResults: results
      .filter(({ query }) => returnsData(query))
      .map(({ result }) => (ScanBy === 'TimestampAscending' ? result : newestFirst(result))),
    Messages: [],
  };
}

interface MetricDataResult {
  readonly Id: string | undefined;
  readonly Label: string;
  readonly StatusCode: 'Complete';
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
}

function resultOf(query: DataQueryInput, times: Times, store: MetricStore): MetricDataResult {
  check(query.Id !== undefined && ID.test(query.Id), `The Id ${query.Id} is invalid.`);
  check(query.Expression === undefined, `The query ${query.Id} has an Expression, which is not simulated.`);
  const { Metric = {}, Stat = '', Period, Unit } = query.MetricStat ?? {};
  check(isStatistic(Stat) || isPercentile(Stat), `The Stat '${Stat}' of the query ${query.Id} is invalid.`);
  const { metric, range } = asValidation(() => {
    checkUnit(Unit, 'Unit');
    return { metric: metricIdentity(Metric, 'MetricStat.Metric.'), range: interval(times, Period) };
  });
  const samples = store.samplesOf(metric).filter(({ unit }) => Unit === undefined || unit === Unit);
  const points = buckets(samples, range).flatMap((bucket) => {
    const value = statistic(Stat, bucket.samples);
    return value === undefined ? [] : [{ timestamp: bucket.startMs / 1000, value }];
  });
  return {
    Id: query.Id,
    Label: query.Label ?? metric.MetricName,
    StatusCode: 'Complete',
    Timestamps: points.map(({ timestamp }) => timestamp),
    Values: points.map(({ value }) => value),
  };
}

function newestFirst(result: MetricDataResult): MetricDataResult {
  return { ...result, Timestamps: result.Timestamps.toReversed(), Values: result.Values.toReversed() };
}

function returnsData(query: DataQueryInput): boolean {
  return query.ReturnData ?? true;
}

// Of all CloudWatch's reading actions this one alone answers every bad parameter with ValidationError.
function asValidation<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof Rejection ? new Rejection('ValidationError', cause.message) : cause;
  }
}

function check(valid: boolean, message: string): asserts valid {
  if (!valid) throw new Rejection('ValidationError', message);
}
