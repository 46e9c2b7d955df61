// How one thing that is wrong with a configuration is told: its key, what was given, what is accepted.

import { oneLine } from './one-line.ts';

/** One thing wrong with a configuration, worded for a person. */
export interface ConfigurationProblem {
  readonly key: string;
  readonly given: string;
  readonly accepted: string;
}

/** `endpoints.dnsNames[0]`; the configuration itself when the path is empty. */
export function keyText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(the whole value)';
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${visible(String(part))}`))
    .join('')
    .replace(/^\./, '');
  return oneLine(text, 120);
}

/** A key of nothing but white space is in quotes. */
function visible(key: string): string {
  return key.trim() === '' ? JSON.stringify(key) : key;
}

/** The value as JSON, at most 80 characters, so that a line of a log stays a line. Where a key says that its value may be
 * a secret, the value is not shown. */
export function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : oneLine(jsonOf(value), 80);
}

// Where somebody may have written a secret, though none belongs into a configuration.
const CONFIDENTIAL = /auth|key|secret|token|passw|passphrase|credential|signature|bearer|header|cookie/i;

/** One problem; a value that may be a secret is not shown. */
export function problem(path: readonly PropertyKey[], given: unknown, accepted: string): ConfigurationProblem {
  const hidden = given !== undefined && path.some((part) => CONFIDENTIAL.test(String(part)));
  return { key: keyText(path), given: hidden ? `${kindOf(given)} that is not shown` : quoted(given), accepted };
}

function kindOf(value: unknown): string {
  if (value === null) return 'a null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** As JSON, without what may be a secret. Never throws: a value may be nested too deep for `JSON.stringify`, though
 * `JSON.parse` has read it. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, (key, each: unknown) => (CONFIDENTIAL.test(key) ? '…' : each)) ?? typeof value;
  } catch (error) {
    return `a value that cannot be shown (${error})`;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
