// What can be wrong with names, asked from outside: which zone answers, with what, and to whom.

import { encode } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { knock, names, patienceMs } from './clients.ts';
import { overUdp, resolverAt, silentOverTcp, silentOverUdp } from './dns-clients.ts';

const apex = 'execute-api.us-west-2.amazonaws.com';
const vpceApex = 'execute-api.us-west-2.vpce.amazonaws.com';
const customDomain = 'pets.internal.example.com';
const NXDOMAIN = { code: 'ENOTFOUND' };

async function addressesOf(server: string, name: string): Promise<string[]> {
  return (await resolverAt(server).resolve4(name)).toSorted();
}

/** The response code and the zone whose SOA denies the name. */
async function denialOf(server: string, name: string) {
  const { rcode, answers, authorities } = await overUdp(server, encode({ questions: [{ type: 'A', name }] }));
  return { rcode, answers, zone: authorities?.map((record) => `${record.type} ${record.name}`).join() };
}

function own(simulator: Simulator): string[] {
  return Object.values(simulator.addresses).toSorted();
}

describe('private DNS', () => {
  test('that is pending answers as if it were off', async () => {
    await using simulator = await startSimulator({ scenario: 'private-dns-pending' });
    const { vpc } = simulator.dns;
    expect(await denialOf(vpc, names.api)).toEqual({ rcode: 'NXDOMAIN', answers: [], zone: `SOA ${apex}` });
    expect(await addressesOf(vpc, names.alias)).toEqual(own(simulator));
    await expect(resolverAt(vpc).resolveCname(names.alias)).rejects.toMatchObject({ code: 'ENODATA' });
  });

  test('that is shadowed: nothing exists below execute-api, though private DNS is on', async () => {
    await using simulator = await startSimulator({ scenario: 'private-name-shadowed' });
    const { vpc, onPremises } = simulator.dns;
    for (const name of [names.api, names.alias, `zzzzzzzzzz.${apex}`]) {
      expect(await denialOf(vpc, name), name).toEqual({ rcode: 'NXDOMAIN', answers: [], zone: `SOA ${apex}` });
    }
    expect(await denialOf(vpc, apex)).toEqual({ rcode: 'NOERROR', answers: [], zone: `SOA ${apex}` });
    expect(await addressesOf(vpc, names.regional)).toEqual(own(simulator));
    expect(await addressesOf(onPremises, names.alias)).toEqual(own(simulator));
    expect(simulator.endpoint.dnsNames).toContain(`*.${apex}`);
  });

  test('that is not asked: the name is public, and the alias is the public one', async () => {
    await using simulator = await startSimulator({ scenario: 'private-name-public' });
    const { vpc, onPremises } = simulator.dns;
    expect(await addressesOf(vpc, names.api)).toEqual(['233.252.0.10']);
    expect(await addressesOf(vpc, names.alias)).toEqual(own(simulator));
    for (const name of [names.api, names.alias]) {
      await expect(resolverAt(vpc).resolveCname(name)).rejects.toMatchObject({ code: 'ENODATA' });
    }
    await expect(resolverAt(vpc).resolve4(`zzzzzzzzzz.${apex}`)).rejects.toMatchObject(NXDOMAIN);
    expect(await addressesOf(onPremises, names.api)).toEqual(['233.252.0.10']);
  });

  test('that is not asked: a connection to the public address is refused by this machine', async () => {
    await using simulator = await startSimulator({ scenario: 'private-name-public' });
    const [address = ''] = await addressesOf(simulator.dns.vpc, names.api);
    await expect(knock(address, simulator.port, patienceMs.refused)).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });

  test.each([
    ['private-name-other-endpoint', 'open'],
    ['private-name-stale', 'refused'],
  ] as const)('that is overridden for the API alone: %s', async (scenario, knocked) => {
    await using simulator = await startSimulator({ scenario });
    const { vpc } = simulator.dns;
    const [address = '', ...others] = await addressesOf(vpc, names.api);
    expect(others).toEqual([]);
    expect(address).toMatch(/^127\./);
    expect(own(simulator)).not.toContain(address);
    expect(await knock(address, simulator.port, patienceMs[knocked])).toBe(knocked);
    await expect(resolverAt(vpc).resolveCname(names.api)).rejects.toMatchObject({ code: 'ENODATA' });
    expect(await denialOf(vpc, `x.${names.api}`)).toMatchObject({ rcode: 'NXDOMAIN', zone: `SOA ${names.api}` });
    expect(await resolverAt(vpc).resolveCname(names.alias)).toEqual([apex]);
    expect(await addressesOf(vpc, names.alias)).toEqual(own(simulator));
  });
});

describe('two at once', () => {
  const everyAddress = ['127.0.0.2', '127.0.0.3'];

  test.each<[readonly ScenarioName[], string | string[], string | string[]]>([
    [['private-name-other-endpoint', 'private-dns-off'], ['127.0.1.2'], everyAddress],
    [['private-name-stale', 'alias-missing'], ['127.0.2.2'], 'ENOTFOUND'],
    [['private-name-shadowed', 'private-dns-pending'], 'ENOTFOUND', 'ENOTFOUND'],
    [['private-name-public', 'alias-not-associated'], ['233.252.0.10'], 'ENOTFOUND'],
    [['private-name-stale', 'private-names-servfail'], 'ESERVFAIL', 'ESERVFAIL'],
    [['private-dns-pending', 'alias-not-associated'], 'ENOTFOUND', 'ENOTFOUND'],
    [['private-name-other-endpoint', 'zone-down'], ['127.0.1.2'], ['127.0.0.2']],
    [['private-name-other-endpoint', 'zone-drops-packets'], ['127.0.1.2'], everyAddress],
  ])("%s: the API's name leads to %s, the alias to %s", async (scenario, api, alias) => {
    await using simulator = await startSimulator({ scenario });
    const { vpc } = simulator.dns;
    for (const [name, leads] of [
      [names.api, api],
      [names.alias, alias],
    ] as const) {
      const seen = addressesOf(vpc, name).catch((error: NodeJS.ErrnoException) => error.code);
      expect(await seen, name).toEqual(leads);
    }
  });
});

describe("the endpoint's own names", () => {
  test.each([
    ['zonal-name-missing', [names.zoneA], [names.regional, names.zoneB]],
    ['endpoint-names-missing', [names.regional, names.zoneA, names.zoneB], []],
  ] as const)('%s', async (scenario, gone, there) => {
    await using simulator = await startSimulator({ scenario });
    for (const server of Object.values(simulator.dns)) {
      for (const name of gone) {
        expect(await denialOf(server, name), name).toEqual({ rcode: 'NXDOMAIN', answers: [], zone: `SOA ${vpceApex}` });
      }
      for (const name of there) expect(await addressesOf(server, name), name).not.toEqual([]);
      expect(await addressesOf(server, names.alias)).toEqual(own(simulator));
    }
    expect(await addressesOf(simulator.dns.vpc, names.api)).toEqual(own(simulator));
    expect(simulator.endpoint.dnsNames).toEqual(expect.arrayContaining([names.regional, names.zoneB, names.zoneA]));
  });
});

describe('the resolver', () => {
  test("private-names-servfail: fails for the API's own names alone", async () => {
    await using simulator = await startSimulator({ scenario: 'private-names-servfail' });
    const { vpc } = simulator.dns;
    for (const name of [names.api, names.alias, apex, `zzzzzzzzzz.${apex}`.toUpperCase()]) {
      await expect(resolverAt(vpc).resolve4(name), name).rejects.toMatchObject({ code: 'ESERVFAIL' });
    }
    expect(await addressesOf(vpc, names.zoneA)).toEqual([simulator.addresses['us-west-2a']]);
    expect(await addressesOf(vpc, names.regional)).toEqual(own(simulator));
    expect(await addressesOf(vpc, customDomain)).toEqual(own(simulator));
  });

  test('dns-silent: answers nothing on UDP and TCP until it does again', async () => {
    await using simulator = await startSimulator({ scenario: 'dns-silent' });
    const query = { questions: [{ type: 'A', name: names.regional }] } as const;
    for (const server of Object.values(simulator.dns)) {
      expect(await silentOverUdp(server, encode({ ...query, questions: [...query.questions] }))).toBe(true);
      expect(await silentOverTcp(server, { questions: [...query.questions] })).toBe(true);
    }
    await simulator.setScenario('healthy');
    expect(await addressesOf(simulator.dns.vpc, names.regional)).toEqual(own(simulator));
  });
});

describe('addresses to which there is no way', () => {
  test('no-route: the A records are there, each zone has its own, and this machine refuses to connect', async () => {
    await using simulator = await startSimulator({ scenario: 'no-route' });
    const { vpc, onPremises } = simulator.dns;
    const perZone = await Promise.all([names.zoneA, names.zoneB].map((name) => addressesOf(vpc, name)));
    expect(perZone.map((addresses) => addresses.length)).toEqual([1, 1]);
    const all = perZone.flat().toSorted();
    expect(new Set([...all, ...own(simulator)]).size).toBe(4);
    for (const name of [names.api, names.alias, names.regional, customDomain]) {
      expect(await addressesOf(vpc, name), name).toEqual(all);
    }
    expect(await addressesOf(onPremises, names.regional)).toEqual(all);
    for (const address of all) {
      await expect(knock(address, simulator.port, patienceMs.refused)).rejects.toMatchObject({ code: 'ENETUNREACH' });
    }
  });
});

describe('IPv6', () => {
  const everyName = [names.api, names.alias, names.regional, customDomain];

  test('ipv6-unreachable: every name with A records has AAAA records, one per zone, to which there is no way', async () => {
    await using simulator = await startSimulator({ scenario: 'ipv6-unreachable' });
    const resolver = resolverAt(simulator.dns.vpc);
    const perZone = await Promise.all([names.zoneA, names.zoneB].map((name) => resolver.resolve6(name)));
    const all = perZone.flat().toSorted();
    expect(perZone.map((addresses) => addresses.length)).toEqual([1, 1]);
    expect(new Set(all).size).toBe(2);
    for (const address of all) expect(address).toMatch(/^ff0e::/);
    for (const name of everyName) {
      expect((await resolver.resolve6(name)).toSorted(), name).toEqual(all);
      expect((await resolver.resolve4(name)).toSorted(), name).toEqual(own(simulator));
    }
    expect(await resolver.resolve6(names.api, { ttl: true })).toContainEqual({ address: all[0], ttl: 60 });
    expect(await resolver.resolveCname(names.api)).toEqual([apex]);
  });

  test('is nowhere while the endpoint has IPv4 alone', async () => {
    await using simulator = await startSimulator();
    for (const name of [...everyName, names.zoneA]) {
      const { rcode, answers } = await overUdp(simulator.dns.vpc, encode({ questions: [{ type: 'AAAA', name }] }));
      expect([rcode, answers?.filter(({ type }) => type !== 'CNAME')], name).toEqual(['NOERROR', []]);
    }
  });

  test('leaves out a zone that is down, as IPv4 does', async () => {
    await using simulator = await startSimulator({ scenario: ['ipv6-unreachable', 'zone-down'] });
    const resolver = resolverAt(simulator.dns.vpc);
    expect(await resolver.resolve6(names.api)).toEqual(await resolver.resolve6(names.zoneB));
  });
});

describe('the private custom domain', () => {
  test('is an alias record inside the VPC, and nothing outside', async () => {
    await using simulator = await startSimulator();
    const { vpc, onPremises } = simulator.dns;
    expect(await addressesOf(vpc, customDomain)).toEqual(own(simulator));
    await expect(resolverAt(vpc).resolveCname(customDomain)).rejects.toMatchObject({ code: 'ENODATA' });
    expect(await denialOf(vpc, 'cats.internal.example.com')).toMatchObject({
      rcode: 'NXDOMAIN',
      zone: 'SOA internal.example.com',
    });
    await expect(resolverAt(onPremises).resolve4(customDomain)).rejects.toMatchObject(NXDOMAIN);
  });

  test.each<[ScenarioName, boolean]>([
    ['custom-domain-record-missing', false],
    ['custom-domain-not-associated', true],
    ['private-name-shadowed', true],
    ['private-dns-off', true],
    ['private-name-public', false],
  ])('%s: has a record: %s', async (scenario, exists) => {
    await using simulator = await startSimulator({ scenario });
    const denial = await denialOf(simulator.dns.vpc, customDomain);
    expect(denial.rcode).toBe(exists ? 'NOERROR' : 'NXDOMAIN');
  });

  test('is denied by its own zone, or, where no private zone is seen, by a public one', async () => {
    await using simulator = await startSimulator({ scenario: 'custom-domain-record-missing' });
    const { vpc } = simulator.dns;
    expect(await denialOf(vpc, customDomain)).toMatchObject({ zone: 'SOA internal.example.com' });
    await simulator.setScenario('private-name-public');
    expect(await denialOf(vpc, customDomain)).toMatchObject({ zone: 'SOA .' });
  });
});
