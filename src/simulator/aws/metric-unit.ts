// The closed list of CloudWatch units.

import { invalidValue } from './rejection.ts';

const RATES = [
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Count',
] as const;

const UNITS: ReadonlySet<string> = new Set([
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Percent',
  'None',
  ...RATES,
  ...RATES.map((unit) => `${unit}/Second`),
]);

/** Throws `InvalidParameterValue` for a unit that CloudWatch does not know. */
export function checkUnit(unit: string | undefined, parameter: string): void {
  if (unit !== undefined && !UNITS.has(unit)) {
    throw invalidValue(`The parameter ${parameter} must be a value in the set [ ${[...UNITS].join(', ')} ].`);
  }
}
