// To which addresses credentials may be sent.

import { BlockList, isIPv6 } from 'node:net';

// Global IPv6 addresses that no interface of a VPC has: what goes to Teredo (RFC 4380) and 6to4 (RFC 3056) comes out at the
// IPv4 address that is written in them; the others are for examples (RFC 3849, RFC 9637).
const NOBODYS = ['2001::/32', '2002::/16', '2001:db8::/32', '3fff::/20'].map(blockOf);

/** Whether an address is in one of these CIDR blocks. An IPv6 address that stands for one of IPv4 is judged as that: the
 * system connects to it. Addresses that no VPC has are in no wider block than their own, but `::/0`. */
export function trustIn(networks: readonly string[]): (address: string) => boolean {
  const blocks = networks.map(blockOf);
  return (address) => {
    const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
    const own = NOBODYS.find(({ has }) => has(plain));
    return blocks.some(({ bits, has }) => has(plain) && (own === undefined || bits === 0 || bits >= own.bits));
  };
}

interface Block {
  /** How many leading bits its addresses share. */
  readonly bits: number;
  readonly has: (address: string) => boolean;
}

function blockOf(network: string): Block {
  const [base = '', bits] = network.split('/');
  const family = familyOf(base);
  const list = new BlockList();
  list.addSubnet(base, Number(bits), family);
  // A list would find an IPv4 address in `::/0`.
  return { bits: Number(bits), has: (address) => familyOf(address) === family && list.check(address, family) };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
