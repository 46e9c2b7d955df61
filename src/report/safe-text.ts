// Text that may go to a terminal: whatever a server, a certificate or a file put into a report, it cannot move the
// cursor, change colours, break a line or reverse the reading order. Must not know anything about layout or colour.

declare const brand: unique symbol;

/** Text without control, format and separator characters, and without lone surrogates. Made only by this module. */
export type SafeText = string & { readonly [brand]: 'SafeText' };

// Cf holds the bidirectional overrides and the zero-width characters; Zl and Zp are line breaks to some terminals.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const ZERO_WIDTH = /^[\p{Mn}\p{Me}]$/u;
const DOUBLE_WIDTH =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;

/** The one function through which text reaches the terminal: what cannot be printed is shown as an escape, `\x1b`. */
export function safeText(text: string): SafeText {
  return text.replace(UNPRINTABLE, escaped) as SafeText;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hexadecimal = code.toString(16);
  return SHORT[character] ?? (code < 0x100 ? `\\x${hexadecimal.padStart(2, '0')}` : `\\u{${hexadecimal}}`);
}

/** How many columns of a terminal the text takes. */
export function widthOfText(text: SafeText): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

function widthOfCharacter(character: string): number {
  if (character <= '~') return 1;
  if (ZERO_WIDTH.test(character)) return 0;
  return DOUBLE_WIDTH.test(character) ? 2 : 1;
}

/** The text, or as much of its beginning as fits into `width` columns with an ellipsis. */
export function clipEnd(text: SafeText, width: number): SafeText {
  if (widthOfText(text) <= width) return text;
  return (width <= 0 ? '' : `${beginning([...text], width - 1)}…`) as SafeText;
}

/** The text, or its beginning and its end: paths differ at their ends. */
export function clipMiddle(text: SafeText, width: number): SafeText {
  if (widthOfText(text) <= width || width < 5) return clipEnd(text, width);
  const endWidth = Math.floor((width - 1) / 2);
  const end = [...beginning([...text].reverse(), endWidth)].reverse().join('');
  return `${beginning([...text], width - 1 - endWidth)}…${end}` as SafeText;
}

function beginning(characters: readonly string[], width: number): string {
  let room = width;
  let kept = '';
  for (const character of characters) {
    room -= widthOfCharacter(character);
    if (room < 0) break;
    kept += character;
  }
  return kept;
}
