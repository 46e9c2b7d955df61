// What a watched API may set of its alarms, and the periods that follow from how often the canary runs.

import type { LagName, PeriodName, ThresholdName, Waits } from './alarm-row.ts';

/** Length of each kind of period, in seconds. */
export type Periods = Readonly<Record<PeriodName, number>>;

/** The numbers that alarms compare with; names end in their units. */
export type Thresholds = Readonly<Record<ThresholdName, number>>;

/** M and N: how many of the last so many runs must fail before an alarm is red. */
export interface Datapoints {
  /** At least 2: with 1, a dead canary would turn the ways red before the heartbeat. */
  readonly toAlarm: number;
  readonly evaluated: number;
}

export const DEFAULT_LATENCY_MS = 1_000;
/** The report calls a run degraded below this many days, too. */
export const DEFAULT_CERTIFICATE_DAYS = 14;

const MINUTE_S = 60;
/** Ten probes through one way at one run a minute and two resources: fewer say little about one in ten. */
const LATENCY_S = 300;
/** A certificate does not end by surprise: one look an hour. */
const CERTIFICATE_S = 3_600;

/** Periods for a canary that runs every so many seconds: whole minutes, none shorter than the time between two runs, so
 * that every period has a run in it. Source: PutMetricAlarm takes 10, 20, 30 and multiples of 60. */
export function periodsFor(everySeconds: number): Periods {
  const run = Math.max(MINUTE_S, Math.ceil(everySeconds / MINUTE_S) * MINUTE_S);
  return { run, latency: Math.max(LATENCY_S, run), certificate: Math.max(CERTIFICATE_S, run) };
}

/** The share of its timeout from which on the function counts as near to it. */
const NEAR_TIMEOUT = 0.8;

/** Thresholds, with defaults for what is not set. */
export function thresholdsFor(
  set: { readonly latencyMs?: number; readonly certificateDays?: number },
  functionTimeoutSeconds: number,
): Thresholds {
  const { latencyMs = DEFAULT_LATENCY_MS, certificateDays = DEFAULT_CERTIFICATE_DAYS } = set;
  return { latencyMs, certificateDays, functionDurationMs: functionTimeoutSeconds * 1_000 * NEAR_TIMEOUT };
}

/** By the periods of the alarms that wait. */
export type Lags = Readonly<Record<LagName, Waits>>;

interface Pace {
  readonly periods: Periods;
  readonly datapoints?: Datapoints;
}

const DEFAULT_DATAPOINTS: Datapoints = { toAlarm: 2, evaluated: 3 };

/** How long the alarms of another vantage wait for those of the own one, so that what both meet is told once, and how long
 * they stay silent when those are over. */
export function lagsBetween(own: Pace, other: Pace): Lags {
  const lag = (name: LagName): Waits => {
    const [here, there] = [seenBy(own, name), seenBy(other, name)];
    return {
      waitSeconds: laterBy(here.bad * here.period, (there.bad - 1) * there.period),
      extensionSeconds: laterBy(there.good * there.period, (here.good - 1) * here.period),
    };
  };
  return { run: lag('run'), latency: lag('latency') };
}

/** How many periods a fault, and its end, must be seen for. */
interface Seen {
  readonly period: number;
  readonly bad: number;
  readonly good: number;
}

function seenBy({ periods, datapoints }: Pace, name: LagName): Seen {
  // Only alarms of every run take another M and N.
  const { toAlarm, evaluated } = (name === 'run' ? datapoints : undefined) ?? DEFAULT_DATAPOINTS;
  return { period: periods[name], bad: toAlarm, good: evaluated - toAlarm + 1 };
}

/** From the earliest of one alarm to the latest of the other, and the minute in which CloudWatch evaluates an alarm once. */
function laterBy(latest: number, earliest: number): number {
  return MINUTE_S + Math.max(0, latest - earliest);
}
