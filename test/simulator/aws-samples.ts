// Data for the tests that read metrics back from the simulated CloudWatch.

import {
  type CloudWatchClient,
  type Dimension,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';

const MINUTE_MS = 60_000;
const START = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS);

/** The start of a recent minute. */
export function minute(number: number): Date {
  return new Date(START.getTime() + number * MINUTE_MS);
}

export const RANGE = { StartTime: minute(0), EndTime: minute(10) };
export const API: Dimension[] = [{ Name: 'Api', Value: 'pets' }];
export const API_AND_ZONE: Dimension[] = [
  { Name: 'Zone', Value: 'a' },
  { Name: 'Api', Value: 'pets' },
];

/** Writes data for the metric `Latency` in the namespace `Test`, in the second minute of the range. */
export function put(client: CloudWatchClient, ...data: Partial<MetricDatum>[]) {
  const MetricData = data.map((datum) => ({ MetricName: 'Latency', Timestamp: minute(1), Dimensions: API, ...datum }));
  return client.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData }));
}
