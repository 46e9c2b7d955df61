// What somebody may write where a configuration wants something else, and the lists' common parts.

import type { CanaryErrorCode } from '../../src/domain/canary-error.ts';
import type { Fault } from './fault.ts';

/** One configuration, as far as it differs from the test's own. */
export interface Attempt {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface SmugglingFault extends Fault {
  readonly attempts: readonly Attempt[];
  /** Where the problem is, as the message says it: nothing is sent. Absent: the configuration is accepted. */
  readonly refusedAt?: string;
  /** `configuration-invalid` when it is absent. */
  readonly code?: CanaryErrorCode;
}

export const ENDS_LINES = ['\r\nhost: evil.example', '\n', '\r', '\0', '\u0085', '\u2028'];
export const SEPARATES = ['\t', ' ', '#', '\\evil.example'];
export const LOOKS_ALIKE = [
  '\uff0eevil',
  '\u3002evil',
  '\u2024',
  '\u0435',
  '\uff0f',
  '\u00ad',
  '\u200b',
  '\u202e',
  '\u0131',
  '\u212a',
];
// A path may have these in it.
export const IN_PATHS = [
  '@evil.example',
  '//evil.example',
  '/../..',
  '/./',
  '%0d%0ahost:%20evil.example',
  '%00',
  ':8443',
  '?x=/y',
  'https://evil.example/',
  '*',
];
export const EVERYTHING = [...ENDS_LINES, ...SEPARATES, ...LOOKS_ALIKE, ...IN_PATHS];

/** Before, in and behind a text that is right. */
export const around = (right: string, texts: readonly string[]) =>
  texts.flatMap((text) => [text + right, right.slice(0, 3) + text + right.slice(3), right + text]);

export const each = (
  texts: readonly string[],
  configuration: (text: string) => Attempt['configuration'],
): readonly Attempt[] => texts.map((text) => ({ configuration: configuration(text) }));
