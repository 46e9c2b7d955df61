// Which loopback addresses play the private addresses of the endpoint's interfaces.
// It only looks whether addresses can be bound; it keeps nothing open.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Addresses } from '../topology.ts';

/** Networks that have every address of an endpoint here. */
export const LOOPBACK_NETWORKS: readonly string[] = ['127.0.0.0/8', '::1/128'];

/**
 * One address for each zone: 127.0.0.2, 127.0.0.3, … where the whole of 127.0.0.0/8 is local, as on Linux.
 * Elsewhere (macOS) all zones share 127.0.0.1, and a zone that is down takes the others with it; the other endpoint is
 * there, too, so that leading a name to it makes no difference; and the stale address is silent instead of refusing.
 */
export async function assignAddresses(zoneNames: readonly string[], ipv6: boolean): Promise<Addresses> {
  const separate = await canBind('127.0.0.2');
  return {
    zones: zoneNames.map((name, index) => ({ name, address: separate ? `127.0.0.${index + 2}` : '127.0.0.1' })),
    otherEndpoint: separate ? '127.0.1.2' : '127.0.0.1',
    stale: '127.0.2.2',
    ipv6: ipv6 ? '::1' : undefined,
  };
}

/** Whether the endpoint can have an IPv6 address here that is served. */
export function hasIpv6(): Promise<boolean> {
  return canBind('::1');
}

// A system without IPv6 does not even know the family.
const ABSENT: readonly string[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

async function canBind(address: string): Promise<boolean> {
  const server = createServer().listen(0, address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.includes(String(error.code))) return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}
