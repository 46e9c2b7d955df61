// What a month of CloudWatch costs for a canary that runs at a fixed pace. Pure arithmetic on list prices; it knows
// neither which metrics there are nor how often the canary runs.

import { counted, dataSize } from './quantity.ts';

export interface CostInput {
  /** Series (metric name × dimension values) that every run sends data to. */
  readonly metricSeries: number;
  /** Further series, which get data only while something fails. */
  readonly failureOnlySeries: number;
  /** `PutMetricData` calls of one run; 0 with the embedded metric format. */
  readonly putCallsPerRun: number;
  /** What the Lambda function logs: its report, and embedded metrics where they are the sink. */
  readonly logBytesPerRun: number;
  /** From the start of one run to the start of the next. */
  readonly everySeconds: number;
}

/** `usdPerMonth` is rounded to cents. */
export interface CostLine {
  readonly what: string;
  readonly quantity: string;
  readonly usdPerMonth: number;
}

/** The total is the sum of the lines: of a month in which nothing fails. */
export interface CostEstimate {
  readonly lines: readonly CostLine[];
  readonly totalUsdPerMonth: number;
  readonly note: string;
}

/** US dollars, us-east-1, before any free tier. Source: https://aws.amazon.com/cloudwatch/pricing/ */
const LIST_PRICES = {
  /** For one series and month, in the hours in which it gets data. */
  customMetricTiers: [
    { series: 10_000, usd: 0.3 },
    { series: 240_000, usd: 0.1 },
    { series: 750_000, usd: 0.05 },
    { series: Number.POSITIVE_INFINITY, usd: 0.02 },
  ],
  usdPerPutMetricDataCall: 0.01 / 1_000,
  usdPerLogGigabyte: 0.5,
  bytesPerGigabyte: 1_024 ** 3,
  hoursPerMonth: 730,
} as const;

const NOTE =
  'List prices of us-east-1 for a month of 730 hours, before any free tier. Not in it: interface endpoints (the largest part of many bills), Lambda and its schedule, alarms, dashboards, and keeping or querying logs.';

export function estimateCost(input: CostInput): CostEstimate {
  const runs = (LIST_PRICES.hoursPerMonth * 3_600) / input.everySeconds;
  const putCalls = runs * input.putCallsPerRun;
  const logGigabytes = (runs * input.logBytesPerRun) / LIST_PRICES.bytesPerGigabyte;
  const metricsUsd = metricMonthUsd(input.metricSeries, input.everySeconds);
  const lines: readonly CostLine[] = [
    {
      what: 'custom metrics',
      quantity: counted(input.metricSeries, 'series', 'series'),
      usdPerMonth: cents(metricsUsd),
    },
    {
      what: 'PutMetricData',
      quantity: counted(Math.round(putCalls), 'call'),
      usdPerMonth: cents(putCalls * LIST_PRICES.usdPerPutMetricDataCall),
    },
    {
      what: 'log ingestion',
      quantity: dataSize(logGigabytes * LIST_PRICES.bytesPerGigabyte),
      usdPerMonth: cents(logGigabytes * LIST_PRICES.usdPerLogGigabyte),
    },
  ];
  const total = cents(lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0));
  return { lines, totalUsdPerMonth: total, note: NOTE + failureNote(input, metricsUsd) };
}

function failureNote({ metricSeries, failureOnlySeries, everySeconds }: CostInput, metricsUsd: number): string {
  if (failureOnlySeries === 0) return '';
  const more = metricMonthUsd(metricSeries + failureOnlySeries, everySeconds) - metricsUsd;
  return ` ${counted(failureOnlySeries, 'series', 'series')} more only while something fails: at most $${cents(more).toFixed(2)}.`;
}

/** A series is billed for the hours in which it gets data, so a canary slower than hourly pays for fewer hours. */
function metricMonthUsd(series: number, everySeconds: number): number {
  let left = series * Math.min(1, 3_600 / everySeconds);
  let usd = 0;
  for (const tier of LIST_PRICES.customMetricTiers) {
    const inTier = Math.min(left, tier.series);
    usd += inTier * tier.usd;
    left -= inTier;
  }
  return usd;
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
