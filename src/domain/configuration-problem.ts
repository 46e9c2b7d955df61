// How one thing that is wrong with a configuration is told: its key, what was given, what is accepted.

/** One thing wrong with a configuration, worded for a person. */
export interface ConfigurationProblem {
  readonly key: string;
  readonly given: string;
  readonly accepted: string;
}

/** `endpoints.dnsNames[0]`; the configuration itself when the path is empty. */
export function keyText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(the whole value)';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** The value as JSON, at most 80 characters, so that a line of a log stays a line. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
