// What becomes of attempts to connect to each address, as the faults have it.
// It must not touch sockets.
import type { Faults } from '../faults.ts';
import { firstZone, type Topology, type Zone } from '../topology.ts';
import type { Reaction } from './network-interface.ts';

/** How the interface with an address reacts. The IPv6 address is every zone's, so that one zone's fault is not its own. */
export function reactionOf(address: string, topology: Topology, { reachable }: Faults): Reaction {
  switch (reachable) {
    case 'all':
    case 'no-route':
      return 'open';
    case 'none':
      return 'silent';
    case 'refused':
      return 'refused';
    case 'first-zone-down':
    case 'first-zone-dropped':
      return topology.zones.find(({ name }) => name === firstZone(topology))?.address === address ? 'silent' : 'open';
  }
}

/** The addresses of the endpoint itself. */
export function ownAddresses({ zones, ipv6Address }: Topology): readonly string[] {
  return [...zones.map(({ address }) => address), ...(ipv6Address === undefined ? [] : [ipv6Address])];
}

/** Everything that listens: the endpoint's interfaces and the other endpoint. The IPv6 address counts for the zone that
 * EC2 lists first. */
export function listeners({ zones, otherEndpoint, ipv6Address }: Topology): readonly Zone[] {
  const shared = ipv6Address === undefined ? [] : [{ name: otherEndpoint.name, address: ipv6Address }];
  return [...zones, otherEndpoint, ...shared];
}
