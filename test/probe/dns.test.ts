// Which record of an answer is dialled. What may be wrong with answers: test/reliability/dns-faults.ts, dns-delivery-faults.ts.

import { describe, expect, test } from 'vitest';
import { isLocal } from './loopback.ts';
import { addressRecords } from './name-server.ts';
import { ending, NAMES, startWorld } from './world.ts';

describe('a name that does not resolve', () => {
  test('silence ends with the time of the whole probe, too', async () => {
    await using world = await startWorld({ names: () => undefined, timeouts: { dnsMs: 60_000, probeMs: 300 } });
    const { failure } = await world.probe();
    expect(failure).toMatchObject({ step: 'dns', code: 'dns-timeout' });
    // The milliseconds before the first step are spent.
    expect(failure?.message).toMatch(/^no answer within (?:300|[12]\d\d) ms$/);
  });

  test('a resolver address that cannot be used is a failure of this step', async () => {
    await using world = await startWorld();
    Object.assign(world.settings, { resolver: 'resolver.example' });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'dns', code: 'unknown', phases: ['dns'] });
    expect(observation.failure?.message).toBe('Invalid IP address: resolver.example');
  });
});

describe('a name with several addresses', () => {
  const addresses = ['127.0.0.1', '127.0.0.9', '127.0.0.5'];
  const records = (name: string) =>
    addresses.flatMap((each, index) => addressRecords(name, [each], [60, 7, 30][index] ?? 0));

  test('is dialled at the first; all are recorded in their order, with the smallest TTL', async () => {
    await using world = await startWorld({ names: ({ name }) => ({ answers: records(name) }) });
    const observation = await world.probe();
    expect(observation.outcome).toBe('passed');
    expect(observation.address).toBe('127.0.0.1');
    expect(observation.addresses).toEqual(addresses);
    expect(observation.ttlSeconds).toBe(7);
  });

  test('of which the first is dead fails: no second one is tried', async ({ skip }) => {
    skip(!(await isLocal('127.0.0.9')), 'this system has no second IPv4 loopback address');
    await using world = await startWorld({
      names: ({ name }) => ({ answers: addressRecords(name, ['127.0.0.9', '127.0.0.1']) }),
    });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({
      outcome: 'failed',
      step: 'connect',
      code: 'connect-refused',
      phases: ['dns', 'connect'],
    });
    expect(observation.address).toBe('127.0.0.9');
    expect(observation.addresses).toEqual(['127.0.0.9', '127.0.0.1']);
    expect(world.endpoint.connections).toEqual([]);
  });

  test('behind a CNAME has the smaller TTL of the two', async () => {
    await using world = await startWorld({
      names: ({ name }) => ({
        answers: [
          { type: 'CNAME', name, ttl: 2, data: 'apex.example' },
          ...addressRecords('apex.example', ['127.0.0.1']),
        ],
      }),
    });
    const observation = await world.probe();
    expect(observation.outcome).toBe('passed');
    expect(observation.ttlSeconds).toBe(2);
  });
});

test('over IPv6 an AAAA record is asked for and its address dialled', async ({ skip }) => {
  skip(!(await isLocal('::1')), 'this system has no IPv6 loopback address');
  await using world = await startWorld({ address: '::1' });
  const observation = await world.probe();
  expect(observation.outcome).toBe('passed');
  expect(observation.family).toBe(6);
  expect(observation.address).toBe('::1');
  expect(world.names.questions).toEqual([`AAAA ${NAMES.regional}`]);
});
