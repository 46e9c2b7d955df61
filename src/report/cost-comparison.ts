// What CloudWatch Synthetics asks for the same probes: its runs alone, so that the comparison favours it.

import { cents, HOURS_PER_MONTH, usdFor } from './prices.ts';

/** Steps of one multi-check canary. Source: "Creating multi checks blueprint canary", CloudWatch user guide. */
const STEPS_PER_CANARY = 10;
/** A canary runs at most once a minute. Source: https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryScheduleInput.html */
const MIN_EVERY_SECONDS = 60;

/** A month of its runs; Lambda, S3, logs, alarms, requests and interface endpoints come on top. */
export interface SyntheticsCost {
  readonly runsPerCanary: number;
  readonly usdPerCanary: number;
  /** Multi-check canaries that hold all probes. */
  readonly canaries: number;
  readonly usdPerMonth: number;
}

export function syntheticsCost(month: {
  readonly everySeconds: number;
  readonly probesPerRun: number;
}): SyntheticsCost {
  const runs = (HOURS_PER_MONTH * 3_600) / Math.max(month.everySeconds, MIN_EVERY_SECONDS);
  const canaries = Math.max(1, Math.ceil(month.probesPerRun / STEPS_PER_CANARY));
  return {
    runsPerCanary: Math.round(runs),
    usdPerCanary: cents(usdFor('syntheticsRun', runs)),
    canaries,
    usdPerMonth: cents(usdFor('syntheticsRun', runs * canaries)),
  };
}

/** The probes that one canary can hold. */
export function probesInOneCanary(probes: number): number {
  return Math.min(probes, STEPS_PER_CANARY);
}
