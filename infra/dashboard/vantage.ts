// What another vantage sees of an API: beside what the canary's own does, then by itself.

import { availability } from './availability.ts';
import type { DashboardAlarm, SeenAlarms, VantageAlarms } from './dashboard-alarm.ts';
import { latency } from './latency.ts';
import { COLUMNS, type Row, spread } from './layout.ts';
import { runbook } from './runbook.ts';
import { runs } from './runs.ts';
import { targetMetric } from './series.ts';
import { heading, verdictRow } from './verdict.ts';
import { graph, type Metric, type Statistic, type Widget } from './widgets.ts';
import { zones } from './zones.ts';

export function vantageRows(own: SeenAlarms, other: VantageAlarms, region: string): readonly Row[] {
  const { condition } = other.api;
  const isOwn = ({ spec }: DashboardAlarm) => own.alarms.some((alarm) => alarm.spec.id === spec.id);
  const more = runbook(
    other.alarms.filter((alarm) => !isOwn(alarm)),
    {},
  );
  const rows = [
    { height: 1, cells: [{ width: COLUMNS, widget: heading(other) }] },
    ...verdictRow(other),
    ...(condition === undefined ? [] : spread(5, [more])),
    ...spread(6, [...compared(own, other, region), ...availability(other, region)]),
    ...spread(6, latency(other, region)),
    ...spread(6, [...zones(other, region), ...runs(other, region)]),
  ];
  return condition === undefined ? rows : rows.map((row) => ({ ...row, condition }));
}

/** Both vantages in one graph: what both show is of the API, what one shows is of its way there. */
function compared(own: SeenAlarms, other: SeenAlarms, region: string): readonly Widget[] {
  const both = [own.api.series, other.api.series];
  const names = both.map(({ vantage }) => vantage).join(' and from ');
  const lines = (name: 'Success' | 'Latency', stat: Statistic): readonly Metric[] =>
    both.map((series) => [...targetMetric(series, name, stat).slice(0, -1), { stat, label: series.vantage }] as never);
  const { periods } = other.api.settings;
  return [
    graph({
      region,
      period: periods.run,
      title: `Availability from ${names}`,
      metrics: lines('Success', 'Average'),
      max: 1,
    }),
    graph({ region, period: periods.latency, title: `Latency p90 from ${names}`, metrics: lines('Latency', 'p90') }),
  ];
}
