// How one thing that is wrong with a configuration is told: its key, and what was given and is accepted, or what is wrong
// with the key itself. What may be a secret is not told, though none belongs into a configuration.

import { nearestName } from './nearest-name.ts';
import { oneLine } from './one-line.ts';

/** One thing wrong with a configuration, worded for a person. */
export interface ConfigurationProblem {
  readonly key: string;
  readonly says: string;
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

/** A key of nothing but white space is in quotes. Of `x-api-key: VALUE` and `x-api-key=VALUE` the name is left. */
function visible(key: string): string {
  const name = key.split(/[\s:=]/, 1).join('');
  const told = mayBeSecret(name) ? '' : name;
  const shown = told === key ? key : `${told}…`;
  return key.trim() === '' ? JSON.stringify(key) : shown;
}

/** The value as JSON, at most 80 characters, so that a line of a log stays a line. Where a key says that its value may be
 * a secret, the value is not shown. */
export function quoted(value: unknown): string {
  return value === undefined ? 'nothing' : oneLine(jsonOf(value), 80);
}

// Where somebody may have written a secret.
const CONFIDENTIAL = /auth|key|secret|token|passw|passphrase|credential|signature|bearer|header|cookie/i;

/** A value that is not accepted; one that may be a secret is not shown. */
export function problem(path: readonly PropertyKey[], given: unknown, accepted: string): ConfigurationProblem {
  const hidden = given !== undefined && path.some((part) => CONFIDENTIAL.test(String(part)));
  const shown = hidden ? `${kindOf(given)} that is not shown` : shownOf(given);
  return { key: keyText(path), says: `given ${shown}; accepted: ${oneLine(accepted, 500)}` };
}

function shownOf(given: unknown): string {
  if (given === undefined) return 'nothing';
  if (typeof given === 'string' && mayBeSecret(given))
    return `a string of ${given.length} characters that is not shown`;
  return oneLine(jsonOf(given, withoutSecrets), 80);
}

/** A key that is not accepted, whatever its value. */
export function keyProblem(path: readonly PropertyKey[], says: string): ConfigurationProblem {
  return { key: keyText(path), says: oneLine(says, 500) };
}

/** A key that does not exist where others do. */
export function unknownKey(path: readonly PropertyKey[], known: readonly string[]): ConfigurationProblem {
  const nearest = nearestName(String(path.at(-1)).slice(0, MAX_KEY), known);
  const meant = nearest === undefined ? '' : `did you mean ${nearest}? `;
  return keyProblem(path, `no such key; ${meant}known here: ${known.join(', ')}`);
}

// Longer than every key.
const MAX_KEY = 40;

// Names, ids, paths, numbers. User information has an `@`, a query a `?`, what follows the name of a header a space or a
// colon.
const PLAIN = /^[\p{L}\p{N}._/{}$*-]*$/u;
// AWS's keys, API keys, JSON Web Tokens; hexadecimal ones; UUIDs. AWS's ids have at most 17 letters and digits in a row.
const TOKEN = /(?=[\w/-]{0,19}\d)(?=[\w/-]{0,19}[A-Z])[\w/-]{20}|(?=[a-z]{0,19}\d)[a-z0-9]{20}|[0-9A-Fa-f-]{32}/;

/** A text of nothing but letters, digits and `._/{}$*-` is told, unless it looks like a token: in a row, 20 letters,
 * digits and `_/-` with capital letters and digits among them, 20 small letters and digits, or 32 hexadecimal digits and
 * dashes. White space at its ends does not count. */
function mayBeSecret(text: string): boolean {
  const plain = text.trim();
  return !PLAIN.test(plain) || TOKEN.test(plain);
}

function kindOf(value: unknown): string {
  if (value === null) return 'a null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

type Replacer = (key: string, member: unknown) => unknown;

const withoutConfidential: Replacer = (key, member) => (CONFIDENTIAL.test(key) ? '…' : member);

/** An object whose keys are told as those of a path are, and texts as they are by themselves. */
const withoutSecrets: Replacer = (key, member) => {
  if (CONFIDENTIAL.test(key)) return '…';
  if (typeof member === 'string') return mayBeSecret(member) ? '…' : member;
  if (!isRecord(member)) return member;
  return Object.fromEntries(
    Object.entries(member).map(([name, each]) => [visible(name), withoutConfidential(name, each)]),
  );
};

/** As JSON, without the values of keys that say that these may be secrets. Never throws: a value may be nested too deep for
 * `JSON.stringify`, though `JSON.parse` has read it. */
export function jsonOf(value: unknown, replacer = withoutConfidential): string {
  try {
    return JSON.stringify(value, replacer) ?? typeof value;
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
