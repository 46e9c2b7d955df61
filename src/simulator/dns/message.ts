// One DNS query packet to one response packet: flags, negative answers, EDNS, truncation.
// It must not know sockets; whatever a client sends, it answers or stays silent, and never throws.
import * as dnsPacket from 'dns-packet';
import type { Faults } from '../faults.ts';
import type { Topology } from '../topology.ts';
import { isWithin, lookUp } from './records.ts';
import { forwardedApexes, type View } from './zones.ts';

/** The simulated world as one resolver sees it. */
export interface ResolverWorld {
  readonly view: View;
  readonly topology: Topology;
  readonly faults: () => Faults;
}

/** Answers a packet, or undefined where silence is right. */
export type Respond = (packet: Buffer, transport: 'udp' | 'tcp') => Buffer | undefined;

type AddressType = 'A' | 'AAAA';
type Rcode = keyof typeof rcodes;
type ResourceRecord = dnsPacket.Answer;

interface Outcome {
  readonly rcode: Rcode;
  readonly answers: ResourceRecord[];
  readonly authorities: ResourceRecord[];
}

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
const HEADER_BYTES = 12;
const QR_BIT = 0x8000;
const QUERY = 0;
const PLAIN_UDP_BYTES = 512;
// What resolvers advertise since the 2020 flag day, so that answers are not fragmented.
const EDNS_UDP_BYTES = 1_232;
const TTL_SECONDS = 60;

/** A responder with its own round robin. */
export function createResponder(world: ResolverWorld): Respond {
  const turns = { A: 0, AAAA: 0 };
  return (packet, transport) => {
    if (world.faults().dns === 'silent') return undefined;
    if (packet.length < HEADER_BYTES || (packet.readUInt16BE(2) & QR_BIT) !== 0) return undefined;
    const query = decode(packet);
    const [question, ...others] = query?.questions ?? [];
    if (query === undefined || question === undefined || others.length > 0) return formatError(packet);
    const outcome = opcode(packet) === QUERY ? resolve(question, world, turns) : failure('NOTIMP');
    if (isAddressType(question.type)) turns[question.type] += 1;
    return encode(query, outcome, transport);
  };
}

function opcode(packet: Buffer): number {
  return (packet.readUInt8(2) >> 3) & 0xf;
}

function decode(packet: Buffer): dnsPacket.DecodedPacket | undefined {
  try {
    return dnsPacket.decode(packet);
  } catch {
    // The codec throws plain errors of several kinds; each means that the packet is malformed.
    return undefined;
  }
}

function formatError(packet: Buffer): Buffer {
  return dnsPacket.encode({ type: 'response', id: packet.readUInt16BE(0), flags: rcodes.FORMERR });
}

function failure(rcode: Rcode): Outcome {
  return { rcode, answers: [], authorities: [] };
}

function resolve(
  question: dnsPacket.Question,
  world: ResolverWorld,
  turns: Readonly<Record<AddressType, number>>,
): Outcome {
  const { topology, view } = world;
  const faults = world.faults();
  const name = question.name.toLowerCase();
  if (refuses(name, world)) return failure('SERVFAIL');
  if (question.class !== undefined && question.class !== 'IN') return failure('REFUSED');
  const { zone, records } = lookUp(name, { view, topology, faults });
  const denial = [startOfAuthority(zone === '' ? '.' : zone)];
  if (records === undefined) return { rcode: 'NXDOMAIN', answers: [], authorities: denial };
  const { type } = question;
  const addresses = isAddressType(type) ? rotate(records[type], turns[type]).map((data) => ({ type, data })) : [];
  const answers = [
    ...(records.cname === undefined ? [] : [record('CNAME', question.name, records.cname)]),
    ...addresses.map((each) => record(each.type, records.cname ?? question.name, each.data)),
  ];
  const hasData = addresses.length > 0 || (type === 'CNAME' && records.cname !== undefined);
  return { rcode: 'NOERROR', answers, authorities: hasData ? [] : denial };
}

function refuses(name: string, { view, topology, faults }: ResolverWorld): boolean {
  const { dns, forwarding } = faults();
  const isLost = view === 'on-premises' && forwarding === 'down';
  return (
    dns === 'servfail' ||
    (dns === 'servfail-private' && isWithin(name, topology.privateApex)) ||
    (isLost && forwardedApexes(topology).some((apex) => isWithin(name, apex)))
  );
}

function isAddressType(type: string | undefined): type is AddressType {
  return type === 'A' || type === 'AAAA';
}

/** The owner keeps the case of the question: clients that randomize it compare. */
function record(type: AddressType | 'CNAME', name: string, data: string): ResourceRecord {
  return { type, class: 'IN', name, ttl: TTL_SECONDS, data };
}

function startOfAuthority(zone: string): ResourceRecord {
  const data = {
    mname: 'ns-1.simulated.invalid',
    rname: 'hostmaster.simulated.invalid',
    serial: 1,
    refresh: 7_200,
    retry: 900,
    expire: 1_209_600,
    minimum: TTL_SECONDS,
  };
  return { type: 'SOA', class: 'IN', name: zone, ttl: TTL_SECONDS, data };
}

function rotate(addresses: readonly string[], turn: number): readonly string[] {
  const start = addresses.length === 0 ? 0 : turn % addresses.length;
  return [...addresses.slice(start), ...addresses.slice(0, start)];
}

function encode(query: dnsPacket.DecodedPacket, outcome: Outcome, transport: 'udp' | 'tcp'): Buffer {
  const edns = query.additionals?.find((extra) => extra.type === 'OPT');
  const recursionDesired = query.flag_rd ? dnsPacket.RECURSION_DESIRED : 0;
  const response: dnsPacket.Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags: dnsPacket.AUTHORITATIVE_ANSWER | dnsPacket.RECURSION_AVAILABLE | recursionDesired | rcodes[outcome.rcode],
    questions: query.questions ?? [],
    answers: outcome.answers,
    authorities: outcome.authorities,
    additionals: edns === undefined ? [] : [optRecord()],
  };
  const packet = dnsPacket.encode(response);
  const limit = edns === undefined ? PLAIN_UDP_BYTES : Math.max(PLAIN_UDP_BYTES, edns.udpPayloadSize);
  if (transport === 'tcp' || packet.length <= limit) return packet;
  const flags = (response.flags ?? 0) | dnsPacket.TRUNCATED_RESPONSE;
  return dnsPacket.encode({ ...response, flags, answers: [], authorities: [] });
}

function optRecord(): ResourceRecord {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: EDNS_UDP_BYTES,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}
