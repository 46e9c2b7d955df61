// Series in calls of PutMetricData. Values are sent as they are, with their counts, so that CloudWatch can compute percentiles.

import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Series } from './metrics.ts';

export type { MetricDatum } from '@aws-sdk/client-cloudwatch';

/** Limits of PutMetricData (CloudWatch API reference): values of one datum, data and bytes of one call. */
const MAX_VALUES_PER_DATUM = 150;
export const MAX_DATA_PER_CALL = 1_000;
// 1 MB before compression; the rest is for the namespace and the JSON around the data.
export const MAX_BYTES_PER_CALL = 1_000_000 - 10_000;

/** One call's worth of data, and the series that it carries. */
interface Batch {
  readonly data: readonly MetricDatum[];
  readonly series: readonly Series[];
  /** Of the data as JSON. */
  readonly bytes: number;
}

/** Series in calls of at most 1,000 data and 1 MB. */
export function batchesOf(series: readonly Series[], timestamp: Date): readonly Batch[] {
  const batches: { data: MetricDatum[]; series: Series[]; bytes: number }[] = [];
  for (const part of series.flatMap(splitByValues)) {
    const datum = datumOf(part, timestamp);
    const bytes = Buffer.byteLength(JSON.stringify(datum)) + 1;
    let batch = batches.at(-1);
    if (batch === undefined || batch.data.length >= MAX_DATA_PER_CALL || batch.bytes + bytes > MAX_BYTES_PER_CALL) {
      batch = { data: [], series: [], bytes: 0 };
      batches.push(batch);
    }
    batch.data.push(datum);
    batch.series.push(part);
    batch.bytes += bytes;
  }
  return batches;
}

/** Series of at most 150 values, so that no datum has more distinct ones. */
function splitByValues(series: Series): readonly Series[] {
  const distinct = new Set(series.values).size;
  if (distinct <= MAX_VALUES_PER_DATUM) return [series];
  const parts = Math.ceil(series.values.length / MAX_VALUES_PER_DATUM);
  return Array.from({ length: parts }, (_, index) => ({
    ...series,
    values: series.values.slice(index * MAX_VALUES_PER_DATUM, (index + 1) * MAX_VALUES_PER_DATUM),
  }));
}

function datumOf({ name, unit, dimensions, values }: Series, timestamp: Date): MetricDatum {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    MetricName: name,
    Unit: unit,
    Timestamp: timestamp,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Values: [...counts.keys()],
    Counts: [...counts.values()],
  };
}
