// What the answer of a DNS server may say of one name, and what becomes of the probe of that name. Data only; dns.test.ts
// serves it.

import { addressRecords, type NameReply } from '../probe/name-server.ts';
import { type DnsFault, many, RIGHT, records } from './dns-fault.ts';

const alias = (name: string, data: string) => ({ type: 'CNAME', name, ttl: 60, data }) as const;

/** The address, behind as many aliases. */
function chain(name: string, length: number): NameReply {
  const names = [name, ...Array.from({ length }, (_, index) => `alias-${index}.example`)];
  const aliases = names.slice(1).map((next, index) => alias(names[index] ?? name, next));
  return { answers: [...aliases, ...addressRecords(names.at(-1) ?? name, [RIGHT])] };
}

const CONTROL_CHARACTERS = '\u001b[31m\r\n\u0000.example';

export const DNS_FAULTS: readonly DnsFault[] = [
  {
    fault: 'the name does not exist (NXDOMAIN)',
    does: '`dns-nxdomain`',
    udp: () => ({ rcode: 'NXDOMAIN' }),
    sees: 'dns-nxdomain',
  },
  {
    fault: 'NXDOMAIN with an address beside it',
    does: '`dns-nxdomain`: the address is not used',
    udp: ({ name }) => ({ ...records(name), rcode: 'NXDOMAIN' }),
    sees: 'dns-nxdomain',
  },
  { fault: 'an answer without records', does: '`dns-no-address`', udp: () => ({}), sees: 'dns-no-address' },
  {
    fault: 'addresses of the other family alone',
    does: '`dns-no-address`',
    udp: ({ name }) => records(name, ['::1']),
    sees: 'dns-no-address',
  },
  {
    fault: 'an alias (CNAME) that leads nowhere',
    does: '`dns-no-address`',
    udp: ({ name }) => ({ answers: [alias(name, 'gone.example')] }),
    sees: 'dns-no-address',
  },
  {
    fault: 'aliases that lead to each other, or to themselves',
    does: '`dns-no-address`, at once: none is followed',
    udp: ({ name }) => ({ answers: [alias(name, 'b.example'), alias('b.example', name), alias(name, name)] }),
    sees: 'dns-no-address',
  },
  {
    fault: 'an address behind a hundred aliases',
    does: 'the address is dialled',
    udp: ({ name }) => chain(name, 100),
    sees: { outcome: 'passed', addresses: [RIGHT] },
  },
  {
    fault: 'control characters and escapes in the name of an alias',
    does: 'the address is dialled; no name out of an answer is shown anywhere',
    udp: ({ name }) => ({
      answers: [alias(name, CONTROL_CHARACTERS), ...addressRecords(CONTROL_CHARACTERS, [RIGHT])],
    }),
    sees: { outcome: 'passed', addresses: [RIGHT] },
  },
  {
    fault: 'an address that stands under another name than the one asked for',
    does: 'the address is dialled, as c-ares takes it; credentials go to [trusted networks](requests.md#no-credentials-to-strangers) alone',
    udp: () => records('another.example'),
    sees: { outcome: 'passed', addresses: [RIGHT] },
  },
  { fault: 'SERVFAIL', does: '`dns-servfail`', udp: () => ({ rcode: 'SERVFAIL' }), sees: 'dns-servfail' },
  {
    fault: 'SERVFAIL with an address beside it',
    does: '`dns-servfail`: the address is not used',
    udp: ({ name }) => ({ ...records(name), rcode: 'SERVFAIL' }),
    sees: 'dns-servfail',
  },
  { fault: 'REFUSED', does: '`dns-refused`', udp: () => ({ rcode: 'REFUSED' }), sees: 'dns-refused' },
  { fault: 'NOTIMP', does: '`dns-refused`', udp: () => ({ rcode: 'NOTIMP' }), sees: 'dns-refused' },
  { fault: 'FORMERR', does: '`dns-malformed`', udp: () => ({ rcode: 'FORMERR' }), sees: 'dns-malformed' },
  {
    fault: 'a response code that no resolver gives (NOTAUTH)',
    does: '`dns-no-address`: Node does not tell the code',
    udp: () => ({ rcode: 'NOTAUTH' }),
    sees: 'dns-no-address',
  },
  {
    fault: 'a TTL of zero',
    does: 'passes: a probe keeps no answer anyway',
    udp: ({ name }) => records(name, [RIGHT], 0),
    sees: { outcome: 'passed', ttlSeconds: 0 },
  },
  {
    fault: 'a TTL of 136 years',
    does: 'passes: a probe keeps no answer anyway',
    udp: ({ name }) => records(name, [RIGHT], 0xffff_ffff),
    sees: { outcome: 'passed', ttlSeconds: 0xffff_ffff },
  },
  {
    fault: 'four hundred addresses in one datagram',
    does: 'the first is dialled; the report keeps 32',
    udp: ({ name }) => records(name, many(400)),
    sees: { outcome: 'passed', address: RIGHT, addresses: many(32) },
  },
  {
    fault: 'the address zero (`0.0.0.0`), for a request without credentials',
    does: 'dialled, as a client does: for the system it is this host itself',
    udp: ({ name }) => records(name, ['0.0.0.0']),
    sees: { outcome: 'passed', address: '0.0.0.0' },
  },
  {
    fault: 'the broadcast address, for a request without credentials',
    does: '`connect-unreachable`, at once',
    udp: ({ name }) => records(name, ['255.255.255.255']),
    sees: 'connect-unreachable',
  },
  {
    fault: 'a multicast address, for a request without credentials',
    does: '`connect-unreachable`, at once',
    udp: ({ name }) => records(name, ['224.0.0.251']),
    sees: 'connect-unreachable',
  },
];
