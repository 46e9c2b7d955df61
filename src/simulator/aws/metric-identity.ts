// Checks what identifies a metric, with CloudWatch's limits on namespace, name and dimensions.

import type { DimensionInput, MetricInput } from './metric-input.ts';
import type { Dimension, MetricIdentity } from './metric-store.ts';
import { invalidValue, missingParameter } from './rejection.ts';

const MAX_NAME_LENGTH = 255;
const MAX_DIMENSIONS = 30;
const MAX_DIMENSION_VALUE_LENGTH = 1024;
const NAMESPACE = /^[0-9A-Za-z.\-_/# ][0-9A-Za-z.\-_/#: ]{0,254}$/;
const PRINTABLE_ASCII = /^[ -~]*[!-~][ -~]*$/;

/** Throws `MissingParameter` or `InvalidParameterValue`; `prefix` leads to the metric in the message. */
export function metricIdentity(input: MetricInput, prefix = ''): MetricIdentity {
  const namespace = checkNamespace(input.Namespace, `${prefix}Namespace`);
  return {
    Namespace: namespace,
    MetricName: checkMetricName(input.MetricName, `${prefix}MetricName`),
    Dimensions: checkDimensions(input.Dimensions ?? [], `${prefix}Dimensions`),
  };
}

export function checkNamespace(namespace: string | undefined, parameter: string): string {
  if (namespace === undefined) throw missingParameter(parameter);
  if (!NAMESPACE.test(namespace)) throw invalidValue(`The value '${namespace}' for parameter ${parameter} is invalid.`);
  return namespace;
}

function checkMetricName(name: string | undefined, parameter: string): string {
  if (name === undefined) throw missingParameter(parameter);
  checkLength(name, MAX_NAME_LENGTH, parameter);
  return name;
}

function checkDimensions(dimensions: readonly DimensionInput[], parameter: string): readonly Dimension[] {
  if (dimensions.length > MAX_DIMENSIONS) {
    throw invalidValue(`The collection ${parameter} must not have a size greater than ${MAX_DIMENSIONS}.`);
  }
  const checked = dimensions.map((dimension, index) => checkDimension(dimension, `${parameter}.member.${index + 1}`));
  if (new Set(checked.map((dimension) => dimension.Name)).size < checked.length) {
    throw invalidValue('No metric may specify the same dimension name twice.');
  }
  return checked;
}

function checkDimension({ Name, Value }: DimensionInput, parameter: string): Dimension {
  if (Name === undefined) throw missingParameter(`${parameter}.Name`);
  if (Value === undefined) throw missingParameter(`${parameter}.Value`);
  checkLength(Name, MAX_NAME_LENGTH, `${parameter}.Name`);
  checkLength(Value, MAX_DIMENSION_VALUE_LENGTH, `${parameter}.Value`);
  // "ASCII only, no control characters, at least one that is not a space, and a name starts with no colon."
  if (!PRINTABLE_ASCII.test(Name) || Name.startsWith(':'))
    throw invalidValue(`The value for ${parameter}.Name is invalid.`);
  if (!PRINTABLE_ASCII.test(Value)) throw invalidValue(`The value for ${parameter}.Value is invalid.`);
  return { Name, Value };
}

function checkLength(value: string, maximum: number, parameter: string): void {
  if (value.length === 0 || value.length > maximum) {
    throw invalidValue(`The parameter ${parameter} must be from 1 to ${maximum} characters long.`);
  }
}
