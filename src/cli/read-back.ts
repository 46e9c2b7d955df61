// The metrics of a namespace as CloudWatch has them now: proof that what was published arrived.

import {
  type CloudWatchClient,
  GetMetricStatisticsCommand,
  type Metric,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import type { ReadBackMetric } from '../report/published-metrics.ts';

const WINDOW_MS = 5 * 60_000;

/** Every metric of the namespace with its samples of the minutes around `at`. */
export async function readBack(
  client: CloudWatchClient,
  namespace: string,
  at: Date,
): Promise<readonly ReadBackMetric[]> {
  const metrics: Metric[] = [];
  for await (const page of paginateListMetrics({ client }, { Namespace: namespace }))
    metrics.push(...(page.Metrics ?? []));
  const read = await Promise.all(metrics.map((metric) => statisticsOf(client, metric, at)));
  return read.flat();
}

async function statisticsOf(client: CloudWatchClient, metric: Metric, at: Date): Promise<readonly ReadBackMetric[]> {
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: metric.Namespace,
      MetricName: metric.MetricName,
      Dimensions: metric.Dimensions,
      StartTime: new Date(at.getTime() - WINDOW_MS),
      EndTime: new Date(at.getTime() + WINDOW_MS),
      Period: 600,
      Statistics: ['SampleCount', 'Minimum', 'Average', 'Maximum'],
    }),
  );
  return Datapoints.map(({ Unit, SampleCount, Minimum, Average, Maximum }) => ({
    name: metric.MetricName ?? '',
    unit: Unit ?? 'None',
    dimensions: Object.fromEntries((metric.Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? ''])),
    samples: SampleCount ?? 0,
    minimum: Minimum ?? 0,
    average: Average ?? 0,
    maximum: Maximum ?? 0,
  }));
}
