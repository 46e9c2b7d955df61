// What AWS charges, as one table: list prices of us-east-1 in US dollars, before any free tier. A price is changed here
// and nowhere else; `plan` and docs/cost.md follow.

/** `usd` for `units` of what `per` names. `source` is the page on which AWS gives the price. */
export interface Price {
  readonly per: string;
  readonly usd: number;
  readonly units: number;
  readonly source: string;
}

const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const MILLION = 1_000_000;

export const PRICES = {
  /** The first tier; the others are in `CUSTOM_METRIC_TIERS`. */
  customMetric: { per: 'custom metric and month', usd: 0.3, units: 1, source: CLOUDWATCH },
  putMetricData: { per: '1,000 calls of PutMetricData', usd: 0.01, units: 1_000, source: CLOUDWATCH },
  metricAlarm: { per: 'metric that an alarm names, and month', usd: 0.1, units: 1, source: CLOUDWATCH },
  analysedMetric: {
    per: "metric that an alarm's Metrics Insights query analyses, and month",
    usd: 0.1,
    units: 1,
    source: CLOUDWATCH,
  },
  compositeAlarm: { per: 'composite alarm and month', usd: 0.5, units: 1, source: CLOUDWATCH },
  dashboard: { per: 'dashboard and month', usd: 3, units: 1, source: CLOUDWATCH },
  logByte: { per: 'gigabyte of logs taken in', usd: 0.5, units: 1_024 ** 3, source: CLOUDWATCH },
  lambdaRequest: {
    per: 'million invocations of Lambda',
    usd: 0.2,
    units: MILLION,
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  lambdaGigabyteSecond: {
    per: 'gigabyte-second of Lambda on arm64',
    usd: 0.0000133334,
    units: 1,
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  scheduledInvocation: {
    per: 'million invocations by EventBridge Scheduler',
    usd: 1,
    units: MILLION,
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  apiRequest: {
    per: 'million requests to a REST API',
    usd: 3.5,
    units: MILLION,
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  endpointHour: {
    per: 'hour of an interface endpoint in one zone',
    usd: 0.01,
    units: 1,
    source: 'https://aws.amazon.com/privatelink/pricing/',
  },
  key: { per: 'KMS key and month', usd: 1, units: 1, source: 'https://aws.amazon.com/kms/pricing/' },
  syntheticsRun: { per: 'run of a CloudWatch Synthetics canary', usd: 0.0012, units: 1, source: CLOUDWATCH },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceId = keyof typeof PRICES;

/** For one series and month. Source: https://aws.amazon.com/cloudwatch/pricing/ */
const CUSTOM_METRIC_TIERS = [
  { series: 10_000, usd: PRICES.customMetric.usd },
  { series: 240_000, usd: 0.1 },
  { series: 750_000, usd: 0.05 },
  { series: Number.POSITIVE_INFINITY, usd: 0.02 },
] as const;

/** AWS's own calculator counts a month as so many hours. */
export const HOURS_PER_MONTH = 730;

/** Not rounded. */
export function usdFor(price: PriceId, units: number): number {
  return (units / PRICES[price].units) * PRICES[price].usd;
}

/** A month of custom metrics, not rounded. `series` may be a fraction: a series is billed for the hours in which it gets
 * data. */
export function customMetricsUsd(series: number): number {
  let left = series;
  let usd = 0;
  for (const tier of CUSTOM_METRIC_TIERS) {
    const inTier = Math.min(left, tier.series);
    usd += inTier * tier.usd;
    left -= inTier;
  }
  return usd;
}

/** Rounded to cents. */
export function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
