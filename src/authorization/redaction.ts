// Takes secrets out of texts that others wrote: API Gateway repeats an Authorization header that it cannot read, and the
// whole canonical request, session token included, when a signature does not match.

import { CanaryError } from '../domain/canary-error.ts';
import { base64Patterns, spelledPattern } from './spelling.ts';

/** What stands for a secret. */
const REDACTED = '***';

// Shorter than this a value is a word like any other, and taking it out would tell it.
const MIN_CHARACTERS = 4;
// Of a part of a value. `Bearer`, `Basic` and `ApiKey` are no secrets.
const MIN_PART_CHARACTERS = 8;

// Good for the one request that it signs, and for five minutes: whoever has it may repeat that.
// The equals sign as it is, or encoded as in a URL or in JSON.
const SIGNATURE = '(?<=Signature[^0-9a-z]{1,6}(?:u?(?:00|25)?3d)?)[0-9a-f]{64}(?![0-9a-f])';

/** Makes a function that replaces every secret in a text, in any usual encoding, whatever the case of its letters. Throws a
 * `CanaryError` where no pattern can be made of the values. */
export function createRedaction(values: readonly string[]): (text: string) => string {
  const secrets = [...new Set(values.flatMap(secretsIn))].toSorted((one, other) => other.length - one.length);
  const patterns = secrets.flatMap((secret) => [spelledPattern(secret), ...base64Patterns(secret)]);
  const pattern = new RegExp([...patterns, SIGNATURE].join('|'), 'gi');
  // V8 compiles a pattern when it is first used, again when it is used a second time, and for texts with characters outside
  // Latin-1 apart: milliseconds that no probe is to wait for.
  if (!COMPILING_TEXTS.every((text) => replaced(text, pattern) === text))
    throw new CanaryError('secret-unusable', 'auth.headers: the values are too long to be found in what the API says', {
      hint: 'A value of some thousand characters, most of them neither letters nor digits, can be sent but not be kept out of reports.',
    });
  return (text) => replaced(text, pattern) ?? REDACTED;
}

const COMPILING_TEXTS = ['', ' ', '\u2028', '\u2029'];

/** Undefined where the pattern is too large for V8, which says so with the pattern in its message: nothing of that error may
 * go any further. */
function replaced(text: string, pattern: RegExp): string | undefined {
  try {
    return text.replace(pattern, REDACTED);
  } catch {
    return undefined;
  }
}

/** A value and what is secret for itself in it: the token after `Bearer`, name and password of `Basic`. */
function secretsIn(value: string): readonly string[] {
  const parts = value.split(/[\s,;]+/).filter((part) => part.length >= MIN_PART_CHARACTERS);
  const basic = /^Basic\s+(?<credentials>[A-Za-z0-9+/=]+)$/i.exec(value)?.groups?.credentials;
  const pair = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8');
  const password = pair.slice(pair.indexOf(':') + 1);
  return [value, ...parts, pair, password].filter((secret) => secret.length >= MIN_CHARACTERS);
}
