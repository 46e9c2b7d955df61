// One resolver on the loopback address: UDP and TCP on the same port number.
// It moves packets only; what they say is message.ts's matter.
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Respond } from './message.ts';

/** A running resolver. */
interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as resolver options take it. */
  readonly address: string;
}

const HOST = '127.0.0.1';
const ATTEMPTS = 20;

/** Starts on a port that the system chooses for TCP and that is free for UDP as well. */
export async function startDnsServer(respond: Respond): Promise<DnsServer> {
  for (let attempt = 1; ; attempt += 1) {
    const connections = new Set<Socket>();
    const tcp = createServer((socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      serveTcp(socket, respond);
    }).listen(0, HOST);
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4');
    try {
      udp.bind(port, HOST);
      await once(udp, 'listening');
    } catch (error) {
      tcp.close();
      if (attempt === ATTEMPTS) throw error;
      continue;
    }
    serveUdp(udp, respond);
    return { address: `${HOST}:${port}`, [Symbol.asyncDispose]: () => close(udp, tcp, connections) };
  }
}

function serveUdp(udp: UdpSocket, respond: Respond): void {
  udp.on('message', (packet, client) => {
    const response = respond(packet, 'udp');
    // A client that closed its socket in the meantime shows as an error of this send and concerns nobody else.
    if (response !== undefined) udp.send(response, client.port, client.address, () => {});
  });
}

/** Each message is preceded by its length in two bytes; several may arrive on one connection. */
function serveTcp(socket: Socket, respond: Respond): void {
  let received = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const response = respond(received.subarray(2, end), 'tcp');
      received = received.subarray(end);
      if (response !== undefined) socket.write(frame(response));
    }
  });
}

function frame(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

async function close(udp: UdpSocket, tcp: Server, connections: ReadonlySet<Socket>): Promise<void> {
  const closed = [once(udp, 'close'), once(tcp, 'close')];
  udp.close();
  tcp.close();
  for (const socket of connections) socket.destroy();
  await Promise.all(closed);
}
