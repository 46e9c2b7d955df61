// Text of unknown origin, made fit for one line of a log or of a screen.

/** Text that stays one line whatever it holds: what ends a line, steers a terminal or cannot be seen is escaped. */
export function oneLine(text: string, maxLength: number): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return visible.length <= maxLength ? visible : `${visible.slice(0, maxLength - 1).toWellFormed()}…`;
}
