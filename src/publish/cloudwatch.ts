// Series to PutMetricData. Values are sent as they are, with their counts, so that CloudWatch can compute percentiles.
// CloudWatch's client comes with this file, which is loaded when there is something to publish and not before.

import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { orAborted } from '../domain/deadline.ts';
import { shortAnswers } from '../domain/service-answer.ts';
import type { Series } from './metrics.ts';

export { CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';

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

/** The series of one run. */
export interface MetricBatch {
  readonly namespace: string;
  readonly timestamp: Date;
  readonly series: readonly Series[];
}

/** What CloudWatch took, and the series of the calls that it did not take, with the first reason. */
export interface Sent {
  readonly accepted: number;
  readonly refused: readonly Series[];
  readonly rejected: number;
  readonly reason?: unknown;
}

/** Sends every series. A call that fails does not keep the others from being sent. Never rejects. */
export async function putMetrics(client: CloudWatchClient, batch: MetricBatch, signal: AbortSignal): Promise<Sent> {
  const refused: Series[] = [];
  let accepted = 0;
  let rejected = 0;
  let reason: unknown;
  for (const { data, series } of batchesOf(batch.series, batch.timestamp)) {
    try {
      await putData(client, { namespace: batch.namespace, data }, signal);
      accepted += data.length;
    } catch (error) {
      reason ??= error;
      rejected += data.length;
      refused.push(...series);
    }
  }
  return { accepted, rejected, refused, ...(reason === undefined ? {} : { reason }) };
}

/** One call, whose data may be of several runs. Rejects with the client's error, or with the signal's reason: also when
 * CloudWatch took the data and its answer was lost, which nobody here can know. CloudWatch has no way to say that data come
 * again: rather twice than never. */
export async function putData(
  client: CloudWatchClient,
  { namespace, data }: { readonly namespace: string; readonly data: readonly MetricDatum[] },
  signal: AbortSignal,
): Promise<void> {
  const command = new PutMetricDataCommand({ Namespace: namespace, MetricData: [...data] });
  command.middlewareStack.add(shortAnswers, { step: 'deserialize', priority: 'low' });
  await orAborted(client.send(command, { abortSignal: signal }), signal);
}

// CloudWatch's own errors for what is in a call, those that every AWS service has for it, and the name of each in the older
// Query protocol, which its client still goes by.
const REFUSES_DATA =
  /^(?:InvalidParameter|InvalidQueryParameter|MissingParameter|MissingRequiredParameter|Validation|Serialization|RequestEntityTooLarge)/;

/** Whether a call failed for what is in it, so that the same data will never be taken. */
export function refusesData(error: unknown): boolean {
  return error instanceof Error && REFUSES_DATA.test(error.name);
}

/** When an answer was given that a call failed for, by the clock of who gave it: milliseconds since 1970, or NaN where
 * that is not told. */
export function answeredAtMs(error: unknown): number {
  const { $response } = error as { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };
  return Date.parse($response?.headers?.date ?? '');
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
