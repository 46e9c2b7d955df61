// What a month of a canary costs that runs at a fixed pace, item by item. Pure arithmetic on list prices; it knows
// neither which metrics and alarms there are nor how often the canary runs.

import { type SyntheticsCost, syntheticsCost } from './cost-comparison.ts';
import type { CostInput } from './cost-input.ts';
import { costNotes } from './cost-note.ts';
import { cents, customMetricsUsd, HOURS_PER_MONTH, PRICES, usdFor } from './prices.ts';
import { amount, counted, dataSize, duration } from './quantity.ts';

/** `usdPerMonth` is rounded to cents. `source` is the page that gives the price. */
export interface CostLine {
  readonly what: CostItem;
  readonly quantity: string;
  readonly usdPerMonth: number;
  readonly source: string;
}

/** The total is the sum of the lines: of a month in which nothing fails. */
export interface CostEstimate {
  readonly lines: readonly CostLine[];
  readonly totalUsdPerMonth: number;
  /** The same probes by CloudWatch Synthetics at the same pace. */
  readonly synthetics: SyntheticsCost;
  /** What a reader must know, each a paragraph. */
  readonly notes: readonly string[];
  /** The same in one. */
  readonly note: string;
}

interface Month extends CostInput {
  readonly runs: number;
}

interface Item {
  readonly quantity: (month: Month) => string;
  readonly usd: (month: Month) => number;
  readonly source: string;
}

const SECONDS_PER_HOUR = 3_600;
const MEGABYTES_PER_GIGABYTE = 1_024;

const lambdaRuns = ({ lambda, runs }: Month) => (lambda === undefined ? 0 : runs);
const endpointHours = ({ interfaceEndpoints: { services, zones } }: Month) => services.length * zones * HOURS_PER_MONTH;
const rounded = (count: number, one: string) => counted(Math.round(count), one);

const ITEMS = {
  'custom metrics': {
    quantity: ({ metricSeries }) => counted(metricSeries, 'series', 'series'),
    usd: (month) => metricsUsd(month, month.metricSeries),
    source: PRICES.customMetric.source,
  },
  PutMetricData: {
    quantity: ({ runs, putCallsPerRun }) => rounded(runs * putCallsPerRun, 'call'),
    usd: ({ runs, putCallsPerRun }) => usdFor('putMetricData', runs * putCallsPerRun),
    source: PRICES.putMetricData.source,
  },
  'alarms on one metric': {
    quantity: ({ alarms }) => counted(alarms.metric, 'alarm'),
    usd: ({ alarms }) => usdFor('metricAlarm', alarms.metric),
    source: PRICES.metricAlarm.source,
  },
  'alarm over zones': {
    quantity: ({ alarms }) => counted(alarms.analysedMetrics, 'zone'),
    usd: ({ alarms }) => usdFor('analysedMetric', alarms.analysedMetrics),
    source: PRICES.analysedMetric.source,
  },
  'composite alarms': {
    quantity: ({ alarms }) => counted(alarms.composite, 'alarm'),
    usd: ({ alarms }) => usdFor('compositeAlarm', alarms.composite),
    source: PRICES.compositeAlarm.source,
  },
  dashboard: {
    quantity: ({ dashboards }) => counted(dashboards, 'dashboard'),
    usd: ({ dashboards }) => usdFor('dashboard', dashboards),
    source: PRICES.dashboard.source,
  },
  'log ingestion': {
    quantity: ({ runs, logBytesPerRun }) => dataSize(runs * logBytesPerRun),
    usd: ({ runs, logBytesPerRun }) => usdFor('logByte', runs * logBytesPerRun),
    source: PRICES.logByte.source,
  },
  Lambda: {
    quantity: ({ runs, lambda }) =>
      lambda === undefined ? '0 runs' : `${amount(Math.round(runs))} × ${duration(lambda.runMs)}`,
    usd: (month) => usdFor('lambdaRequest', lambdaRuns(month)) + usdFor('lambdaGigabyteSecond', gigabyteSeconds(month)),
    source: PRICES.lambdaRequest.source,
  },
  schedule: {
    quantity: (month) => rounded(lambdaRuns(month), 'run'),
    usd: (month) => usdFor('scheduledInvocation', lambdaRuns(month)),
    source: PRICES.scheduledInvocation.source,
  },
  'requests to the API': {
    quantity: ({ runs, probesPerRun }) => rounded(runs * probesPerRun, 'request'),
    usd: ({ runs, probesPerRun }) => usdFor('apiRequest', runs * probesPerRun),
    source: PRICES.apiRequest.source,
  },
  'interface endpoints': {
    quantity: ({ interfaceEndpoints: { services, zones } }) =>
      services.length === 0 ? '0' : `${services.length} × ${counted(zones, 'zone')}`,
    usd: (month) => usdFor('endpointHour', endpointHours(month)),
    source: PRICES.endpointHour.source,
  },
  'KMS key': {
    quantity: ({ keys }) => counted(keys, 'key'),
    usd: ({ keys }) => usdFor('key', keys),
    source: PRICES.key.source,
  },
} as const satisfies Readonly<Record<string, Item>>;

export type CostItem = keyof typeof ITEMS;

/** Every item of the bill, in the order in which it is shown. */
export const COST_ITEMS = Object.keys(ITEMS) as readonly CostItem[];

export function estimateCost(input: CostInput): CostEstimate {
  const month: Month = { ...input, runs: runsPerMonth(input.everySeconds) };
  const lines = COST_ITEMS.map((what) => {
    const item: Item = ITEMS[what];
    return { what, quantity: item.quantity(month), usdPerMonth: cents(item.usd(month)), source: item.source };
  });
  const failingUsd = metricsUsd(input, input.metricSeries + input.failureOnlySeries);
  const notes = costNotes(input, {
    endpointsUsd: cents(ITEMS['interface endpoints'].usd(month)),
    failureUsd: cents(failingUsd - metricsUsd(input, input.metricSeries)),
  });
  return {
    lines,
    totalUsdPerMonth: cents(lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0)),
    synthetics: syntheticsCost(input),
    notes,
    note: notes.join(' '),
  };
}

function runsPerMonth(everySeconds: number): number {
  return (HOURS_PER_MONTH * SECONDS_PER_HOUR) / everySeconds;
}

/** A series is billed for the hours in which it gets data, so that a canary slower than hourly pays for fewer hours. */
function metricsUsd({ everySeconds }: CostInput, series: number): number {
  return customMetricsUsd(series * Math.min(1, SECONDS_PER_HOUR / everySeconds));
}

function gigabyteSeconds({ runs, lambda }: Month): number {
  return lambda === undefined ? 0 : runs * (lambda.memoryMb / MEGABYTES_PER_GIGABYTE) * (lambda.runMs / 1_000);
}
