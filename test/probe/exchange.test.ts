// Answers as they should be. What an endpoint may do otherwise is in test/reliability.

import { expect, test } from 'vitest';
import { PHASES } from '../../src/domain/observation.ts';
import { watchArrivals } from '../../src/probe/arrivals.ts';
import { connect } from '../../src/probe/connect.ts';
import { exchange } from '../../src/probe/exchange.ts';
import { MAX_BODY_BYTES } from '../../src/probe/intake.ts';
import { standStill, TOLD_MS } from './stall.ts';
import { answer, answerWith, authority, ending, GATEWAY_HEADERS, NAMES, startWorld } from './world.ts';

const TO_RESPONSE = ['dns', 'connect', 'tls', 'firstByte', 'transfer'];

const head = (...lines: readonly string[]) => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`;
const interim = (...statuses: readonly string[]) => statuses.map((status) => `HTTP/1.1 ${status}\r\n\r\n`).join('');
const chunked = (...sizes: readonly number[]) =>
  [
    head('transfer-encoding: chunked'),
    ...sizes.map((size) => `${size.toString(16)}\r\n${' '.repeat(size)}\r\n`),
    '3\r\n[1]\r\n0\r\n\r\n',
  ].join('');

const WHOLE: readonly (readonly [string, string])[] = [
  ['a length', answer()],
  ['chunks', chunked()],
  ['a chunk of the size of the cap, nearly', chunked(MAX_BODY_BYTES - 3)],
  ['100,000 chunks of one byte', chunked(...Array<number>(100_000).fill(1))],
  ['the end of the connection', `${head()}[1]`],
  ['interim answers before it', `${interim('100 Continue', '102 Processing', '103 Early Hints')}${answer()}`],
  ['an interim answer before it that says `close`', `HTTP/1.1 103 Early Hints\r\nconnection: close\r\n\r\n${answer()}`],
  ['exactly the cap', answer({ body: `"${'x'.repeat(MAX_BODY_BYTES - 2)}"` })],
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

test.each([
  ['a body of one byte more than the cap', answer({ body: ' '.repeat(MAX_BODY_BYTES + 1) })],
  ['chunks of one byte more than the cap', chunked(MAX_BODY_BYTES - 2)],
])('%s is too large', async (_what, bytes) => {
  await using world = await startWorld({ endpoint: { onRequest: answerWith(bytes) } });
  expect(ending(await world.probe())).toEqual({
    outcome: 'failed',
    step: 'response',
    code: 'response-body-too-large',
    phases: TO_RESPONSE,
  });
});

test('of a header that comes twice, the first counts', async () => {
  const twice = answer({
    status: '403 Forbidden',
    headers: { ...GATEWAY_HEADERS, 'x-amzn-errortype': 'ForbiddenException' },
  });
  const bytes = twice.replace('content-length', 'x-amzn-errortype: Other\r\ncontent-length');
  await using world = await startWorld({ endpoint: { onRequest: answerWith(bytes) } });
  expect((await world.probe()).errorType).toBe('ForbiddenException');
});

// In TLS 1.2 the server's last word ends the handshake: what it says with it is there before the request.
test.each([
  ['an answer', answer(), 'passed'],
  ['the end of the connection', '', 'failed'],
])('%s that is there before the request takes no time below zero', async (_what, bytes, outcome) => {
  const certificate = await authority.issue({ names: [NAMES.regional] });
  await using world = await startWorld({
    endpoint: {
      tls: { ...certificate, maxVersion: 'TLSv1.2' },
      onSecure: answerWith(bytes),
      onRequest: () => {},
    },
  });

  const seen = await world.probe();

  expect(seen.outcome).toBe(outcome);
  const times = PHASES.flatMap((phase) => seen.timesMs?.[phase] ?? []);
  expect(times.filter((ms) => ms < 0)).toEqual([]);
  expect(times.length).toBeGreaterThanOrEqual(4);
});

test('a standstill before the request is begun is in no time of it, and in no delay', async () => {
  await using world = await startWorld();
  const { port, secureContext: context } = world.settings;
  using arrivals = watchArrivals();
  const limit = { ms: 30_000, signal: new AbortController().signal, arrivals };
  const connected = await connect({ address: '127.0.0.1', port, sni: NAMES.regional, context }, limit);
  if (connected.kind !== 'done') throw new Error(`the connection is ${connected.kind}`);
  const route = {
    dial: NAMES.regional,
    get path() {
      standStill();
      return '/test/pets';
    },
  };

  const { request, response } = await exchange(
    connected.value,
    { method: 'GET', route, headers: { host: NAMES.regional }, redact: String },
    limit,
  );

  if (response?.kind !== 'done') throw new Error(`the request is ${request.kind}`);
  const heldMs = request.heldMs + response.heldMs;
  expect(heldMs).toBeLessThanOrEqual(request.ms + response.ms);
  expect(arrivals.stalledMs()).toBeGreaterThanOrEqual(TOLD_MS);
});
