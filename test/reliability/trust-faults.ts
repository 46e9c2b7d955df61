// Where a name may lead a request that carries credentials, and whether it is sent there. Data only; trust.test.ts leads it.

import type { Fault } from './fault.ts';

export interface TrustFault extends Fault {
  /** Of the answer, in its order. */
  readonly leadsTo: readonly string[];
  /** `connection.trustedNetworks`. */
  readonly networks?: readonly string[];
  /** The resource is asked without `auth`. */
  readonly bare?: true;
  /** `dialled`: nobody is there, and credentials would have been sent. */
  readonly sent: boolean | 'dialled';
}

const KEPT = '`address-untrusted` at the step `connect`: no connection is made, nothing is sent';

// Global unicast, and given to nobody (IANA): whoever dials it reaches no one.
const UNASSIGNED = '2d00::7';

/** Of the key's default. */
const stranger = (fault: string, address: string): TrustFault => ({
  fault: `${fault} (\`${address}\`)`,
  does: KEPT,
  leadsTo: [address],
  sent: false,
});

export const TRUST_FAULTS: readonly TrustFault[] = [
  stranger('a public address where a private one belongs', '203.0.113.7'),
  stranger("this host's own address", '127.0.0.1'),
  stranger('the address zero', '0.0.0.0'),
  stranger('a link-local address, that of instance metadata', '169.254.169.254'),
  stranger('a multicast address', '224.0.0.251'),
  stranger('the broadcast address', '255.255.255.255'),
  stranger("this host's own address over IPv6", '::1'),
  stranger('the address zero over IPv6', '::'),
  stranger('a link-local address over IPv6', 'fe80::1'),
  stranger('a multicast address over IPv6', 'ff02::1'),
  stranger("this host's own IPv4 address, written as one of IPv6", '::ffff:127.0.0.1'),
  stranger('a public IPv4 address, written as one of IPv6', '::ffff:203.0.113.7'),
  stranger('an IPv4 address behind NAT64', '64:ff9b::cb00:7107'),
  stranger('an IPv4 address behind 6to4', '2002:cb00:7107::1'),
  stranger('an IPv4 address behind Teredo', '2001:0:cb00:7107::1'),
  stranger('an address of documentation', '2001:db8::7'),
  {
    fault: 'a global IPv6 address, such as those of a VPC',
    does: 'trusted by default, and dialled; `trustedNetworks` narrows it to the blocks of the VPC',
    leadsTo: [UNASSIGNED],
    sent: 'dialled',
  },
  {
    fault: 'the same, with another IPv6 block in `trustedNetworks`',
    does: KEPT,
    leadsTo: [UNASSIGNED],
    networks: ['2600:1f14::/36'],
    sent: false,
  },
  {
    fault: 'a public address before the right one',
    does: `${KEPT}; no second address is tried`,
    leadsTo: ['203.0.113.7', '10.0.0.7'],
    sent: false,
  },
  {
    fault: 'a private address that is not in the configured `trustedNetworks`',
    does: `${KEPT}: what is configured replaces the default`,
    leadsTo: ['10.0.0.7'],
    networks: ['127.0.0.0/8'],
    sent: false,
  },
  {
    fault: 'an IPv6 address, with IPv4 alone in `trustedNetworks`',
    does: KEPT,
    leadsTo: ['fd00::7'],
    networks: ['0.0.0.0/0'],
    sent: false,
  },
  {
    fault: 'an IPv4 address written as one of IPv6, with IPv6 alone in `trustedNetworks`',
    does: KEPT,
    leadsTo: ['::ffff:127.0.0.1'],
    networks: ['::/0'],
    sent: false,
  },
  {
    fault: 'a public address behind the right one',
    does: 'sent to the first, which is in `trustedNetworks`; no second address is tried',
    leadsTo: ['127.0.0.1', '203.0.113.7'],
    networks: ['127.0.0.1/32'],
    sent: true,
  },
  {
    fault: 'any address, with `["0.0.0.0/0", "::/0"]` configured',
    does: 'sent: the guard is off',
    leadsTo: ['127.0.0.1'],
    networks: ['0.0.0.0/0', '::/0'],
    sent: true,
  },
  {
    fault: 'any address, for a resource with `auth: "none"`',
    does: 'sent, without credentials',
    leadsTo: ['127.0.0.1'],
    bare: true,
    sent: true,
  },
];
