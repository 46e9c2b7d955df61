// To which addresses credentials may be sent.

import { BlockList, isIPv6 } from 'node:net';

/** Whether an address is in one of these CIDR blocks. An IPv6 address that stands for one of IPv4 is judged as that: the
 * system connects to it. */
export function trustIn(networks: readonly string[]): (address: string) => boolean {
  // One for each family: a list of both finds an IPv4 address in `::/0`.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const network of networks) {
    const [base = '', length] = network.split('/');
    lists[familyOf(base)].addSubnet(base, Number(length), familyOf(base));
  }
  return (address) => {
    const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
    return lists[familyOf(plain)].check(plain, familyOf(plain));
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
