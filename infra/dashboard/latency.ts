// How long probes take. Those that fail are apart: a failure that comes fast must not look like a fast answer.

import { type SeenAlarms, thresholdOf } from './dashboard-alarm.ts';
import { every, targetMetric } from './series.ts';
import { graph, type Widget } from './widgets.ts';

/** One graph for each percentile, so that ways are compared with each other. */
export function latency({ api, alarms }: SeenAlarms, region: string): readonly Widget[] {
  const common = { region, period: api.settings.periods.latency };
  const percentiles = (['p50', 'p90', 'p99'] as const).map((percentile) =>
    graph({
      ...common,
      title: `Latency ${percentile} by access method`,
      searches: [every(api.series, 'accessMethod', 'Latency', percentile)],
      thresholds: thresholdOf(alarms, 'latency'),
    }),
  );
  const failures = graph({
    ...common,
    title: 'Time that failed probes took',
    metrics: [targetMetric(api.series, 'FailureLatency', 'p50'), targetMetric(api.series, 'FailureLatency', 'Maximum')],
  });
  return [...percentiles, failures];
}
