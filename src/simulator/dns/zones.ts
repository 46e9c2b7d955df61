// The hosted zones that one resolver sees, with the records of each: public ones, and inside the VPC the private ones.
// Pure: it must not know packets, nor which zone answers a question.
import type { Faults } from '../faults.ts';
import { firstZone, type Topology } from '../topology.ts';

/** Where the question is asked: of the VPC's own resolver, or of one on-premises, which sees public names alone unless it
 * forwards the private ones to the VPC's. */
export type View = 'vpc' | 'on-premises';

type Records = Readonly<Record<string, readonly string[]>>;

/** What a name leads to: IPv4 addresses, behind a CNAME if it has one. */
interface Leads {
  readonly cname?: string;
  readonly addresses: readonly string[];
}

/** A zone and its records. All names are lower case and without a trailing dot. */
export interface HostedZone {
  readonly apex: string;
  /** Undefined where the zone has no such record. */
  readonly find: (name: string) => Leads | undefined;
}

/** What is forwarded comes before private zones of the same apex, as a Resolver rule wins over them, and private zones
 * before public ones. */
export function zonesOf(view: View, topology: Topology, faults: Faults): readonly HostedZone[] {
  const publicOnes = publicZones(topology, faults);
  // A Resolver inbound endpoint belongs to Route 53 Resolver, whatever other DNS server the VPC itself is told to ask.
  const seesPrivate = view === 'vpc' ? faults.privateName !== 'public' : faults.forwarding === 'works';
  if (!seesPrivate) return publicOnes;
  return [
    ...forwarded(topology, faults),
    ...ownZones(topology, faults),
    ...hiddenZone(topology, faults),
    ...publicOnes,
  ];
}

/** Names that an on-premises resolver forwards where it forwards any: those of the zones that are private here. */
export function forwardedApexes({ privateApex, customDomainZone }: Topology): readonly string[] {
  return [privateApex, customDomainZone];
}

/** What the server to which a Resolver rule forwards knows of the names below `execute-api.R.S`: nothing. */
function forwarded({ privateApex }: Topology, { privateName }: Faults): readonly HostedZone[] {
  return privateName === 'shadowed' ? [zoneOf(privateApex, {})] : [];
}

function publicZones(topology: Topology, faults: Faults): readonly HostedZone[] {
  const { privateApex, vpceApex, aliasLabel, api } = topology;
  const alias = faults.alias === 'associated' ? { [`${aliasLabel}.${privateApex}`]: selectable(topology, faults) } : {};
  // Both are seen: that public DNS does not know a private API's name, and that it gives public addresses.
  const apiName = faults.privateName === 'public' ? { [`${api.id}.${privateApex}`]: [topology.publicAddress] } : {};
  return [
    zoneOf(vpceApex, endpointNames(topology, faults)),
    zoneOf(privateApex, { ...alias, ...apiName }),
    zoneOf('amazonaws.com', {}),
    zoneOf('', {}),
  ];
}

/** The endpoint's own names are in public DNS, with private addresses. */
function endpointNames(topology: Topology, { publicNames, reachable }: Faults): Records {
  if (publicNames === 'missing') return {};
  if (publicNames === 'misled') {
    const names = [topology.regionalName, ...Object.values(topology.zonalNames)];
    return Object.fromEntries(names.map((name) => [name, [topology.publicAddress]]));
  }
  const gone = publicNames === 'first-zone-missing' ? firstZone(topology) : undefined;
  const zonal = topology.zones
    .filter(({ name }) => name !== gone)
    .map(({ name, address }) => [topology.zonalNames[name] ?? '', [address]] as const);
  return { [topology.regionalName]: selectable(topology, { reachable }), ...Object.fromEntries(zonal) };
}

/** The zone that private DNS makes. Its wildcard points to its apex and answers for the alias as well, associated or
 * not. */
function hiddenZone(topology: Topology, faults: Faults): readonly HostedZone[] {
  if (faults.privateDns !== 'on') return [];
  const { privateApex } = topology;
  const addresses = selectable(topology, faults);
  return [
    { apex: privateApex, find: (name) => (name === privateApex ? { addresses } : { cname: privateApex, addresses }) },
  ];
}

/** Private hosted zones of the account's own. Their records are alias records: addresses without a CNAME. */
function ownZones(topology: Topology, faults: Faults): readonly HostedZone[] {
  const { customDomain, customDomainZone } = topology;
  const custom = faults.customDomain === 'no-record' ? {} : { [customDomain.name]: selectable(topology, faults) };
  return [zoneOf(customDomainZone, custom), ...misleadingZone(topology, faults)];
}

/** For the API's name alone: a zone for all of `execute-api.R.S` cannot stand beside the hidden one. */
function misleadingZone(topology: Topology, { privateName }: Faults): readonly HostedZone[] {
  const apiName = `${topology.api.id}.${topology.privateApex}`;
  switch (privateName) {
    case 'served':
    case 'public':
    case 'shadowed':
      return [];
    case 'other-endpoint':
      return [zoneOf(apiName, { [apiName]: [topology.otherEndpoint.address] })];
    case 'stale':
      return [zoneOf(apiName, { [apiName]: [topology.staleAddress] })];
  }
}

function zoneOf(apex: string, records: Records): HostedZone {
  const byName = new Map(Object.entries(records));
  return {
    apex,
    find: (name) => {
      const addresses = byName.get(name);
      return addresses && { addresses };
    },
  };
}

/**
 * For all but zonal names PrivateLink selects healthy interfaces, so a zone that is down is left out.
 * A security group or a network ACL that drops packets is no matter of health: then all are answered.
 */
function selectable(topology: Topology, { reachable }: Pick<Faults, 'reachable'>): readonly string[] {
  const down = reachable === 'first-zone-down' ? firstZone(topology) : undefined;
  const up = topology.zones.filter((zone) => zone.name !== down);
  // Nothing says what PrivateLink answers when no interface is healthy; here it answers all of them.
  const chosen = up.length > 0 ? up : topology.zones;
  return [...new Set(chosen.map((zone) => zone.address))];
}
