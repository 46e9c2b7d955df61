// What DNS on-premises makes of private names: nothing by itself, and what the VPC makes of them where it forwards them.
import { encode } from 'dns-packet';
import { expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, names, ways } from './clients.ts';
import { overUdp, resolverAt } from './dns-clients.ts';

const own = (simulator: Simulator) => Object.values(simulator.addresses).toSorted();

async function leadsTo(server: string, name: string): Promise<string[] | string | undefined> {
  try {
    return (await resolverAt(server).resolve4(name)).toSorted();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

test('private-names-forwarded: the resolver on-premises answers as the one of the VPC', async () => {
  await using simulator = await startSimulator({ scenario: 'private-names-forwarded' });
  for (const name of [names.api, names.alias, names.domain, names.regional, names.zoneA]) {
    const [there, here] = [simulator.dns.vpc, simulator.dns.onPremises].map(async (server) => leadsTo(server, name));
    expect(await here, name).toEqual(await there);
  }
  expect(await leadsTo(simulator.dns.onPremises, names.api)).toEqual(own(simulator));
  expect(await leadsTo(simulator.dns.onPremises, 'example.org')).toBe('ENOTFOUND');
  expect(await ask(simulator, { ...ways['private-dns'], path: '/test/pets' })).toMatchObject({ status: 200 });
});

test('inbound-endpoint-down: what is forwarded fails, the rest does not, and the VPC knows nothing of it', async () => {
  await using simulator = await startSimulator({ scenario: 'inbound-endpoint-down' });
  const { vpc, onPremises } = simulator.dns;
  for (const name of [names.api, names.alias, names.domain]) {
    const { rcode, answers } = await overUdp(onPremises, encode({ questions: [{ type: 'A', name }] }));
    expect({ rcode, answers }, name).toEqual({ rcode: 'SERVFAIL', answers: [] });
    expect(await leadsTo(vpc, name), name).toEqual(own(simulator));
  }
  for (const name of [names.regional, names.zoneA]) {
    expect(await leadsTo(onPremises, name)).toEqual(await leadsTo(vpc, name));
  }
  expect(await leadsTo(onPremises, 'example.org')).toBe('ENOTFOUND');
});

test.each<[readonly ScenarioName[], string, 'own' | readonly string[] | string]>([
  [['healthy'], names.api, 'ENOTFOUND'],
  [['healthy'], names.domain, 'ENOTFOUND'],
  [['healthy'], names.alias, 'own'],
  [['private-name-public'], names.api, ['233.252.0.10']],
  // A Resolver inbound endpoint is no matter of the DNS server that the VPC's own machines are told to ask.
  [['private-names-forwarded', 'private-name-public'], names.api, 'own'],
  [['private-names-forwarded', 'private-name-shadowed'], names.api, 'ENOTFOUND'],
  [['private-names-forwarded', 'private-name-missing'], names.api, 'ENOTFOUND'],
  [['private-names-forwarded', 'private-name-missing'], names.alias, 'own'],
  [['private-names-forwarded', 'private-name-stale'], names.api, ['127.0.2.2']],
  [['private-names-forwarded', 'custom-domain-record-missing'], names.domain, 'ENOTFOUND'],
  [['private-names-forwarded', 'private-names-servfail'], names.api, 'ESERVFAIL'],
  [['inbound-endpoint-down', 'alias-missing'], names.alias, 'ESERVFAIL'],
])('%s, on-premises: %s leads to %s', async (scenario, name, expected) => {
  await using simulator = await startSimulator({ scenario });
  expect(await leadsTo(simulator.dns.onPremises, name)).toEqual(expected === 'own' ? own(simulator) : expected);
});
