// The widgets that the dashboard is made of, as CloudWatch documents them: CloudWatch-Dashboard-Body-Structure in the
// CloudWatch API reference. Where they stand is layout.ts.

import type { DashboardAlarm } from './dashboard-alarm.ts';

export type Statistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'p50' | 'p90' | 'p99';

/** How one metric is drawn. */
interface Rendering {
  readonly label?: string;
  readonly stat?: Statistic;
}

/** A metric: namespace, name, names and values of its dimensions in turn, and how it is drawn. */
export type Metric = readonly [...identity: string[], rendering: Rendering];

/** A search: as many lines as it finds metrics. A label may hold CloudWatch's dynamic parts. */
export interface Search {
  readonly expression: string;
  readonly label: string;
}

/** A line across a graph. */
export interface Threshold {
  readonly label: string;
  readonly value: number;
}

export interface Graph {
  readonly title: string;
  readonly region: string;
  /** Seconds. */
  readonly period: number;
  readonly metrics?: readonly Metric[];
  readonly searches?: readonly Search[];
  readonly stacked?: boolean;
  readonly thresholds?: readonly Threshold[];
  /** Of the left axis, which begins at 0. */
  readonly max?: number;
}

/** Ready to be written, but for alarms: which of them there are may depend on conditions. */
export type Widget =
  | { readonly type: 'metric' | 'text' | 'log'; readonly properties: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'alarm';
      readonly title: string;
      readonly sortBy: 'default' | 'stateUpdatedTimestamp';
      readonly alarms: readonly DashboardAlarm[];
    };

const RED = '#d13212';

export function graph({ title, region, period, metrics = [], searches = [], stacked, thresholds, max }: Graph): Widget {
  const horizontal = (thresholds ?? []).map((line) => ({ ...line, color: RED }));
  return {
    type: 'metric',
    properties: {
      title,
      region,
      period,
      view: 'timeSeries',
      ...(stacked === undefined ? {} : { stacked }),
      metrics: [...abbreviated(metrics), ...searches.map((search) => [search])],
      yAxis: { left: { min: 0, ...(max === undefined ? {} : { max }) } },
      ...(horizontal.length === 0 ? {} : { annotations: { horizontal } }),
    },
  };
}

export function text(markdown: string, background: 'solid' | 'transparent' = 'solid'): Widget {
  return { type: 'text', properties: { markdown, background } };
}

export function logTable({ title, region, query }: Readonly<Record<'title' | 'region' | 'query', string>>): Widget {
  return { type: 'log', properties: { title, region, query, view: 'table' } };
}

/** No widget without alarms: CloudWatch refuses one. */
export function alarmStates(
  title: string,
  alarms: readonly DashboardAlarm[],
  sortBy: 'default' | 'stateUpdatedTimestamp',
): readonly Widget[] {
  return alarms.length === 0 ? [] : [{ type: 'alarm', title, sortBy, alarms }];
}

/** "." stands for what the metric before has in the same place: half of the body would be repetition. */
function abbreviated(metrics: readonly Metric[]): readonly Metric[] {
  return metrics.map(
    (metric, index) => metric.map((part, place) => (part === metrics[index - 1]?.[place] ? '.' : part)) as never,
  );
}
