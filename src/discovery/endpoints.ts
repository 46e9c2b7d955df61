// What EC2 described, read into endpoints of ours. What is odd but harmless is noted and left out.

import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { type Endpoint, type Family, groupByEndpoint, type PrivateDns, parseDnsEntry } from '../domain/endpoint.ts';
import type { EndpointId, Region } from '../domain/identifiers.ts';
import type { DiscoveryNotice } from '../domain/report.ts';

/** Service names of execute-api: commercial, GovCloud and isolated Regions, and the two Regions in China. */
export function serviceNames(region: Region): readonly string[] {
  return [`com.amazonaws.${region}.execute-api`, `cn.com.amazonaws.${region}.execute-api`];
}

/** Endpoints that can be probed, and everything that was left out or is not as it should be. */
export interface Reading {
  readonly endpoints: readonly Endpoint[];
  readonly notices: readonly DiscoveryNotice[];
}

// EC2 goes on listing endpoints that are gone or never came to be; one that was found by its VPC, not named, is not
// missed by anybody.
const GONE = new Set(['deleting', 'deleted', 'rejected', 'failed', 'expired']);

/** Reads a description. `named`: the configuration names these ids, so that a missing or a dead one is worth a notice. */
export function readEndpoints(
  described: readonly VpcEndpoint[],
  expected: { readonly region: Region; readonly named: readonly EndpointId[] },
): Reading {
  const readings = onceEach(described).map((each) => readEndpoint(each, expected));
  const missing = expected.named
    .filter((id) => !described.some(({ VpcEndpointId }) => VpcEndpointId === id))
    .map((id) => notice('endpoint-missing', id, 'EC2 knows no endpoint of this id in this account and Region'));
  return {
    endpoints: readings.flatMap(({ endpoints }) => endpoints).sort((a, b) => (a.id < b.id ? -1 : 1)),
    notices: [...missing, ...readings.flatMap(({ notices }) => notices)],
  };
}

/** What changes while its pages are asked for may be on two of them. */
function onceEach(described: readonly VpcEndpoint[]): readonly VpcEndpoint[] {
  return [...new Map(described.map((each) => [each.VpcEndpointId, each])).values()];
}

function readEndpoint(
  described: VpcEndpoint,
  { region, named }: { readonly region: Region; readonly named: readonly EndpointId[] },
): Reading {
  const id = (described.VpcEndpointId ?? '') as EndpointId;
  const state = (described.State ?? '').toLowerCase();
  const leftOut = (code: DiscoveryNotice['code'], message: string): Reading => ({
    endpoints: [],
    notices: [notice(code, id, message)],
  });

  const service = described.ServiceName ?? '';
  if (!serviceNames(region).includes(service) || (described.VpcEndpointType ?? 'Interface') !== 'Interface') {
    return leftOut(
      'other-service',
      `this is an endpoint for ${service || 'no service'}, not for execute-api in ${region}`,
    );
  }
  if (GONE.has(state) && !named.includes(id)) return leftOut('not-usable', `the endpoint is ${state}`);

  const entries = (described.DnsEntries ?? []).map(({ DnsName, HostedZoneId }) => ({
    entry: parseDnsEntry(DnsName ?? ''),
    pending: HostedZoneId === 'ZONEIDPENDING',
  }));
  const unknown = entries.flatMap(({ entry }) =>
    entry.kind === 'unknown'
      ? [notice('unknown-dns-entry', entry.name, `${id} has a DNS name that the canary does not know`)]
      : [],
  );
  const own = groupByEndpoint(entries.map(({ entry }) => entry)).find((each) => each.id === id);
  if (own === undefined) {
    return {
      endpoints: [],
      notices: [notice('without-dns-names', id, `the endpoint (${state}) has no DNS names yet`), ...unknown],
    };
  }
  const privateDns = privateDnsOf(described, entries);
  const pending =
    privateDns === 'pending'
      ? [notice('private-dns-pending', id, 'private DNS is on, but its hosted zone is not ready')]
      : [];
  return {
    endpoints: [{ ...own, ...familiesOf(described), privateDns, state, ...networkOf(described) }],
    notices: [...pending, ...unknown],
  };
}

function privateDnsOf(
  { PrivateDnsEnabled }: VpcEndpoint,
  entries: readonly { readonly entry: { readonly kind: string }; readonly pending: boolean }[],
): PrivateDns {
  if (PrivateDnsEnabled !== true) return 'off';
  return entries.some(({ entry, pending }) => entry.kind === 'private' && pending) ? 'pending' : 'on';
}

// EC2 gives each record type to private and vpce names alike, but for `service-defined`: there the AAAA records of a
// dual-stack endpoint are only with its vpce names.
function familiesOf({ IpAddressType, DnsOptions }: VpcEndpoint): Pick<Endpoint, 'families' | 'privateFamilies'> {
  const address = families(IpAddressType);
  const record = DnsOptions?.DnsRecordIpType;
  if (record === 'service-defined') return { families: address, privateFamilies: address.includes(4) ? [4] : address };
  const recorded = record === undefined ? address : families(record);
  return { families: recorded, privateFamilies: recorded };
}

function families(type: string | undefined): readonly Family[] {
  if (type === 'dualstack') return [4, 6];
  return type === 'ipv6' ? [6] : [4];
}

function networkOf({
  VpcId,
  SubnetIds,
  Groups,
}: VpcEndpoint): Pick<Endpoint, 'vpcId' | 'subnetIds' | 'securityGroupIds'> {
  return {
    ...(VpcId === undefined ? {} : { vpcId: VpcId }),
    ...(SubnetIds === undefined ? {} : { subnetIds: SubnetIds }),
    ...(Groups === undefined ? {} : { securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []) }),
  };
}

function notice(code: DiscoveryNotice['code'], subject: string, message: string): DiscoveryNotice {
  return { code, subject, message };
}
