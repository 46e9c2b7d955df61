// Whether the API is watched at all, and whether the times can be trusted.

import { type SeenAlarms, thresholdOf } from './dashboard-alarm.ts';
import { targetMetric } from './series.ts';
import { graph, type Widget } from './widgets.ts';

export function runs({ api, alarms }: SeenAlarms, region: string): readonly Widget[] {
  const { periods } = api.settings;
  return [
    graph({
      region,
      period: periods.run,
      title: 'Runs that tried a probe (the heartbeat)',
      metrics: [targetMetric(api.series, 'Runs', 'Sum')],
      thresholds: thresholdOf(alarms, 'heartbeat'),
    }),
    graph({
      region,
      period: periods.run,
      title: 'What the canary itself may have added to a time',
      metrics: [targetMetric(api.series, 'MeasurementDelay', 'Maximum')],
    }),
    graph({
      region,
      period: periods.certificate,
      title: 'Days left of the first certificate to end',
      metrics: [targetMetric(api.series, 'CertificateDaysLeft', 'Minimum')],
      thresholds: thresholdOf(alarms, 'certificate'),
    }),
  ];
}
