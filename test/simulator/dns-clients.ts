// DNS clients for the simulator's tests: Node's resolver, and bare packets over UDP and TCP.
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { decode, type Packet, streamDecode, streamEncode } from 'dns-packet';

export function resolverAt(server: string): Resolver {
  const resolver = new Resolver({ tries: 1, timeout: 20_000 });
  resolver.setServers([server]);
  return resolver;
}

/** Sends the packets from one socket and decodes the first answer. */
export async function overUdp(
  server: string,
  ...packets: readonly Buffer[]
): Promise<ReturnType<typeof decode> & { rcode?: string }> {
  const [host, port] = server.split(':');
  const socket = createSocket('udp4');
  try {
    for (const packet of packets) socket.send(packet, Number(port), host);
    const [answer] = await once(socket, 'message');
    return decode(answer);
  } finally {
    socket.close();
  }
}

/** Sends one query in two pieces, cut inside its length prefix. */
export async function askOverTcp(server: string, query: Packet): Promise<Packet> {
  const [host = '', port] = server.split(':');
  const socket = connect({ host, port: Number(port), noDelay: true });
  try {
    const framed = streamEncode(query);
    socket.write(framed.subarray(0, 1));
    socket.write(framed.subarray(1));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) {
      chunks.push(chunk);
      const received = Buffer.concat(chunks);
      if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) return streamDecode(received);
    }
    throw new Error('The resolver closed the connection without a whole answer');
  } finally {
    socket.destroy();
  }
}

// Silence has no end: this long is enough for an answer on the loopback address to have come.
const SILENCE_MS = 300;

/** Whether no datagram comes back in time. */
export async function silentOverUdp(server: string, packet: Buffer): Promise<boolean> {
  const [host, port] = server.split(':');
  const socket = createSocket('udp4');
  try {
    socket.send(packet, Number(port), host);
    return await staysSilent(once(socket, 'message'));
  } finally {
    socket.close();
  }
}

/** Whether the connection stays open and not a byte comes back in time. */
export async function silentOverTcp(server: string, query: Packet): Promise<boolean> {
  const [host = '', port] = server.split(':');
  const socket = connect({ host, port: Number(port) });
  try {
    socket.write(streamEncode(query));
    return await staysSilent(Promise.race([once(socket, 'data'), once(socket, 'end')]));
  } finally {
    socket.destroy();
  }
}

function staysSilent(sound: Promise<unknown>): Promise<boolean> {
  return Promise.race([sound.then(() => false), setTimeout(SILENCE_MS, true)]);
}

export function dataOf(packet: Packet): string[] {
  return (packet.answers ?? []).flatMap((record) => (record.type === 'A' ? [record.data] : []));
}
