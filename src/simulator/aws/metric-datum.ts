// One datum of PutMetricData: checked as CloudWatch checks it, and turned into what is stored.

import type { DatumInput, StatisticSetInput } from './metric-input.ts';
import type { CountedValue, Sample } from './metric-store.ts';
import { checkUnit } from './metric-unit.ts';
import { invalidCombination, invalidValue, missingParameter } from './rejection.ts';

const MAX_VALUES = 150;
const MAX_MAGNITUDE = 2 ** 360;
const MAX_AGE_MS = 14 * 24 * 3_600_000;
const MAX_AHEAD_MS = 2 * 3_600_000;

/** Throws for the first thing wrong; `parameter` leads to the datum in the message. */
export function sampleOf(datum: DatumInput, parameter: string, nowMs: number): Sample {
  checkUnit(datum.Unit, `${parameter}.Unit`);
  return {
    timestampMs: timestampMs(datum, parameter, nowMs),
    unit: datum.Unit ?? 'None',
    ...measurement(datum, parameter),
  };
}

function timestampMs(datum: DatumInput, parameter: string, nowMs: number): number {
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60) {
    throw invalidValue(`The parameter ${parameter}.StorageResolution must be 1 or 60.`);
  }
  const givenMs = datum.Timestamp === undefined ? nowMs : datum.Timestamp * 1000;
  if (givenMs < nowMs - MAX_AGE_MS || givenMs > nowMs + MAX_AHEAD_MS) {
    throw invalidValue(`The parameter ${parameter}.Timestamp must be within the last two weeks or the next two hours.`);
  }
  return Math.floor(givenMs / (resolution * 1000)) * resolution * 1000;
}

type Measurement = Omit<Sample, 'timestampMs' | 'unit'>;

function measurement(datum: DatumInput, parameter: string): Measurement {
  const { Value, Values = [], Counts = [], StatisticValues } = datum;
  const given = [
    ...(Value === undefined ? [] : ['Value']),
    ...(Values.length + Counts.length === 0 ? [] : ['Values']),
    ...(StatisticValues === undefined ? [] : ['StatisticValues']),
  ];
  if (given.length === 0) throw missingParameter(`${parameter}.Value, Values or StatisticValues`);
  if (given.length > 1) {
    const names = given.map((name) => `${parameter}.${name}`).join(' and ');
    throw invalidCombination(`The parameters ${names} are mutually exclusive.`);
  }
  if (StatisticValues !== undefined) return fromStatisticSet(StatisticValues, `${parameter}.StatisticValues`);
  if (Value !== undefined) return fromValues([{ value: checkNumber(Value, `${parameter}.Value`), count: 1 }]);
  return fromValues(countedValues(Values, Counts, parameter));
}

function countedValues(
  values: readonly number[],
  counts: readonly number[],
  parameter: string,
): readonly CountedValue[] {
  if (values.length > MAX_VALUES) {
    throw invalidValue(`The collection ${parameter}.Values must not have a size greater than ${MAX_VALUES}.`);
  }
  if (counts.length > 0 && counts.length !== values.length) {
    throw invalidValue(`The parameters ${parameter}.Values and ${parameter}.Counts must be of the same size.`);
  }
  return values.map((value, index) => {
    const count = counts[index] ?? 1;
    checkNumber(count, `${parameter}.Counts.member.${index + 1}`);
    if (count <= 0) throw invalidValue(`The parameter ${parameter}.Counts.member.${index + 1} must be greater than 0.`);
    return { value: checkNumber(value, `${parameter}.Values.member.${index + 1}`), count };
  });
}

function fromValues(values: readonly CountedValue[]): Measurement {
  return {
    sampleCount: values.reduce((total, { count }) => total + count, 0),
    sum: values.reduce((total, { value, count }) => total + value * count, 0),
    minimum: Math.min(...values.map(({ value }) => value)),
    maximum: Math.max(...values.map(({ value }) => value)),
    values,
  };
}

function fromStatisticSet(set: StatisticSetInput, parameter: string): Measurement {
  const member = (name: keyof StatisticSetInput): number => {
    const value = set[name];
    if (value === undefined) throw missingParameter(`${parameter}.${name}`);
    return checkNumber(value, `${parameter}.${name}`);
  };
  const sampleCount = member('SampleCount');
  const [sum, minimum, maximum] = [member('Sum'), member('Minimum'), member('Maximum')];
  if (sampleCount <= 0 || minimum > maximum) {
    throw invalidValue(`The parameter ${parameter} needs samples, and a Minimum no greater than its Maximum.`);
  }
  // The values behind a statistic set are known when there was one, or when all were the same.
  const values = sampleCount === 1 || minimum === maximum ? [{ value: minimum, count: sampleCount }] : undefined;
  return { sampleCount, sum, minimum, maximum, values };
}

function checkNumber(value: number, parameter: string): number {
  if (!Number.isFinite(value) || Math.abs(value) > MAX_MAGNITUDE) {
    throw invalidValue(`The value ${value} for parameter ${parameter} is invalid.`);
  }
  return value;
}
