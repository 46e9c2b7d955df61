// Endpoints that answer too slowly, or too much.

import { authority, NAMES } from '../probe/world.ts';
import { at, CHUNKED, head, late, OK, type OnRequest, saying } from './answering.ts';
import { always, drip, MIB, pour } from './floods.ts';
import type { HostileFault } from './hostility.ts';
import { ticketsWithoutEnd } from './session-tickets.ts';

/** `first`, and then the piece again and again. */
const dripping = (fault: string, piece: string, first = ''): HostileFault => ({
  ...late('response-timeout', fault, (socket) => drip(socket, always(piece), first)),
  gives: first.length + 5 * piece.length,
});

const SLOW: readonly HostileFault[] = [
  late('response-timeout', 'silence after half of an answer', (socket) =>
    socket.write(`${head(OK, 'content-length: 9')}[1`),
  ),
  dripping('a status line that drips', 'O', `${OK} and so `),
  dripping('headers that drip', 'x: y\r\n', `${OK}\r\n`),
  dripping('a body with a length that drips', 'x', head(OK, 'content-length: 9000')),
  dripping('chunks that drip', '1\r\nx\r\n', head(OK, CHUNKED)),
  dripping('interim answers that drip', head('HTTP/1.1 102 Processing')),
  {
    ...late('request-timeout', 'session tickets of TLS without end, and no answer', () => {}),
    // Most of it tickets, of 40 bytes each: the handshake has less than 2,000.
    gives: 10_000,
    behaviour: { onAccept: ticketsWithoutEnd(await authority.issue({ names: [NAMES.zoneA] })) },
  },
  late('response-timeout', 'an interim answer and then silence', (socket) =>
    socket.write(head('HTTP/1.1 100 Continue')),
  ),
];

const LARGE: readonly HostileFault[] = [
  ...(
    [
      ['1 MB of headers', (socket) => socket.write(head(OK, `x: ${'a'.repeat(MIB)}`))],
      ['10,000 headers', saying(head(OK, ...Array.from({ length: 10_000 }, (_, index) => `x-${index}: a`)))],
      ['10,000 headers of two bytes', saying(head(OK, ...Array(10_000).fill('a:'), 'content-length: 0'))],
      ['1 MB of spaces before a header', (socket) => socket.write(head(OK, `x:${' '.repeat(MIB)}a`))],
      ['headers without end', (socket) => pour(socket, 'x: aaaaaaaaaaaaaaaa\r\n'.repeat(3_000), `${OK}\r\n`)],
      ['a status line without end', (socket) => pour(socket, 'O'.repeat(65_536), 'HTTP/1.1 200 ')],
      ['a flood of `100 Continue`', (socket) => pour(socket, head('HTTP/1.1 100 Continue').repeat(2_000))],
      [
        'a flood of `103 Early Hints`',
        (socket) => pour(socket, head('HTTP/1.1 103 Early Hints', 'link: <a>').repeat(2_000)),
      ],
      [
        'an interim answer without end',
        (socket) => pour(socket, 'x: a\r\n'.repeat(9_000), 'HTTP/1.1 103 Early Hints\r\n'),
      ],
    ] as const satisfies readonly (readonly [string, OnRequest])[]
  ).map(([fault, onRequest]) => ({
    ...at('response-headers-too-large', fault, onRequest, '`response-headers-too-large`: more than 32 KB'),
    shows: 'more than 32768 bytes of headers',
  })),
  at('response-headers-too-large', 'trailers without end', (socket) =>
    pour(socket, 'x: a\r\n'.repeat(9_000), `${head(OK, CHUNKED)}3\r\n[1]\r\n0\r\n`),
  ),
  ...(
    [
      ['a body of 64 MB', (socket) => pour(socket, 'x'.repeat(65_536), head(OK, `content-length: ${64 * MIB}`))],
      [
        'a body in chunks without end',
        (socket) => pour(socket, `10000\r\n${'x'.repeat(65_536)}\r\n`, head(OK, CHUNKED)),
      ],
      ['a body without end or length', (socket) => pour(socket, 'x'.repeat(65_536), head(OK))],
      ['chunks of one byte without end', (socket) => pour(socket, '1\r\nx\r\n'.repeat(10_000), head(OK, CHUNKED))],
    ] as const satisfies readonly (readonly [string, OnRequest])[]
  ).map(([fault, onRequest]) => ({
    ...at('response-body-too-large', fault, onRequest, '`response-body-too-large`: more than 1 MB'),
    shows: 'Response content exceeded max size',
  })),
  {
    ...at(
      'response-body-too-large',
      'a chunk extension without end',
      (socket) => pour(socket, 'x'.repeat(65_536), `${head(OK, CHUNKED)}3;x=`),
      '`response-body-too-large`: more than 8 MB with what frames the body',
    ),
    shows: 'more than 8388608 bytes of a body in chunks',
  },
];

export const FLOOD_FAULTS: readonly HostileFault[] = [...SLOW, ...LARGE];
