import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { essence, forbidden, missingToken } from './answers.ts';
import { ask, names, patienceMs, ways } from './clients.ts';

const failed = { errorType: 'InternalServerErrorException', body: '{"message": "Internal server error"}' };

describe('what API Gateway says of a backend', () => {
  test.each([
    ['backend-timeout', { ...failed, status: 504, body: '{"message": "Endpoint request timed out"}' }, 41],
    [
      'backend-unreachable',
      { ...failed, status: 504, body: '{"message": "Network error communicating with endpoint"}' },
      56,
    ],
    ['integration-misconfigured', { ...failed, status: 500 }, 36],
    ['function-fails', { ...failed, status: 502 }, 36],
  ] as const)('%s', async (scenario, expected, bytes) => {
    await using simulator = await startSimulator({ scenario });
    for (const path of ['/test/pets', '/test/pets/1']) {
      const answer = await ask(simulator, { ...ways['vpce-host'], path });
      expect(essence(answer)).toEqual(expected);
      expect(answer.headers).toMatchObject({ 'content-length': String(bytes), 'content-type': 'application/json' });
      expect(answer.headers).not.toHaveProperty('x-amzn-trace-id');
    }
  });
});

describe('what a backend says itself', () => {
  test.each([
    ['backend-unavailable', 503, 'text/plain', 'Service Unavailable'],
    ['backend-not-found', 404, 'text/plain', 'Cannot GET /petstore'],
    ['maintenance-page', 200, 'text/html', expect.stringMatching(/^<html>[\s\S]*maintained[\s\S]*<\/html>$/)],
  ] as const)('%s is passed on', async (scenario, status, type, body) => {
    await using simulator = await startSimulator({ scenario });
    for (const path of ['/test/pets', '/test/pets/1']) {
      const answer = await ask(simulator, { ...ways['private-dns'], path });
      expect(essence(answer)).toEqual({ status, body });
      expect(answer.headers).toMatchObject({
        'content-type': type,
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
      });
    }
  });
});

test('backend-silent: not a byte of an answer, and the connection stays until the client goes', async () => {
  await using simulator = await startSimulator({ scenario: 'backend-silent' });
  const ca = await readFile(simulator.caFile);
  const address = { host: simulator.addresses['us-west-2a'] ?? '', port: simulator.port };
  const session = connect({ ...address, ca, servername: names.api });
  await once(session, 'secureConnect');
  let received = '';
  session.on('data', (chunk) => {
    received += chunk;
  });
  session.write(`GET /test/pets HTTP/1.1\r\nHost: ${names.api}\r\n\r\n`);
  await expect.poll(() => simulator.connections[0]?.requests).toHaveLength(1);
  session.setTimeout(patienceMs.silent);
  await once(session, 'timeout');
  expect({ received, writable: session.writable }).toEqual({ received: '', writable: true });
  const ended = once(session, 'end');
  session.end();
  await ended;
  expect(received).toBe('');
});

const backends: readonly ScenarioName[] = [
  'maintenance-page',
  'backend-silent',
  'backend-unreachable',
  'integration-misconfigured',
  'function-fails',
  'backend-unavailable',
  'backend-not-found',
];

test.each(backends)('%s: what needs no backend is answered at once', async (scenario) => {
  await using simulator = await startSimulator({ scenario });
  expect(await ask(simulator, { ...ways['private-dns'], path: '/test' })).toMatchObject({ status: 200 });
  expect(essence(await ask(simulator, { ...ways['vpce-api-id'], path: '/test/nowhere' }))).toEqual(missingToken);
  const unknown = { ...ways['vpce-api-id'], headers: { 'x-apigw-api-id': '0000000000' }, path: '/test/pets' };
  expect(essence(await ask(simulator, unknown))).toEqual(forbidden);
});

describe('two at once', () => {
  test('a failing backend and a missing route: each resource shows its own', async () => {
    await using simulator = await startSimulator({ scenario: ['function-fails', 'route-missing'] });
    expect(essence(await ask(simulator, { ...ways['private-dns'], path: '/test/pets' }))).toEqual({
      ...failed,
      status: 502,
    });
    expect(essence(await ask(simulator, { ...ways['private-dns'], path: '/test/pets/1' }))).toEqual(missingToken);
  });

  test('an error mapped to 200 and an alias that is not associated: each way shows its own', async () => {
    await using simulator = await startSimulator({ scenario: ['backend-error-as-200', 'alias-not-associated'] });
    expect(essence(await ask(simulator, { ...ways['route53-alias'], path: '/test/pets' }))).toEqual(forbidden);
    const { status, body } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets' });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toHaveProperty('errors');
  });
});
