// Zones beside each other. A new one appears by itself.

import { type SeenAlarms, thresholdOf } from './dashboard-alarm.ts';
import { every } from './series.ts';
import { graph, type Widget } from './widgets.ts';

/** Never beside the regional name: it leads to one of the zones, and says nothing about the others. */
export function zones({ api, alarms }: SeenAlarms, region: string): readonly Widget[] {
  if (!api.series.zonal) return [];
  const { run, latency } = api.settings.periods;
  return [
    graph({
      region,
      period: run,
      title: 'Availability by zone',
      searches: [every(api.series, 'zone', 'Success', 'Average')],
      thresholds: thresholdOf(alarms, 'zone'),
      max: 1,
    }),
    graph({
      region,
      period: latency,
      title: 'Latency p90 by zone',
      searches: [every(api.series, 'zone', 'Latency', 'p90')],
    }),
  ];
}
