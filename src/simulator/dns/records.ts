// What the simulated names resolve to, seen from inside the VPC and from outside it.
// Pure: it must not know packets or sockets.
import type { Faults } from '../faults.ts';
import { firstZone, type Topology } from '../topology.ts';

/** Where the question is asked: by the VPC's own resolver, or by one that sees only public names. */
export type View = 'vpc' | 'on-premises';

/** What a name leads to. An empty list of addresses is a name that exists without any. */
interface NameRecords {
  /** The name's CNAME, if it has one; the addresses are then those of that name. */
  readonly cname?: string;
  /** IPv4 only: the endpoint's IpAddressType is ipv4. */
  readonly addresses: readonly string[];
}

/** The records of a lower-case name without trailing dot; undefined when it does not exist in this view. */
export function findRecords(
  name: string,
  view: View,
  world: { topology: Topology; faults: Faults },
): NameRecords | undefined {
  const { topology, faults } = world;
  const { privateApex } = topology;
  const zone = topology.zones.find((candidate) => topology.zonalNames[candidate.name] === name);
  if (zone !== undefined) return { addresses: [zone.address] };
  if (name === topology.regionalName) return { addresses: selectable(topology, faults) };
  if (view === 'vpc' && faults.privateDns === 'on') {
    if (name === privateApex) return { addresses: selectable(topology, faults) };
    // The wildcard in the endpoint's private zone points to the apex. It answers for the alias as well, associated or not.
    if (name.endsWith(`.${privateApex}`)) return { cname: privateApex, addresses: selectable(topology, faults) };
  }
  if (name === `${topology.aliasLabel}.${privateApex}` && faults.alias === 'associated') {
    return { addresses: selectable(topology, faults) };
  }
  return name === privateApex || name === topology.vpceApex ? { addresses: [] } : undefined;
}

/**
 * For all but zonal names PrivateLink selects healthy interfaces, so a zone that is down is left out.
 * A security group that drops everything is no matter of health: then all are answered.
 */
function selectable(topology: Topology, faults: Faults): readonly string[] {
  const down = faults.reachable === 'first-zone-down' ? firstZone(topology) : undefined;
  const up = topology.zones.filter((zone) => zone.name !== down);
  // Nothing says what PrivateLink answers when no interface is healthy; here it answers all of them.
  const chosen = up.length > 0 ? up : topology.zones;
  return [...new Set(chosen.map((zone) => zone.address))];
}

/** The zone that denies a name, for the SOA record of negative answers. */
export function enclosingZone(name: string, topology: Topology): string {
  const zones = [topology.vpceApex, topology.privateApex, 'amazonaws.com'];
  return zones.find((zone) => name === zone || name.endsWith(`.${zone}`)) ?? '.';
}
