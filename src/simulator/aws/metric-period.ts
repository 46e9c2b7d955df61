// Cuts a time range into periods, as GetMetricStatistics and GetMetricData both do.

import type { Sample } from './metric-store.ts';
import { invalidValue, missingParameter } from './rejection.ts';

/** A checked time range: the start is included, the end is not. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: number;
}

/** The samples of one period that has any. */
interface Bucket {
  readonly startMs: number;
  readonly samples: readonly Sample[];
}

const HIGH_RESOLUTION_SECONDS: readonly number[] = [1, 5, 10, 20, 30];

/** Times are in seconds since the epoch. Throws `MissingParameter` or `InvalidParameterValue`. */
export function interval(
  times: { readonly StartTime?: number | undefined; readonly EndTime?: number | undefined },
  periodSeconds: number | undefined,
): Interval {
  const { StartTime, EndTime } = times;
  if (StartTime === undefined) throw missingParameter('StartTime');
  if (EndTime === undefined) throw missingParameter('EndTime');
  if (periodSeconds === undefined) throw missingParameter('Period');
  if (!HIGH_RESOLUTION_SECONDS.includes(periodSeconds) && !(periodSeconds > 0 && periodSeconds % 60 === 0)) {
    throw invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  }
  if (StartTime >= EndTime) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  }
  const granularityMs = Math.min(periodSeconds, 60) * 1000;
  const startMs = Math.floor((StartTime * 1000) / granularityMs) * granularityMs;
  return { startMs, endMs: EndTime * 1000, periodSeconds };
}

/** The buckets that hold samples, oldest first. */
export function buckets(samples: readonly Sample[], { startMs, endMs, periodSeconds }: Interval): readonly Bucket[] {
  const periodMs = periodSeconds * 1000;
  const inside = samples.filter(({ timestampMs }) => timestampMs >= startMs && timestampMs < endMs);
  const grouped = Map.groupBy(inside, ({ timestampMs }) => Math.floor((timestampMs - startMs) / periodMs));
  return [...grouped]
    .sort(([left], [right]) => left - right)
    .map(([index, members]) => ({ startMs: startMs + index * periodMs, samples: members }));
}
