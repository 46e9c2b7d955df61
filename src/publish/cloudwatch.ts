// Calls of PutMetricData, and what became of them. CloudWatch's client comes with this file, which is loaded when there is
// something to publish and not before.

import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { orAborted } from '../domain/deadline.ts';
import { shortAnswers } from '../domain/service-answer.ts';
import { batchesOf } from './batches.ts';
import type { Series } from './metrics.ts';

export { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

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
