// Statistics over the samples of one period.

import type { CountedValue, Sample } from './metric-store.ts';

const STATISTICS = {
  SampleCount: sampleCount,
  Sum: sum,
  Average: (samples) => sum(samples) / sampleCount(samples),
  Minimum: (samples) => Math.min(...samples.map((sample) => sample.minimum)),
  Maximum: (samples) => Math.max(...samples.map((sample) => sample.maximum)),
} as const satisfies Readonly<Record<string, (samples: readonly Sample[]) => number>>;

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** `SampleCount`, `Sum`, `Average`, `Minimum` or `Maximum`. */
export function isStatistic(name: string): boolean {
  return Object.hasOwn(STATISTICS, name);
}

/** `p0` to `p100`, such as `p99.9`. Trimmed means and the like are not simulated. */
export function isPercentile(name: string): boolean {
  return PERCENTILE.test(name);
}

/** The statistic over at least one sample; `undefined` for a percentile that CloudWatch could not know either. */
export function statistic(name: string, samples: readonly Sample[]): number | undefined {
  const [, percent] = PERCENTILE.exec(name) ?? [];
  if (percent !== undefined) return percentile(Number(percent), samples);
  return isStatistic(name) ? STATISTICS[name as keyof typeof STATISTICS](samples) : undefined;
}

// CloudWatch has no percentile where the values themselves are unknown, or where any is negative.
// It does not say how it interpolates; the nearest rank is a value that was really measured.
function percentile(percent: number, samples: readonly Sample[]): number | undefined {
  const values: CountedValue[] = [];
  for (const sample of samples) {
    if (sample.values === undefined || sample.minimum < 0) return undefined;
    values.push(...sample.values);
  }
  values.sort((left, right) => left.value - right.value);
  const rank = (percent / 100) * total(values.map(({ count }) => count));
  let counted = 0;
  return values.find(({ count }) => {
    counted += count;
    return counted >= rank;
  })?.value;
}

function sampleCount(samples: readonly Sample[]): number {
  return total(samples.map((sample) => sample.sampleCount));
}

function sum(samples: readonly Sample[]): number {
  return total(samples.map((sample) => sample.sum));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((subtotal, number) => subtotal + number, 0);
}
