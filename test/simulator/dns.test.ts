import { encode } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { names } from './clients.ts';
import { dataOf, overUdp, resolverAt } from './dns-clients.ts';

const apex = 'execute-api.us-west-2.amazonaws.com';

describe('inside the VPC', () => {
  test('the default API name and every sibling lead to the apex and all interfaces', async () => {
    await using simulator = await startSimulator();
    const resolver = resolverAt(simulator.dns.vpc);
    const all = Object.values(simulator.addresses).toSorted();
    for (const name of [names.api, names.alias, `zzzzzzzzzz.${apex}`]) {
      expect(await resolver.resolveCname(name)).toEqual([apex]);
      expect((await resolver.resolve4(name)).toSorted()).toEqual(all);
    }
    expect((await resolver.resolve4(apex)).toSorted()).toEqual(all);
  });

  test('vpce names: the regional one has every zone, a zonal one its own, each for 60 s', async () => {
    await using simulator = await startSimulator();
    const resolver = resolverAt(simulator.dns.vpc);
    const { 'us-west-2a': a = '', 'us-west-2b': b = '' } = simulator.addresses;
    expect((await resolver.resolve4(names.regional)).toSorted()).toEqual([a, b].toSorted());
    expect(await resolver.resolve4(names.zoneA, { ttl: true })).toEqual([{ address: a, ttl: 60 }]);
    expect(await resolver.resolve4(names.zoneB, { ttl: true })).toEqual([{ address: b, ttl: 60 }]);
  });

  test('the order of the regional answer rotates, also for clients that ask for AAAA in between', async () => {
    await using simulator = await startSimulator();
    const firsts: (string | undefined)[] = [];
    for (const type of ['A', 'AAAA', 'A', 'AAAA', 'A'] as const) {
      const answer = await overUdp(simulator.dns.vpc, encode({ questions: [{ type, name: names.regional }] }));
      if (type === 'A') firsts.push(dataOf(answer)[0]);
    }
    const { 'us-west-2a': a, 'us-west-2b': b } = simulator.addresses;
    expect(firsts).toEqual([b, a, b]);
  });

  test('with private DNS off the default name does not exist and the alias comes from public DNS', async () => {
    await using simulator = await startSimulator({ scenario: 'private-dns-off' });
    const resolver = resolverAt(simulator.dns.vpc);
    await expect(resolver.resolve4(names.api)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect((await resolver.resolve4(names.alias)).toSorted()).toEqual(Object.values(simulator.addresses).toSorted());
    await expect(resolver.resolveCname(names.alias)).rejects.toMatchObject({ code: 'ENODATA' });
  });
});

describe('on premises', () => {
  test('only public names resolve', async () => {
    await using simulator = await startSimulator();
    const resolver = resolverAt(simulator.dns.onPremises);
    await expect(resolver.resolve4(names.api)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve4(apex)).rejects.toMatchObject({ code: 'ENODATA' });
    expect(await resolver.resolve4(names.zoneA)).toEqual([simulator.addresses['us-west-2a']]);
    expect(await resolver.resolve4(names.alias)).toHaveLength(2);
  });

  test('an alias that is not associated does not exist', async () => {
    await using simulator = await startSimulator({ scenario: 'alias-not-associated' });
    await expect(resolverAt(simulator.dns.onPremises).resolve4(names.alias)).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
    expect(await resolverAt(simulator.dns.vpc).resolve4(names.alias)).toHaveLength(2);
  });
});

test('SERVFAIL for every query, on both resolvers', async () => {
  await using simulator = await startSimulator({ scenario: 'dns-servfail' });
  for (const server of Object.values(simulator.dns)) {
    for (const name of [names.regional, names.zoneA, 'example.com']) {
      await expect(resolverAt(server).resolve4(name)).rejects.toMatchObject({ code: 'ESERVFAIL' });
    }
  }
});
