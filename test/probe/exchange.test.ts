import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { answer, answerWith, ending, GATEWAY_HEADERS, NAMES, startWorld } from './world.ts';

type OnRequest = (socket: TLSSocket, tcp: Socket) => void;

const TO_REQUEST = ['dns', 'connect', 'tls', 'firstByte'];
const TO_RESPONSE = [...TO_REQUEST, 'transfer'];
const MIB = 1024 * 1024;

const UNANSWERED: readonly (readonly [string, string, OnRequest])[] = [
  ['an end without a byte', 'request-reset', (socket) => socket.end()],
  ['a reset', 'request-reset', (_socket, tcp) => tcp.resetAndDestroy()],
];

describe('a request without an answer', () => {
  test.each(UNANSWERED)('%s is %s', async (_what, code, onRequest) => {
    await using world = await startWorld({ endpoint: { onRequest } });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'request', code, phases: TO_REQUEST });
    expect(observation.timesMs?.firstByte).toBeGreaterThan(0);
  });

  test('silence is request-timeout when the time of the probe is over', async () => {
    await using world = await startWorld({ endpoint: { onRequest: () => {} }, timeouts: { probeMs: 500 } });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({
      outcome: 'failed',
      step: 'request',
      code: 'request-timeout',
      phases: TO_REQUEST,
    });
    expect(observation.timesMs?.total).toBeGreaterThan(490);
    await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
  });
});

const head = (...lines: readonly string[]) => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`;
const chunkedHead = head('transfer-encoding: chunked');

const BROKEN: readonly (readonly [string, string, OnRequest])[] = [
  ['half a status line', 'response-reset', answerWith('HTTP/1.1 20')],
  ['half of the headers', 'response-reset', answerWith('HTTP/1.1 200 OK\r\nx-half: ')],
  ['a body cut short', 'response-reset', answerWith(`${head('content-length: 100')}[1`)],
  ['a chunk cut short', 'response-reset', answerWith(`${chunkedHead}5\r\n[1`)],
  [
    'a reset in the body',
    'response-reset',
    (socket, tcp) => socket.write(`${head('content-length: 9')}[1`, () => tcp.resetAndDestroy()),
  ],
  ['a status line of nothing known', 'response-malformed', answerWith('nonsense\r\n\r\n')],
  ['the status line of HTTP/2', 'response-malformed', answerWith('HTTP/2 200\r\n\r\n')],
  ['a length that is no number', 'response-malformed', answerWith(`${head('content-length: two')}[]`)],
  ['two lengths', 'response-malformed', answerWith(`${head('content-length: 2', 'content-length: 3')}[1]`)],
  ['a chunk size that is no number', 'response-malformed', answerWith(`${chunkedHead}xyz\r\n[1]\r\n0\r\n\r\n`)],
  ['a header name with a space', 'response-malformed', answerWith(`${head('bad name: 1')}[]`)],
  ['one header over the cap', 'response-headers-too-large', answerWith(head(`x: ${'a'.repeat(33_000)}`))],
  ['many headers over the cap', 'response-headers-too-large', answerWith(head(...Array(3_000).fill('x-a: bbbbbbbb')))],
  ['a body over the cap', 'response-body-too-large', answerWith(answer({ body: ' '.repeat(MIB + 1) }))],
];

describe('an answer that cannot be read whole', () => {
  test.each(BROKEN)('%s is %s', async (_what, code, onRequest) => {
    await using world = await startWorld({ endpoint: { onRequest } });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'response', code, phases: TO_RESPONSE });
    expect(observation.timesMs?.transfer).toBeGreaterThan(0);
    expect(observation.status).toBe(undefined);
    expect(world.endpoint.connections.length).toBe(1);
    await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
  });

  const DRIPS: readonly (readonly [string, string])[] = [
    ['headers', 'HTTP/1.1 200 OK\r\n'],
    ['a body', head('content-length: 1000')],
  ];

  test.each(DRIPS)(
    '%s that drip on are response-timeout when the time of the probe is over',
    async (_what, beginning) => {
      await using world = await startWorld({
        endpoint: { onRequest: (socket) => drip(socket, beginning) },
        timeouts: { probeMs: 600 },
      });
      const observation = await world.probe();
      expect(ending(observation)).toEqual({
        outcome: 'failed',
        step: 'response',
        code: 'response-timeout',
        phases: TO_RESPONSE,
      });
      expect(observation.timesMs?.total).toBeGreaterThan(590);
      await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
    },
  );

  test('a body without end is left after the cap, not read and not kept', async () => {
    let offered = 0;
    await using world = await startWorld({
      endpoint: {
        onRequest: (socket) => {
          const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
          socket.write(chunkedHead);
          const pour = () => {
            while (offered < 64 * MIB && socket.writable) {
              offered += 65_536;
              if (!socket.write(chunk)) return;
            }
          };
          socket.on('drain', pour);
          pour();
        },
      },
    });
    const observation = await world.probe();
    expect(ending(observation).code).toBe('response-body-too-large');
    await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
    // What the kernel's buffers took is in it, too.
    expect(offered).toBeLessThan(32 * MIB);
  });
});

const WHOLE: readonly (readonly [string, string])[] = [
  ['a length', answer()],
  ['chunks', `${chunkedHead}3\r\n[1]\r\n0\r\n\r\n`],
  ['the end of the connection', `${head()}[1]`],
  ['hints before it', `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${answer()}`],
  ['exactly the cap', answer({ body: `"${'x'.repeat(MIB - 2)}"` })],
];

test.each(WHOLE)('an answer with %s is read whole', async (_what, bytes) => {
  await using world = await startWorld({
    endpoint: { onRequest: answerWith(bytes) },
    expect: { body: ['length(@) > `0`'] },
  });
  const observation = await world.probe();
  expect(ending(observation)).toEqual({ outcome: 'passed', step: undefined, code: undefined, phases: TO_RESPONSE });
  expect(observation.status).toBe(200);
});

test('a redirect is not followed', async () => {
  const redirect = answer({
    status: '302 Found',
    headers: { ...GATEWAY_HEADERS, location: `https://${NAMES.zoneA}/test/pets` },
  });
  await using world = await startWorld({ endpoint: { onRequest: answerWith(redirect) } });
  const observation = await world.probe();
  expect(observation.failure).toEqual({
    step: 'expect',
    code: 'unexpected-status',
    message: 'status (302) expected 200',
  });
  expect(world.names.questions).toEqual([`A ${NAMES.regional}`]);
  expect(world.endpoint.connections.length).toBe(1);
});

/** Never whole, and never silent for long. */
function drip(socket: TLSSocket, beginning: string): void {
  socket.write(beginning);
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}
