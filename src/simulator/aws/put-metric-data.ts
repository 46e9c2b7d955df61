// PutMetricData: all of a request's data are stored, or none.

import { parseInput } from './json-input.ts';
import { sampleOf } from './metric-datum.ts';
import { checkNamespace, metricIdentity } from './metric-identity.ts';
import { putMetricDataInput } from './metric-input.ts';
import type { CountedValue, Dimension, MetricStore } from './metric-store.ts';
import { invalidValue, missingParameter } from './rejection.ts';

const MAX_DATA = 1000;

/** A data point as it arrived. */
export interface ReceivedDatum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** As the sender gave it, else the time of arrival; in milliseconds since the epoch. */
  readonly timestampMs: number;
  /** Absent when the sender gave nothing but a statistic set. */
  readonly values: readonly CountedValue[] | undefined;
}

export function putMetricData(
  body: Buffer,
  store: MetricStore,
  received: ReceivedDatum[],
): Readonly<Record<string, never>> {
  const input = parseInput(putMetricDataInput, body);
  const Namespace = checkNamespace(input.Namespace, 'Namespace');
  // The namespaces that start so belong to AWS's own services.
  if (Namespace.startsWith('AWS/')) throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid.`);
  if (input.EntityMetricData !== undefined) throw invalidValue('The parameter EntityMetricData is not simulated.');
  const data = input.MetricData ?? [];
  if (data.length === 0) throw missingParameter('MetricData');
  if (data.length > MAX_DATA) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${MAX_DATA}.`);
  }
  const nowMs = Date.now();
  const checked = data.map((datum, index) => {
    const parameter = `MetricData.member.${index + 1}`;
    return {
      timestampMs: datum.Timestamp === undefined ? nowMs : datum.Timestamp * 1000,
      metric: metricIdentity({ ...datum, Namespace }, `${parameter}.`),
      sample: sampleOf(datum, parameter, nowMs),
    };
  });
  for (const { metric, sample, timestampMs } of checked) {
    store.add(metric, sample);
    const { MetricName: name, Dimensions: dimensions } = metric;
    received.push({ namespace: Namespace, name, dimensions, timestampMs, values: sample.values });
  }
  return {};
}
