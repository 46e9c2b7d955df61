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
  return key.trim() === '' ? JSON.stringify(key) : withoutTokens(key.replace(/(?<=\S)[\s:=].*$/s, '…'));
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
  const shown = given === undefined ? 'nothing' : oneLine(jsonOf(given, withoutSecrets), 80);
  const says = `given ${hidden ? `${kindOf(given)} that is not shown` : shown}; accepted: ${oneLine(accepted, 500)}`;
  return { key: keyText(path), says };
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

/** A text without user information (`https://NAME:PASSWORD@host`), the query of a path, and what looks like a token. */
function withoutSecrets(text: string): string {
  const open = text.replace(/^.+@(?=\w)/s, '…@').replace(/^((?:\w+:\/)?\/[^?]*\?).+$/s, '$1…');
  return withoutTokens(open);
}

/** Access key ids, API keys, JSON Web Tokens: long, with capital letters and digits. Ids and DNS names have no capitals. */
function withoutTokens(text: string): string {
  return text.replace(/[\w+=-]{20,}/g, (run) => (/\d/.test(run) && /[A-Z]/.test(run) ? '…' : run));
}

function kindOf(value: unknown): string {
  if (value === null) return 'a null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** As JSON, without what may be a secret. Never throws: a value may be nested too deep for `JSON.stringify`, though
 * `JSON.parse` has read it. */
export function jsonOf(value: unknown, shown = (text: string) => text): string {
  const each = (key: string, member: unknown) => {
    if (CONFIDENTIAL.test(key)) return '…';
    return typeof member === 'string' ? shown(member) : member;
  };
  try {
    return JSON.stringify(value, each) ?? typeof value;
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
