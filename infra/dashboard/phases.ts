// Where the time goes: the phases of the probes that passed, on top of each other.

import type { SeenAlarms } from './dashboard-alarm.ts';
import { methodMetric } from './series.ts';
import { graph, type Widget } from './widgets.ts';

// From bottom to top, in the order in which they happen.
const PHASES = ['DnsTime', 'ConnectTime', 'TlsTime', 'FirstByteTime', 'TransferTime'] as const;

/** One graph for each way. Averages, because those of the phases add up to that of the whole; percentiles do not. */
export function phases({ api }: SeenAlarms, region: string): readonly Widget[] {
  return api.series.accessMethods.map((method) =>
    graph({
      region,
      period: api.settings.periods.latency,
      title: `Phases of ${method} (only with metrics.phases)`,
      metrics: PHASES.map((phase) => methodMetric(api.series, method, phase, 'Average')),
      stacked: true,
    }),
  );
}
