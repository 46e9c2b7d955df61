// From a secret's text to the value of a header: one line that HTTP can carry. What it says when a text is no such value
// never has the text in it.

import { CanaryError } from '../domain/canary-error.ts';
import type { SecretSource } from '../domain/target.ts';

/** A header and where its value comes from. */
export interface NamedSource {
  readonly name: string;
  readonly source: SecretSource;
}

// API Gateway's limit for all headers together, in bytes.
const MAX_BYTES = 10_240;

/** The value without white space at its ends, which is no part of a header's value and often comes with a file or a
 * variable. Throws a `CanaryError`. */
export function headerValue(text: string, named: NamedSource): string {
  const value = text.trim();
  if (value === '') throw unusable(named, 'is empty');
  if (!/^[\t -~]+$/.test(value)) throw unusable(named, 'has a character in it that a header cannot carry');
  if (value.length > MAX_BYTES) throw unusable(named, `is longer than the ${MAX_BYTES} bytes that API Gateway reads`);
  return value;
}

/** The member of a secret that is JSON. Throws a `CanaryError`. */
export function memberOf(secret: string, jsonKey: string, named: NamedSource): string {
  let json: unknown;
  try {
    json = JSON.parse(secret);
  } catch {
    // The error repeats a part of what it could not read.
    throw unusable(named, 'is not JSON');
  }
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, jsonKey))
    throw unusable(named, 'has no key of the name in `jsonKey`');
  const member: unknown = (json as Readonly<Record<string, unknown>>)[jsonKey];
  if (typeof member !== 'string') throw unusable(named, 'has no string under its `jsonKey`');
  return member;
}

export function unusable(named: NamedSource, what: string): CanaryError {
  return new CanaryError('secret-unusable', `${whereOf(named)} ${what}`);
}

/** Which header, and where its value was found: what is there is no secret by mistake. */
function whereOf({ name, source }: NamedSource): string {
  if (source.kind === 'env') return `auth.headers.${name}: the environment variable ${source.env}`;
  return `auth.headers.${name}: the secret ${source.secretId}`;
}
