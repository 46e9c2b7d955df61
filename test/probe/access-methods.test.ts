import { describe, expect, test } from 'vitest';
import type { PlannedProbe } from '../../src/domain/plan.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { requestCount } from './endpoint-server.ts';
import { readHello } from './hello-bytes.ts';
import { NAMES, startWorld, type World, type WorldOptions } from './world.ts';

const EVERY_WAY: WorldOptions = {
  accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id', 'custom-domain', 'vpce-custom-domain'],
  zones: true,
};

const API_ID = { 'x-apigw-api-id': '01234567ab' };

// The table of the design, written out: way, name asked of DNS, SNI, Host, path, extra header.
const WAYS = [
  ['private-dns', NAMES.api, NAMES.api, NAMES.api, '/test/pets', {}],
  ['route53-alias', NAMES.alias, NAMES.alias, NAMES.alias, '/test/pets', {}],
  ['vpce-host', NAMES.regional, NAMES.regional, NAMES.api, '/test/pets', {}],
  ['vpce-host', NAMES.zoneA, NAMES.zoneA, NAMES.api, '/test/pets', {}],
  ['vpce-host', NAMES.zoneB, NAMES.zoneB, NAMES.api, '/test/pets', {}],
  ['vpce-api-id', NAMES.regional, NAMES.regional, NAMES.regional, '/test/pets', API_ID],
  ['vpce-api-id', NAMES.zoneA, NAMES.zoneA, NAMES.zoneA, '/test/pets', API_ID],
  ['vpce-api-id', NAMES.zoneB, NAMES.zoneB, NAMES.zoneB, '/test/pets', API_ID],
  ['custom-domain', NAMES.domain, NAMES.domain, NAMES.domain, '/v1/pets', {}],
  ['vpce-custom-domain', NAMES.regional, NAMES.regional, NAMES.domain, '/v1/pets', {}],
  ['vpce-custom-domain', NAMES.zoneA, NAMES.zoneA, NAMES.domain, '/v1/pets', {}],
  ['vpce-custom-domain', NAMES.zoneB, NAMES.zoneB, NAMES.domain, '/v1/pets', {}],
] as const;

// Neither a ticket nor a key of an earlier session, and nothing but HTTP/1.1.
const FRESH = { alpn: ['http/1.1'], sessionTicket: false, preSharedKey: false };

describe('what each access method sends', () => {
  test('is the row of the table, over one query, one connection and one request', async () => {
    await using world = await startWorld(EVERY_WAY);
    const sent = [];
    for (const planned of world.planned) sent.push(await captured(world, planned));
    expect(sent).toEqual(
      WAYS.map(([accessMethod, dial, sni, host, path, headers]) => ({
        accessMethod,
        outcome: 'passed',
        queries: [`A ${dial}`],
        hellos: [{ sni, ...FRESH }],
        requests: [requestBytes(path, host, headers)],
      })),
    );
  });

  test('is the same the second time: nothing is resumed and nothing is kept open', async () => {
    await using world = await startWorld(EVERY_WAY);
    const [first, second] = [await hellosOf(world), await hellosOf(world)];
    expect(second).toEqual(first);
    expect(first).toEqual(WAYS.map(([, , sni]) => ({ sni, ...FRESH })).toSorted(bySni));
    expect(world.endpoint.connections.map(({ sent }) => requestCount(sent))).toEqual(
      Array.from({ length: 2 * WAYS.length }, () => 1),
    );
  });
});

/** Every byte of a request, in the order in which it is sent. */
function requestBytes(path: string, host: string, extra: Readonly<Record<string, string>>): string {
  const lines = Object.entries(extra).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${lines.join('')}accept: application/json\r\nuser-agent: canary-test/1\r\n\r\n`;
}

async function captured({ names, endpoint, settings }: World, planned: PlannedProbe) {
  const before = { queries: names.questions.length, connections: endpoint.connections.length };
  const { observations } = await probeAll([planned], settings, { signal: new AbortController().signal });
  const connections = endpoint.connections.slice(before.connections);
  return {
    accessMethod: planned.accessMethod,
    outcome: observations.map(({ outcome }) => outcome).join(),
    queries: names.questions.slice(before.queries),
    hellos: connections.map(({ hello }) => readHello(hello)),
    requests: connections.map(({ sent }) => sent),
  };
}

async function hellosOf({ endpoint, planned, settings }: World) {
  const before = endpoint.connections.length;
  await probeAll(planned, settings, { signal: new AbortController().signal });
  return endpoint.connections
    .slice(before)
    .map(({ hello }) => readHello(hello))
    .toSorted(bySni);
}

function bySni(one: { readonly sni: string | undefined }, other: { readonly sni: string | undefined }): number {
  return (one.sni ?? '') < (other.sni ?? '') ? -1 : 1;
}
