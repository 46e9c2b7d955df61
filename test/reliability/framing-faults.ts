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

export const FRAMING_FAULTS: readonly HostileFault[] = (
  [
    ['two lengths', saying(head(OK, 'content-length: 3', 'content-length: 4'), '[1]')],
    ['the same length twice', saying(head(OK, 'content-length: 3', 'content-length: 3'), '[1]')],
    ['a length with a space behind it, which HTTP allows', saying(head(OK, 'content-length: 3 '), '[1]')],
    ['a length in hexadecimal', saying(head(OK, 'content-length: 0x3'), '[1]')],
    ['a length with a plus', saying(head(OK, 'content-length: +3'), '[1]')],
    ['a list of lengths (`3, 3`)', saying(head(OK, 'content-length: 3, 3'), '[1]')],
    ['an empty length', saying(head(OK, 'content-length:'), '[1]')],
    ['a length behind the chunks', saying(head(OK, CHUNKED), '3\r\n[1]\r\n0\r\ncontent-length: 3\r\n\r\n')],
    ['a length and chunks', saying(head(OK, 'content-length: 3', CHUNKED), '3\r\n[1]\r\n0\r\n\r\n')],
    ['chunks and a length', saying(head(OK, CHUNKED, 'content-length: 3'), '3\r\n[1]\r\n0\r\n\r\n')],
    ['a negative length', saying(head(OK, 'content-length: -3'), '[1]')],
    ['a length that is no number', saying(head(OK, 'content-length: three'), '[1]')],
    ['a length of twenty-three digits', saying(head(OK, `content-length: ${'9'.repeat(23)}`), '[1]')],
    ['a chunk size that is no number', saying(head(OK, CHUNKED), 'xyz\r\n[1]\r\n0\r\n\r\n')],
    ['a negative chunk size', saying(head(OK, CHUNKED), '-3\r\n[1]\r\n0\r\n\r\n')],
    ['a chunk size beyond 64 bits', saying(head(OK, CHUNKED), `${'f'.repeat(17)}\r\n[1]\r\n0\r\n\r\n`)],
    ['a chunk that is longer than its size', saying(head(OK, CHUNKED), '2\r\n[1]\r\n0\r\n\r\n')],
    ['a chunk size with `0x`', saying(head(OK, CHUNKED), '0x3\r\n[1]\r\n0\r\n\r\n')],
    ['a chunk size with a space behind it', saying(head(OK, CHUNKED), '3 \r\n[1]\r\n0\r\n\r\n')],
    ['a line feed alone behind the size of a chunk', saying(head(OK, CHUNKED), '3\n[1]\n0\n\n')],
    ...CODINGS.map(
      (lines) => [`\`${lines.join('`, `')}\``, saying(head(OK, ...lines), '3\r\n[1]\r\n0\r\n\r\n')] as const,
    ),
  ] as const satisfies readonly (readonly [string, OnRequest])[]
).map(([fault, onRequest]) => at('response-malformed', fault, onRequest));
