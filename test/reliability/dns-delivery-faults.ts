// How the answer of a DNS server may come, if it does, and what becomes of the probe of its name. Data only;
// dns-delivery.test.ts serves it.

import { type NameReply, type TcpAnswering, withLength } from '../probe/name-server.ts';
import { type DnsFault, many, RIGHT, records, right, truncated } from './dns-fault.ts';

const bytes = (hex: string): NameReply => ({ bytes: Buffer.from(hex, 'hex') });

/** One byte after the other, until the client has had enough. */
const dripped: TcpAnswering = (client, { name }, framed) => {
  const left = [...framed(records(name, many(100)))];
  const timer = setInterval(() => client.write(Buffer.from([left.shift() ?? 0])), 20);
  client.on('close', () => clearInterval(timer));
};

const inParts: TcpAnswering = (client, { name }, framed) => {
  client.setNoDelay();
  const whole = framed(records(name, many(3)));
  for (const [index, [from, to]] of [[0, 1] as const, [1, 20] as const, [20, whole.length] as const].entries())
    setTimeout(() => client.write(whole.subarray(from, to)), 30 * index);
};

export const DNS_DELIVERY_FAULTS: readonly DnsFault[] = [
  {
    fault: 'silence, with a second server configured',
    does: '`dns-timeout` after `dnsMs`; [the second server is not asked](decisions/0002-one-dns-server.md)',
    udp: () => undefined,
    sees: 'dns-timeout',
  },
  {
    fault: 'nothing listens at the address of the server',
    does: '`dns-unreachable`, at once; the second server is not asked',
    sees: 'dns-unreachable',
  },
  {
    fault: 'an answer that comes late, within `dnsMs`',
    does: 'passes, and the time is in `dns`',
    udp: ({ name }) => ({ ...records(name), delayMs: 200 }),
    sees: { outcome: 'passed' },
    takesMs: 200,
  },
  {
    fault: 'an answer that comes after `dnsMs`',
    does: '`dns-timeout` after `dnsMs`',
    udp: ({ name }) => ({ ...records(name), delayMs: 1_200 }),
    sees: 'dns-timeout',
  },
  {
    fault: 'a hundred answers with a wrong id, to another address, and then the right one',
    does: 'the right one counts',
    udp: ({ name }) => [
      ...Array.from({ length: 100 }, (): NameReply => ({ ...records(name, ['127.0.0.99']), stray: 'id' })),
      records(name),
    ],
    sees: { outcome: 'passed', addresses: [RIGHT] },
  },
  {
    fault: 'answers with a wrong id alone',
    does: '`dns-timeout` after `dnsMs`: they count for nothing',
    udp: ({ name }) => ({ ...records(name), stray: 'id' }),
    sees: 'dns-timeout',
  },
  {
    fault: 'an answer from another port',
    does: '`dns-timeout` after `dnsMs`: it counts for nothing',
    udp: ({ name }) => ({ ...records(name), stray: 'port' }),
    sees: 'dns-timeout',
  },
  {
    fault: 'an answer to another question',
    does: '`dns-timeout` after `dnsMs`: it counts for nothing',
    udp: ({ name }) => ({ ...records(name), stray: 'question' }),
    sees: 'dns-timeout',
  },
  {
    fault: 'an answer that ends in its header',
    does: '`dns-malformed`',
    udp: () => bytes('81800001000000000000'),
    sees: 'dns-malformed',
  },
  {
    fault: 'an address of three bytes',
    does: '`dns-malformed`',
    udp: () => bytes('8180000000010000000000000100010000003c0003010203'),
    sees: 'dns-malformed',
  },
  {
    fault: 'a header that announces 65,535 records, and none comes',
    does: '`dns-malformed`',
    udp: () => bytes('81800001ffff00000000000001000100'),
    sees: 'dns-malformed',
  },
  {
    fault: 'a name that is compressed to itself, endlessly',
    does: '`dns-malformed`',
    udp: () => bytes('81800000000100000000c00c000100010000003c00047f000001'),
    sees: 'dns-malformed',
  },
  {
    fault: 'bytes that are no DNS',
    does: '`dns-malformed`',
    udp: () => ({ bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }),
    sees: 'dns-malformed',
  },
  {
    fault: 'an answer over TCP in several parts',
    does: 'passes',
    udp: truncated,
    tcp: inParts,
    sees: { outcome: 'passed', addresses: many(3) },
  },
  {
    fault: 'truncated, and the whole answer over TCP is truncated, too',
    does: 'what there is counts',
    udp: truncated,
    tcp: (client, question, framed) => client.write(framed({ ...right(question), truncated: true })),
    sees: { outcome: 'passed', addresses: [RIGHT] },
  },
  {
    fault: 'truncated, and TCP is refused',
    does: '`dns-unreachable`: half of an answer is not used',
    udp: (question) => ({ ...right(question), truncated: true }),
    sees: 'dns-unreachable',
  },
  {
    fault: 'truncated, and TCP is silent',
    does: '`dns-timeout` after `dnsMs`',
    udp: (question) => ({ ...right(question), truncated: true }),
    tcp: () => {},
    sees: 'dns-timeout',
  },
  {
    fault: 'truncated, and the answer over TCP drips',
    does: '`dns-timeout` after `dnsMs`',
    udp: truncated,
    tcp: dripped,
    gives: 5,
    sees: 'dns-timeout',
  },
  {
    fault: 'truncated, and the TCP connection is reset',
    does: '`dns-unreachable`',
    udp: truncated,
    tcp: (client) => client.resetAndDestroy(),
    sees: 'dns-unreachable',
  },
  {
    fault: 'truncated, and the TCP connection ends in the middle of the answer',
    does: '`dns-timeout` after `dnsMs`: Node does not tell of the end',
    udp: truncated,
    tcp: (client, { name }, framed) => client.end(framed(records(name, many(3))).subarray(0, 30)),
    sees: 'dns-timeout',
  },
  {
    fault: 'truncated, and the answer over TCP has a wrong id',
    does: '`dns-timeout` after `dnsMs`: it counts for nothing',
    udp: truncated,
    tcp: (client, question, framed) => client.write(framed({ ...right(question), stray: 'id' })),
    sees: 'dns-timeout',
  },
  {
    fault: 'truncated, and bytes over TCP that are no DNS',
    does: '`dns-malformed`',
    udp: truncated,
    tcp: (client) => client.write(withLength(Buffer.from('not DNS'))),
    sees: 'dns-malformed',
  },
  {
    fault: 'seven hundred addresses, over TCP',
    does: 'the first is dialled; the report keeps 32',
    udp: truncated,
    tcp: (client, { name }, framed) => client.write(framed(records(name, many(700)))),
    sees: { outcome: 'passed', address: RIGHT, addresses: many(32) },
  },
];
