// An endpoint with IPv4 and IPv6: both families are answered by DNS and served.
import { expect, test } from 'vitest';
import { hasIpv6 } from '../../src/simulator/endpoint/loopback.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { announced } from '../support/external.ts';
import { ask, customDomainWays, knock, names, patienceMs, ways } from './clients.ts';
import { resolverAt } from './dns-clients.ts';

const MISSING = (await hasIpv6()) ? undefined : announced('this machine has no ::1');

test.skipIf(MISSING !== undefined)('dual-stack: every name leads to both families, and both are served', async () => {
  await using simulator = await startSimulator({ scenario: 'dual-stack' });
  for (const server of Object.values(simulator.dns)) {
    for (const name of [names.regional, names.zoneA, names.zoneB, names.alias]) {
      expect(await resolverAt(server).resolve6(name), name).toEqual(['::1']);
      expect((await resolverAt(server).resolve4(name)).length, name).toBeGreaterThan(0);
    }
  }
  expect(await resolverAt(simulator.dns.vpc).resolve6(names.api)).toEqual(['::1']);
  expect(simulator.ipv6Address).toBe('::1');
  const everyWay = [
    ...Object.values(ways).map((way) => ({ ...way, path: '/test/pets' })),
    ...Object.values(customDomainWays).map((way) => ({ ...way, path: '/v1/pets' })),
  ];
  for (const request of everyWay) {
    for (const address of ['::1', ...Object.values(simulator.addresses)]) {
      expect((await ask(simulator, { address, ...request })).status, address).toBe(200);
    }
  }
  expect(simulator.connections.filter(({ address }) => address === '::1')).toHaveLength(everyWay.length);
});

test.skipIf(MISSING !== undefined)('other faults meet IPv6 as they meet IPv4, but for those of one zone', async () => {
  await using simulator = await startSimulator({ scenario: 'dual-stack' });
  for (const [scenario, reaction] of [
    ['endpoint-unreachable', 'silent'],
    ['endpoint-refuses', 'refused'],
    ['zone-down', 'open'],
    ['healthy', 'open'],
  ] as const) {
    await simulator.setScenario(['dual-stack', scenario]);
    expect(await knock('::1', simulator.port, patienceMs[reaction]), scenario).toBe(reaction);
  }
  await simulator.setScenario(['dual-stack', 'no-route']);
  expect(await resolverAt(simulator.dns.vpc).resolve6(names.regional)).not.toContain('::1');
  await simulator.setScenario(['dual-stack', 'private-name-stale']);
  expect(await resolverAt(simulator.dns.vpc).resolve6(names.api)).not.toContain('::1');
  await simulator.setScenario(['dual-stack', 'private-name-other-endpoint']);
  expect(await resolverAt(simulator.dns.vpc).resolve6(names.api)).toEqual(['::1']);
});

test('without a way to IPv6, nothing of it is served, on any machine', async () => {
  await using simulator = await startSimulator({ scenario: ['dual-stack', 'ipv6-unreachable'] });
  const addresses = await resolverAt(simulator.dns.vpc).resolve6(names.regional);
  expect(addresses).toHaveLength(2);
  expect(addresses.every((address) => address.startsWith('ff0e::'))).toBe(true);
});

test('where the system has no ::1, dual-stack says so, and everything else goes on', async () => {
  const message = 'This machine has no ::1';
  await expect(startSimulator({ scenario: 'dual-stack', ipv6: false })).rejects.toThrow(message);
  await using simulator = await startSimulator({ ipv6: false });
  await expect(simulator.setScenario('dual-stack')).rejects.toThrow(message);
  await simulator.setScenario('ipv6-unreachable');
  expect(simulator.ipv6Address).toBeUndefined();
  expect(await resolverAt(simulator.dns.vpc).resolve6(names.regional)).toHaveLength(2);
  expect(await ask(simulator, { ...ways['vpce-host'], path: '/test/pets' })).toMatchObject({ status: 200 });
});
