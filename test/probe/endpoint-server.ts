// An HTTPS server that keeps every byte a client sends: the ClientHello as it came over TCP, then the request as it came
// out of TLS. What it answers, and when, is a test's matter.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import { helloLength, readHello } from './hello-bytes.ts';

export interface Behaviour {
  /** What is presented, and which versions are spoken. */
  readonly tls: SecureContextOptions;
  /** Takes the bare connection; then there is no TLS. */
  readonly onAccept?: (socket: Socket) => void;
  /** How long the server looks at the ClientHello before it answers, in milliseconds. */
  readonly handshakeDelayMs?: number;
  /** Called when the handshake is over, before anything was asked. */
  readonly onSecure?: (socket: TLSSocket, tcp: Socket) => void;
  /** Called once for each request whose head has come whole, with the connection under it. */
  readonly onRequest?: (socket: TLSSocket, tcp: Socket) => void;
  /** What is otherwise for whoever asks for this name in the ClientHello, which has been read by then. */
  readonly towards?: { readonly name: string; readonly behaviour: Partial<Behaviour> };
}

export interface Connection {
  readonly hello: Buffer;
  /** What came out of TLS. */
  readonly sent: string;
  /** What came over the bare connection, where `towards` has taken it. */
  readonly bare: string;
  /** How many bytes the server has given to be sent, above TLS where there is TLS. */
  readonly given: number;
  readonly open: boolean;
}

export interface EndpointServer extends AsyncDisposable {
  readonly port: number;
  /** In the order in which they were accepted. */
  readonly connections: readonly Connection[];
}

interface Recorded {
  hello: Buffer;
  sent: string;
  bare: string;
  socket: Socket;
  readonly given: number;
  open: boolean;
}

export async function startEndpointServer(behaviour: Behaviour, address = '127.0.0.1'): Promise<EndpointServer> {
  const connections: Recorded[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const connection: Recorded = {
      hello: Buffer.alloc(0),
      sent: '',
      bare: '',
      socket,
      get given() {
        return this.socket.bytesWritten;
      },
      open: true,
    };
    connections.push(connection);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connection.open = false;
      sockets.delete(socket);
    });
    if (behaviour.onAccept === undefined) secure(socket, connection, behaviour);
    else behaviour.onAccept(socket);
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

function secure(socket: Socket, connection: Recorded, behaviour: Behaviour): void {
  const onReadable = () => {
    connection.hello = Buffer.concat([connection.hello, socket.read() ?? Buffer.alloc(0)]);
    const length = helloLength(connection.hello);
    if (length === undefined || connection.hello.length < length) return;
    socket.off('readable', onReadable);
    // The TLS server reads the bytes again.
    socket.unshift(connection.hello);
    const { towards } = behaviour;
    const isOther = towards !== undefined && readHello(connection.hello).sni === towards.name;
    const own = isOther ? { ...behaviour, ...towards.behaviour } : behaviour;
    const start = () =>
      own.onAccept === undefined ? startTls(socket, connection, own) : takeBare(socket, connection, own);
    if (own.handshakeDelayMs === undefined) start();
    else setTimeout(start, own.handshakeDelayMs);
  };
  socket.on('readable', onReadable);
}

function takeBare(socket: Socket, connection: Recorded, { onAccept }: Behaviour): void {
  socket.on('data', (bytes) => {
    connection.bare += bytes.toString('latin1');
  });
  onAccept?.(socket);
}

function startTls(socket: Socket, connection: Recorded, { tls, onSecure, onRequest }: Behaviour): void {
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext: createSecureContext(tls),
    ALPNProtocols: ['http/1.1'],
  });
  connection.socket = secured;
  secured.on('error', () => socket.destroy());
  secured.once('secure', () => onSecure?.(secured, socket));
  secured.setEncoding('latin1');
  secured.on('data', (text: string) => {
    const before = requestCount(connection.sent);
    connection.sent += text;
    if (requestCount(connection.sent) > before) onRequest?.(secured, socket);
  });
}

export function requestCount(sent: string): number {
  return sent.split('\r\n\r\n').length - 1;
}
