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
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return oneLine(text, 120);
}

/** The value as JSON, at most 80 characters, so that a line of a log stays a line. */
export function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : oneLine(jsonOf(value), 80);
}

// A value may be nested too deep for `JSON.stringify`, though `JSON.parse` has read it.
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch (error) {
    return `a value that cannot be shown (${error})`;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
