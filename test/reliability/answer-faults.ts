// Endpoints that answer with nothing, with a part of an answer, or with what is none.

import { gzipSync } from 'node:zlib';
import type { FailureCode } from '../../src/domain/failure.ts';
import { answer, GATEWAY_HEADERS, NAMES } from '../probe/world.ts';
import { at, CHUNKED, endUnsaid, head, late, OK, type OnRequest, onceRead, resetAfter, saying } from './answering.ts';
import { MIB, pour } from './floods.ts';
import type { HostileFault } from './hostility.ts';

const SILENT: readonly HostileFault[] = [
  late('request-timeout', 'silence after the request', () => {}),
  at('request-reset', 'the connection is closed without an answer', saying()),
  at('request-reset', 'the connection is reset instead of an answer', (_socket, tcp) => tcp.resetAndDestroy()),
  {
    ...at('request-reset', 'the connection is closed after the handshake', () => {}),
    behaviour: { onSecure: (socket) => socket.end() },
  },
  {
    ...at('request-reset', 'the connection is reset after the handshake', () => {}),
    behaviour: { onSecure: (_socket, tcp) => tcp.resetAndDestroy() },
  },
];

const CUT: readonly HostileFault[] = [
  at('response-reset', 'an answer that ends in its status line', saying('HTTP/1.1 20')),
  at('response-reset', 'an answer that ends in its headers', saying(`${OK}\r\nx-half: `)),
  at('response-reset', 'a body that ends before its length', saying(head(OK, 'content-length: 9'), '[1')),
  at(
    'response-reset',
    'a body that ends before its length, without the end of TLS (`close_notify`)',
    endUnsaid(`${head(OK, 'content-length: 9')}[1`),
  ),
  at('response-reset', 'a body that ends in a chunk', saying(head(OK, CHUNKED), '5\r\n[1')),
  at('response-reset', 'a body that ends before its last chunk', saying(head(OK, CHUNKED), '3\r\n[1]\r\n')),
  at(
    'response-reset',
    'a body that ends before its last chunk, with `Connection: close`',
    saying(head(OK, CHUNKED, 'connection: close'), '3\r\n[1]\r\n'),
  ),
  at('response-reset', 'a body with a length that is reset', resetAfter(`${head(OK, 'content-length: 9')}[1]`)),
  at('response-reset', 'a body in chunks that is reset', resetAfter(`${head(OK, CHUNKED)}3\r\n[1]\r\n`)),
  at(
    'response-reset',
    'a body in chunks that is reset, with `Connection: close`',
    resetAfter(`${head(OK, CHUNKED, 'connection: close')}3\r\n[1]\r\n`),
  ),
  at('response-reset', 'a body that lasts until the connection ends, and is reset', resetAfter(`${head(OK)}[1]`)),
  at('response-reset', 'an answer of HTTP/1.0 that is reset', resetAfter(`${head('HTTP/1.0 200 OK')}[1]`)),
  at('response-reset', 'an interim answer and no other', saying(head('HTTP/1.1 103 Early Hints'))),
  at('response-reset', 'garbage between the records of TLS', (socket, tcp) => {
    socket.write(`${head(OK, 'content-length: 9')}[1`);
    onceRead(() => tcp.write('this is no record of TLS'));
  }),
];

const MALFORMED: readonly HostileFault[] = (
  [
    ['no status line', saying('nonsense\r\n\r\n')],
    ['a body and nothing else', saying('[1]')],
    ['the greeting of another protocol', saying('SSH-2.0-OpenSSH_9.6\r\n')],
    ['the status line of HTTP/2', saying('HTTP/2 200\r\n\r\n')],
    ['the request as the answer', saying(head('GET /test/pets HTTP/1.1', 'host: a'))],
    ['empty lines before the answer', (socket) => pour(socket, '\r\n'.repeat(9_000))],
    ['a status of two digits', saying(head('HTTP/1.1 20 OK'))],
    ['a status of four digits', saying(head('HTTP/1.1 2000 OK'))],
    ['a status below 100', saying(head('HTTP/1.1 099 OK'))],
    ['`101 Switching Protocols` that nobody asked for', saying(head('HTTP/1.1 101 Switching Protocols'), answer())],
    [
      '`101 Switching Protocols` to another protocol',
      saying(head('HTTP/1.1 101 Switching Protocols', 'connection: upgrade', 'upgrade: h2c')),
    ],
    ['line feeds alone', saying('HTTP/1.1 200 OK\ncontent-length: 3\n\n[1]')],
    ['a carriage return alone', saying(head(OK, 'x: a\rb', 'content-length: 3'), '[1]')],
    ['a header without a colon', saying(head(OK, 'no colon'))],
    ['a header without a name', saying(head(OK, ': a'))],
    ['a space in the name of a header', saying(head(OK, 'bad name: 1', 'content-length: 3'), '[1]')],
    ['a space before the colon', saying(head(OK, 'content-length : 3'), '[1]')],
    ['a NUL byte in the name of a header', saying(head(OK, 'x\0: a', 'content-length: 3'), '[1]')],
    ['a NUL byte in the value of a header', saying(head(OK, 'x: a\0b', 'content-length: 3'), '[1]')],
  ] as const satisfies readonly (readonly [string, OnRequest])[]
).map(([fault, onRequest]) => at('response-malformed', fault, onRequest));

const FOLDED = at(
  'response-malformed',
  'a header that goes on in the next line',
  saying(head(OK, 'x: a', ' b', 'content-length: 3'), '[1]'),
  '`response-malformed`: the parser is stricter than HTTP, where a client reads it as one line',
);

/** A JSON document within another, and so on. */
function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

/** The expression is for the body, and the other endpoints' answer holds without it. */
function evaluated(
  fault: string,
  does: string,
  { body, expression, gives }: { readonly body: string; readonly expression: string; readonly gives: string },
): HostileFault {
  const expect = { body: [`@[0].id == \`1\` || ${expression}`] };
  return {
    ...at('body-mismatch', fault, json(body), `\`body-mismatch\`; ${does}`),
    shows: `] (${gives}`,
    world: { expect },
  };
}

const json = (body: string): OnRequest => saying(answer({ body }));

const wholly = (code: FailureCode, fault: string, does: string, onRequest: OnRequest): HostileFault => ({
  ...at(code, fault, onRequest, `\`${code}\`; ${does}`),
  world: { expect: { body: ['length(@) > `0`'] } },
});

const notJson = (fault: string, onRequest: OnRequest, shows: string): HostileFault => ({
  ...wholly('body-not-json', fault, 'its beginning is shown', onRequest),
  shows,
});

const HALF = '[{"id":1},';

const WHOLE: readonly HostileFault[] = [
  at(
    'unexpected-status',
    'a redirect to itself',
    saying(
      answer({ status: '302 Found', headers: { ...GATEWAY_HEADERS, location: `https://${NAMES.zoneA}/test/pets` } }),
    ),
    '`unexpected-status`; it is not followed',
  ),
  at(
    'access-denied',
    'an answer that refuses, and the expected one behind it',
    saying(
      answer({
        status: '403 Forbidden',
        headers: { ...GATEWAY_HEADERS, 'x-amzn-errortype': 'AccessDeniedException' },
      }),
      answer(),
    ),
    '`access-denied`; the first one counts',
  ),
  at(
    'not-api-gateway',
    'headers of API Gateway behind the body, as trailers',
    saying(head('HTTP/1.1 403 No', CHUNKED), '3\r\n[1]\r\n0\r\n', head('x-amzn-requestid: a', 'x-amz-apigw-id: b')),
    '`not-api-gateway`; trailers are no headers',
  ),
  {
    ...wholly(
      'body-not-json',
      '64 MB of zeros as 64 KB of gzip',
      'nothing is unpacked',
      (() => {
        const bomb = gzipSync(Buffer.alloc(64 * MIB));
        return saying(
          head(OK, 'x-amzn-requestid: a', 'content-encoding: gzip', `content-length: ${bomb.length}`),
          bomb,
        );
      })(),
    ),
    // The first bytes of gzip (RFC 1952).
    shows: '\n\\u{1f}\ufffd\\u{8}',
  },
  notJson('a body that is no JSON', json('<html>'), '<html>\n'),
  notJson('half of a JSON document', json(HALF), `${HALF}\n`),
  notJson(
    'half of a JSON document until the connection ends, without the end of TLS',
    endUnsaid(`${head(OK, 'x-amzn-requestid: a')}${HALF}`),
    `${HALF}\n`,
  ),
  wholly('body-not-json', 'a megabyte of opening brackets', 'the memory does not run out', json('['.repeat(MIB))),
  {
    ...wholly('body-not-json', 'NUL bytes', 'they are shown as `\\u{0}`', json('[1]\0\0')),
    shows: '[1]\\u{0}\\u{0}\n',
  },
  evaluated('JSON of 100,000 levels', 'the stack does not run out', {
    body: nested(100_000),
    expression: '@',
    gives: '[[[',
  }),
  evaluated('`__proto__` and `constructor` in JSON', 'what a document has of its own counts', {
    body: '{"__proto__":{"id":true},"constructor":{"prototype":{"id":true}}}',
    expression: 'id',
    gives: 'null)',
  }),
  evaluated('a key that comes twice in JSON', 'the last one counts', {
    body: '{"id":true,"id":false}',
    expression: 'id',
    gives: 'false)',
  }),
];

export const ANSWER_FAULTS: readonly HostileFault[] = [...SILENT, ...CUT, ...MALFORMED, FOLDED, ...WHOLE];
