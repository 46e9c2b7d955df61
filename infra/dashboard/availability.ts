// How many probes pass, as a share from 0 to 1, and which pass that must not.

import { type SeenAlarms, thresholdOf } from './dashboard-alarm.ts';
import { every, targetMetric } from './series.ts';
import { graph, type Widget } from './widgets.ts';

/** By way, as its alarm sees it, and by way and resource: one broken resource pulls every way down. */
export function availability({ api, alarms }: SeenAlarms, region: string): readonly Widget[] {
  const common = { region, period: api.settings.periods.run, max: 1 };
  return [
    graph({
      ...common,
      title: 'Availability by access method',
      searches: [every(api.series, 'accessMethod', 'Success', 'Average')],
      thresholds: thresholdOf(alarms, 'availability'),
    }),
    graph({
      ...common,
      title: 'Availability by access method and resource',
      searches: [every(api.series, 'resource', 'Success', 'Average')],
    }),
    // Where a parameter decides, most have nothing to be refused, and the graph would be empty.
    ...(api.series.refuses && api.refusalCondition === undefined
      ? [
          graph({
            region,
            period: api.settings.periods.run,
            title: 'Probes that were let in and must be refused',
            metrics: [targetMetric(api.series, 'NotDenied', 'Maximum')],
            thresholds: thresholdOf(alarms, 'softened'),
          }),
        ]
      : []),
  ];
}
