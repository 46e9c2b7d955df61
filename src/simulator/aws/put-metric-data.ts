// PutMetricData: all of a request's data are stored, or none.

import { sampleOf } from './metric-datum.ts';
import { checkNamespace, metricIdentity } from './metric-identity.ts';
import { parseInput, putMetricDataInput } from './metric-input.ts';
import type { MetricStore } from './metric-store.ts';
import { invalidValue, missingParameter } from './rejection.ts';

const MAX_DATA = 1000;

export function putMetricData(body: Buffer, store: MetricStore): Readonly<Record<string, never>> {
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
      metric: metricIdentity({ ...datum, Namespace }, `${parameter}.`),
      sample: sampleOf(datum, parameter, nowMs),
    };
  });
  for (const { metric, sample } of checked) store.add(metric, sample);
  return {};
}
