// DNS clients for the simulator's tests: Node's resolver, and bare packets over UDP and TCP.
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
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

export function dataOf(packet: Packet): string[] {
  return (packet.answers ?? []).flatMap((record) => (record.type === 'A' ? [record.data] : []));
}
