// A value as JSON that may go to a terminal: what cannot be printed stands as an escape, so that the value is the same
// and the screen stays as it is.

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Indented by two; ends with a newline. `JSON.stringify` itself escapes neither C1 controls nor what turns text around. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2).replace(UNPRINTABLE, (found) =>
    found === '\n' ? found : escaped(found),
  );
  return `${json}\n`;
}

function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
