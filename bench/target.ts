// The configuration of a measured run: as many endpoints as there are to be probes, each with one name of its own, so
// that a packet with a name in it belongs to one probe.

import { type Endpoint, groupByEndpoint, parseDnsEntry } from '../src/domain/endpoint.ts';
import type { RunningEndpoint } from './endpoint.ts';

const API = { id: '01234567ab', stage: 'test', region: 'us-west-2' } as const;

/** The Host header of every probe. */
export const API_HOST = `${API.id}.execute-api.${API.region}.amazonaws.com`;
export const PATH = '/test/pets';

/** Public DNS hostname of the n-th endpoint, or of its zone (`-us-west-2a`). */
export function nameOf(index: number, zone = ''): string {
  const number = index.toString(16).padStart(17, '0');
  return `vpce-${number}-00000000${zone}.execute-api.${API.region}.vpce.amazonaws.com`;
}

/** Endpoints as EC2 might describe them: `endpoints` of them, from the `first` on, each with its regional name and one for
 * each of its `zones`. */
export function endpointsOf({
  endpoints,
  first = 0,
  zones = 0,
}: {
  readonly endpoints: number;
  readonly first?: number;
  readonly zones?: number;
}): readonly Endpoint[] {
  const zoneNames = Array.from({ length: zones }, (_, zone) => `-${API.region}${'abcdef'[zone]}`);
  const names = Array.from({ length: endpoints }, (_, index) =>
    ['', ...zoneNames].map((zone) => parseDnsEntry(nameOf(first + index, zone))),
  );
  return groupByEndpoint(names.flat()).map((named) => ({
    ...named,
    families: [4],
    privateFamilies: [4],
    privateDns: 'on',
  }));
}

/** One way in, one resource. */
export function configurationOf({
  port,
  resolver,
  caFile,
}: Pick<RunningEndpoint, 'port' | 'resolver' | 'caFile'>): Readonly<Record<string, unknown>> {
  return {
    api: API,
    endpoints: { vpcId: 'vpc-00000000000000000' },
    accessMethods: ['vpce-host'],
    resources: [{ path: '/pets', expect: { body: ["type(@) == 'array'", 'length(@) > `0`'] } }],
    connection: { port, resolver: [resolver], caFile },
    controls: false,
    publish: 'none',
  };
}

/** What makes it a run as it is by default: every way in, two resources, controls. */
export const DEFAULT_RUN = {
  accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
  resources: [
    { path: '/pets', expect: { body: ["type(@) == 'array'", 'length(@) > `0`'] } },
    { path: '/pets/1', expect: { body: ['id == `1`'] } },
  ],
  controls: true,
} as const;
