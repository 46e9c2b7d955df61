// The ways in which others write a text down again, as patterns: in JSON, in a URL, in HTML, in base64.

// By itself, a letter or a digit is written in one way only.
const PLAIN = /[A-Za-z0-9]/;

const HTML_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

// One character of white space, or a plus sign beside it, which stands for a space in a form.
const SPACE = '(?:\\s|\\+|%(?:25)*(?:20|09|2b)|\\\\{1,7}(?:t|u00(?:20|09|2b))|&#(?:x0*(?:20|9|2b)|0*(?:32|9|43));)';
const BACKSLASH = '(?:\\\\(?:u005c)?|%(?:25)*5c|&#(?:x0*5c|0*92);)';

/** Matches a text as it is, escaped as in JSON, URL-encoded, and with HTML's entities, mixed too. Of white space, any
 * amount up to its own: a canonical request has one space for many. Without capturing groups. What repeats a character is
 * bounded, and a run of them one unit: a hostile text of nothing else costs no more than another. */
export function spelledPattern(text: string): string {
  return text.replace(/[\s+]*\s[\s+]*|\\+|\S/gu, (part) => {
    if (/\s/.test(part)) return `${SPACE}{1,${part.length}}`;
    // JSON doubles each, and JSON in JSON doubles those.
    if (part.startsWith('\\')) return `${BACKSLASH}{${part.length},${8 * part.length}}`;
    return spelled(part);
  });
}

function spelled(character: string, alsoAs = ''): string {
  if (PLAIN.test(character)) return character;
  const name = HTML_NAMES[character];
  return `(?:${[
    // A backslash before it in JSON, and before each of those where JSON stands in JSON.
    `\\\\{0,7}${escaped(character)}`,
    ...(alsoAs === '' ? [] : [escaped(alsoAs)]),
    // A character outside ASCII is several bytes in a URL.
    [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join(''),
    // JSON counts in UTF-16.
    character
      .split('')
      .map((each) => `\\\\{1,7}u${hex(each.charCodeAt(0), 4)}`)
      .join(''),
    `&#(?:x0*${hex(character.codePointAt(0) ?? 0, 1)}|0*${character.codePointAt(0)});`,
    ...(name === undefined ? [] : [`&${name};`]),
  ].join('|')})`;
}

// Fewer characters than this would be found in any text.
const MIN_BASE64_CHARACTERS = 5;

/** Matches a text within something that was encoded as a whole, which leaves three ways to cut it into groups of three
 * bytes. What stands beside it shares a character with it at either end. */
export function base64Patterns(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
    const core = encoded.slice(before === 0 ? 0 : before + 1, encoded.length - shared);
    if (core.length < MIN_BASE64_CHARACTERS) return [];
    const pattern = [...core].map((each) => spelled(each, { '+': '-', '/': '_' }[each])).join('');
    return [`${before === 0 ? '' : '[\\w+/-]?'}${pattern}${shared === 0 ? '' : '[\\w+/-]?'}(?:=|%(?:25)*3D){0,2}`];
  });
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
