// A run while a DNS server does something to one name: the name beside it goes on, and no other server is asked.

import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { FAILURES } from '../../src/domain/failure.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { addressRecords, startNameServer } from '../probe/name-server.ts';
import { NAMES, startWorld, USER_AGENT } from '../probe/world.ts';
import type { DnsFault } from './dns-fault.ts';

const DNS_MS = 600;
const REGIONAL = NAMES.regional;

/** Probes that name and another one, and compares. */
export async function expectDnsFault({
  udp,
  tcp,
  sees,
  gives = 0,
  takesMs = sees === 'dns-timeout' ? DNS_MS : 0,
}: DnsFault): Promise<void> {
  const good = (name: string) => ({ answers: addressRecords(name, ['127.0.0.1']) });
  await using world = await startWorld({ accessMethods: ['vpce-host', 'route53-alias'] });
  await using spare = await startNameServer(({ name }) => good(name));
  const clients: Socket[] = [];
  await using hostile = await startNameServer(
    (question) => (question.name === REGIONAL ? udp?.(question) : good(question.name)),
    tcp &&
      ((client, ...rest) => {
        clients.push(client);
        tcp(client, ...rest);
      }),
  );
  if (udp === undefined) await hostile[Symbol.asyncDispose]();
  const target = parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { dnsNames: [REGIONAL] },
    connection: { port: world.settings.port, resolver: [hostile.address, spare.address] },
    timeouts: { dnsMs: DNS_MS },
  });
  const { secureContext } = world.settings;
  const settings = { ...(await probeSettings(target, USER_AGENT)), secureContext };

  const { observations } = await probeAll(world.planned, settings, { signal: new AbortController().signal });

  const [beside, seen] = observations;
  expect([beside?.route.dial, seen?.route.dial]).toEqual([NAMES.alias, REGIONAL]);
  if (seen === undefined || beside === undefined) throw new Error('two probes are planned');
  expect(beside.failure?.code ?? beside.outcome).toBe(udp === undefined ? sees : 'passed');
  expectSeen(seen, sees, hostile.address);
  expect(seen.timesMs?.dns).toBeGreaterThan(0);
  // What comes while this process is at work is told as the middle of the time in which it came.
  expect(seen.timesMs?.dns).toBeGreaterThanOrEqual(takesMs / 2);
  // Of names, those of the configuration alone.
  expect(JSON.stringify(observations)).not.toMatch(/\.example(?!\.com)/);
  // One query, by one protocol after the other.
  const asked = [`A ${REGIONAL}`, ...(tcp === undefined ? [] : [`A ${REGIONAL} over TCP`])];
  expect(hostile.questions.filter((each) => each.includes(REGIONAL))).toEqual(udp === undefined ? [] : asked);
  expect(spare.questions).toEqual([]);
  expect(clients).toHaveLength(tcp === undefined ? 0 : 1);
  for (const { bytesWritten } of clients) expect(bytesWritten).toBeGreaterThanOrEqual(gives);
  // Nobody was dialled but by those that passed.
  const passed = observations.filter(({ outcome }) => outcome === 'passed');
  expect(world.endpoint.connections).toHaveLength(passed.length);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not get out.
  expect(Object.values(seen).filter((value) => typeof value === 'string' && /[\0-\x1f\x7f]/.test(value))).toEqual([]);
}

/** `resolver`: the address of the server that did it. */
function expectSeen(seen: Observation, sees: DnsFault['sees'], resolver: string): void {
  if (typeof sees === 'string') {
    const { step } = FAILURES[sees];
    expect(seen).toMatchObject({ outcome: 'failed', failure: { step, code: sees }, resolver });
    if (step === 'dns') expect(Object.keys(seen.timesMs ?? {})).toEqual(['dns', 'unaccounted', 'total']);
    expect('address' in seen).toBe(step !== 'dns');
    if (sees === 'dns-timeout') expect(seen.failure?.message).toBe(`no answer within ${DNS_MS} ms`);
  } else expect(seen).toMatchObject(sees);
}
