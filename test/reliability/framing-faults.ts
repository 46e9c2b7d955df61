// Endpoints whose answer does not say where it ends, or says it in two ways (RFC 9112, section 6).

import { at, CHUNKED, head, OK, type OnRequest, saying } from './answering.ts';
import type { HostileFault } from './hostility.ts';

// Alone, `chunked` is what an answer may have.
const CODINGS = [
  ['Transfer-Encoding: gzip, chunked'],
  ['Transfer-Encoding: gzip', CHUNKED],
  ['Transfer-Encoding: chunked, gzip'],
  ['Transfer-Encoding: chunked, chunked'],
  ['Transfer-Encoding: gzip'],
  ['Transfer-Encoding: identity'],
  ['Transfer-Encoding: xchunked'],
];

const REFUSED = '`response-malformed`';
const STRICTER = `${REFUSED}: the parser is stricter than HTTP, which allows it`;
const MAY_BE_READ = `${REFUSED}: HTTP lets whoever reads it choose`;

export const FRAMING_FAULTS: readonly HostileFault[] = (
  [
    ['two lengths', REFUSED, saying(head(OK, 'content-length: 3', 'content-length: 4'), '[1]')],
    ['the same length twice', MAY_BE_READ, saying(head(OK, 'content-length: 3', 'content-length: 3'), '[1]')],
    ['a length with a space behind it', STRICTER, saying(head(OK, 'content-length: 3 '), '[1]')],
    ['a length in hexadecimal', REFUSED, saying(head(OK, 'content-length: 0x3'), '[1]')],
    ['a length with a plus', REFUSED, saying(head(OK, 'content-length: +3'), '[1]')],
    ['a list of lengths (`3, 3`)', MAY_BE_READ, saying(head(OK, 'content-length: 3, 3'), '[1]')],
    ['an empty length', REFUSED, saying(head(OK, 'content-length:'), '[1]')],
    ['a length behind the chunks', REFUSED, saying(head(OK, CHUNKED), '3\r\n[1]\r\n0\r\ncontent-length: 3\r\n\r\n')],
    ['a length and chunks', REFUSED, saying(head(OK, 'content-length: 3', CHUNKED), '3\r\n[1]\r\n0\r\n\r\n')],
    ['chunks and a length', REFUSED, saying(head(OK, CHUNKED, 'content-length: 3'), '3\r\n[1]\r\n0\r\n\r\n')],
    ['a negative length', REFUSED, saying(head(OK, 'content-length: -3'), '[1]')],
    ['a length that is no number', REFUSED, saying(head(OK, 'content-length: three'), '[1]')],
    ['a length of twenty-three digits', REFUSED, saying(head(OK, `content-length: ${'9'.repeat(23)}`), '[1]')],
    ['a chunk size that is no number', REFUSED, saying(head(OK, CHUNKED), 'xyz\r\n[1]\r\n0\r\n\r\n')],
    ['a negative chunk size', REFUSED, saying(head(OK, CHUNKED), '-3\r\n[1]\r\n0\r\n\r\n')],
    ['a chunk size beyond 64 bits', REFUSED, saying(head(OK, CHUNKED), `${'f'.repeat(17)}\r\n[1]\r\n0\r\n\r\n`)],
    ['a chunk that is longer than its size', REFUSED, saying(head(OK, CHUNKED), '2\r\n[1]\r\n0\r\n\r\n')],
    ['a chunk size with `0x`', REFUSED, saying(head(OK, CHUNKED), '0x3\r\n[1]\r\n0\r\n\r\n')],
    ['a chunk size with a space behind it', REFUSED, saying(head(OK, CHUNKED), '3 \r\n[1]\r\n0\r\n\r\n')],
    ['a line feed alone behind the size of a chunk', REFUSED, saying(head(OK, CHUNKED), '3\n[1]\n0\n\n')],
    ...CODINGS.map(
      (lines) => [`\`${lines.join('`, `')}\``, REFUSED, saying(head(OK, ...lines), '3\r\n[1]\r\n0\r\n\r\n')] as const,
    ),
  ] as const satisfies readonly (readonly [string, string, OnRequest])[]
).map(([fault, does, onRequest]) => at('response-malformed', fault, onRequest, does));
