// What a capture says of each probe: when its query, its SYN and the last byte of its answer were on the wire.

import { decode } from 'dns-packet';
import { parseClientHello } from '../src/simulator/endpoint/client-hello.ts';
import type { Packet } from './packets.ts';

/** A probe on the wire; times in milliseconds since the epoch. */
export interface WireTimes {
  /** Absent where no query for the name was captured. */
  readonly queryAt?: number;
  readonly synAt: number;
  readonly lastByteAt: number;
}

/** Probes by the name in their handshakes; `incomplete`: connections of which the capture lost the first or the last
 * segment, or the name. */
export interface Wire {
  readonly probes: ReadonlyMap<string, WireTimes>;
  readonly incomplete: number;
}

/** Reads the connections to `port` and the queries to `dnsPort`. */
export function readWire(packets: readonly Packet[], { port, dnsPort }: { port: number; dnsPort: number }): Wire {
  const queries = firstQueries(packets.filter(({ tcp, destination }) => tcp === undefined && destination === dnsPort));
  const connections = Map.groupBy(
    packets.filter(({ tcp }) => tcp !== undefined),
    ({ source, destination }) => (destination === port ? source : destination),
  );
  const read = [...connections.values()].map((connection) => readConnection(connection, port));
  const whole = read.filter((each) => each !== undefined);
  return {
    probes: new Map(
      whole.map(({ name, ...times }) => {
        const queryAt = queries.get(name);
        return [name, { ...times, ...(queryAt === undefined ? {} : { queryAt }) }];
      }),
    ),
    incomplete: read.length - whole.length,
  };
}

/** When each name was first asked for. */
function firstQueries(packets: readonly Packet[]): ReadonlyMap<string, number> {
  const queries = new Map<string, number>();
  for (const { payload, at } of packets) {
    const name = decode(payload).questions?.[0]?.name;
    if (name !== undefined && !queries.has(name)) queries.set(name, at);
  }
  return queries;
}

// A close_notify as a TLS 1.2 record; in TLS 1.3 it has 24 bytes. An answer of HTTP is longer.
const MAX_GOODBYE_BYTES = 31;

function readConnection(
  packets: readonly Packet[],
  port: number,
): ({ readonly name: string } & Pick<WireTimes, 'synAt' | 'lastByteAt'>) | undefined {
  const sent = packets.filter(({ destination }) => destination === port);
  const received = packets.filter(({ source, length }) => source === port && length > 0);
  const syn = sent.find(({ tcp }) => tcp?.syn);
  const hello = sent.find(({ length }) => length > 0);
  const name = hello === undefined ? undefined : serverNameIn(hello.payload);
  const last = received.findLast(({ length }) => length > MAX_GOODBYE_BYTES);
  const acknowledged = sent.findLast(({ tcp }) => tcp?.ack)?.tcp?.acknowledgement;
  if (syn === undefined || name === undefined || last?.tcp === undefined || acknowledged === undefined)
    return undefined;
  const { sequence } = last.tcp;
  // What the client has acknowledged beyond that is a goodbye and an end, or the capture has lost the answer.
  const beyond = (acknowledged - sequence - last.length) >>> 0;
  if (beyond > MAX_GOODBYE_BYTES + 1) return undefined;
  // A segment may have been sent twice.
  const first = received.find(({ tcp }) => tcp?.sequence === sequence) ?? last;
  return { name, synAt: syn.at, lastByteAt: first.at };
}

/** The name that the first bytes of a connection ask for, which is sent in the clear. */
function serverNameIn(bytes: Buffer): string | undefined {
  const hello = parseClientHello(bytes);
  return typeof hello === 'string' ? undefined : hello.sni;
}
