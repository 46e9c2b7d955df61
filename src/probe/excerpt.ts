// Text from outside, made fit to stand in a report: one line, no control characters, capped, no credentials.

const MAX_EXCERPT_CHARACTERS = 512;
const MAX_MESSAGE_CHARACTERS = 300;

// Names of JSON members whose values nobody wants to read in an alarm.
const SECRET_MEMBER =
  /("(?:[^"\\]{0,40}(?:token|secret|password|passwd|authorization|api[-_]?key|credential)[^"\\]{0,40})"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;

/** Beginning of a body: control characters escaped, values of secret-looking members replaced. */
export function bodyExcerpt(text: string): string {
  return clipped(
    printable(text.slice(0, 4 * MAX_EXCERPT_CHARACTERS).replace(SECRET_MEMBER, '$1"***"')),
    MAX_EXCERPT_CHARACTERS,
  );
}

/** A failure's message. */
export function messageLine(text: string): string {
  return clipped(printable(text), MAX_MESSAGE_CHARACTERS);
}

/** Control and format characters and line separators as `\u{…}`, so that none reaches a terminal or breaks a log line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

// Cutting may leave half of a surrogate pair, which not every JSON parser reads.
function clipped(text: string, max: number): string {
  return (text.length <= max ? text : `${text.slice(0, max - 1)}…`).toWellFormed();
}
