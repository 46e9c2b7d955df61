// What one resolver makes of a name: which zone answers, and with which addresses of each family.
// Pure: it must not know packets or sockets.
import type { Faults } from '../faults.ts';
import type { Topology } from '../topology.ts';
import { type HostedZone, type View, zonesOf } from './zones.ts';

/** What a name leads to, per record type. */
interface NameRecords {
  /** The name's CNAME, if it has one; the addresses are then those of that name. */
  readonly cname?: string;
  readonly A: readonly string[];
  readonly AAAA: readonly string[];
}

/** The zone that answers for a name, and its records there; none where the name does not exist. */
interface Resolution {
  readonly zone: string;
  readonly records: NameRecords | undefined;
}

/** Looks up a lower-case name without trailing dot. */
export function lookUp(name: string, world: { view: View; topology: Topology; faults: Faults }): Resolution {
  const { view, topology, faults } = world;
  const zone = mostSpecific(name, zonesOf(view, topology, faults));
  const found = zone.find(name);
  // The apex of a zone exists in any case: it has the SOA record.
  if (found === undefined) return { zone: zone.apex, records: name === zone.apex ? { A: [], AAAA: [] } : undefined };
  const { addresses, ...cname } = found;
  const AAAA = faults.addresses === 'dualstack' ? ipv6Of(addresses, topology, faults) : [];
  const A = faults.reachable === 'no-route' ? addresses.map(unroutableIpv4) : addresses;
  return { zone: zone.apex, records: { ...cname, A, AAAA } };
}

/** Whether a name is this one or below it. */
export function isWithin(name: string, apex: string): boolean {
  return apex === '' || name === apex || name.endsWith(`.${apex}`);
}

/** Route 53 Resolver asks the zone that matches best and no other: what is not in it does not exist. Of two with the same
 * name the first answers. */
function mostSpecific(name: string, zones: readonly HostedZone[]): HostedZone {
  return zones
    .filter(({ apex }) => isWithin(name, apex))
    .reduce((best, zone) => (zone.apex.length > best.apex.length ? zone : best));
}

/** All interfaces of endpoints share one address. An address that is nobody's has a partner that is nobody's. */
function ipv6Of(addresses: readonly string[], topology: Topology, faults: Faults): readonly string[] {
  const { zones, otherEndpoint, ipv6Address } = topology;
  if (ipv6Address === undefined || faults.ipv6Route === 'missing' || faults.reachable === 'no-route') {
    return addresses.map(unroutableIpv6);
  }
  const own = [...zones, otherEndpoint].map(({ address }) => address);
  return [...new Set(addresses.map((address) => (own.includes(address) ? ipv6Address : unroutableIpv6(address))))];
}

// Systems refuse a TCP connection to a multicast address at once (ENETUNREACH), as they do without a route, and no packet
// leaves the machine. Each IPv4 address has partners of its own.

function unroutableIpv6(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `ff0e::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function unroutableIpv4(ipv4: string): string {
  return `239.255.${ipv4.split('.').slice(2).join('.')}`;
}
