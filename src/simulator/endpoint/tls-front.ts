// Takes accepted connections from their first byte to an established TLS session, and writes them into the journal.
// It must not read HTTP: established sessions are handed on.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Certificates } from '../certificates.ts';
import type { Faults } from '../faults.ts';
import type { ClientHello, SeenConnection, SeenRequest } from '../journal.ts';
import type { Topology, Zone } from '../topology.ts';
import { breakHandshake } from './broken-handshake.ts';
import { parseClientHello } from './client-hello.ts';
import { createContextChooser } from './secure-contexts.ts';

/** An established session and what is known of its connection. */
export interface Session {
  readonly socket: TLSSocket;
  /** Name of the zone whose interface accepted the connection. */
  readonly zone: string;
  /** Server name of the ClientHello, as sent. */
  readonly sni: string | undefined;
  /** Writes a request into the journal. */
  record(request: SeenRequest): void;
  /** Ends the connection below TLS: no close_notify is sent. What was written and flushed before has left. */
  hangUp(): void;
}

/** What the front needs to know and where it hands sessions on. */
interface TlsFrontOptions {
  readonly topology: Topology;
  readonly certificates: Certificates;
  readonly faults: () => Faults;
  /** Appended to as ClientHellos arrive. */
  readonly journal: SeenConnection[];
  readonly onSession: (session: Session) => void;
}

/** Accepts sockets; `destroyAll` ends every connection it ever accepted that is still open. */
interface TlsFront {
  accept(socket: Socket, zone: Zone): void;
  destroyAll(): Promise<void>;
}

/** A front that reads the faults anew for every connection. */
export function createTlsFront(options: TlsFrontOptions): TlsFront {
  const open = new Set<Socket>();
  const chooseContext = createContextChooser(options);
  const handshake = async (socket: Socket, zone: Zone, hello: ClientHello | undefined): Promise<void> => {
    const record = hello === undefined ? () => {} : keep(options.journal, zone, hello);
    const { tls } = options.faults();
    if (tls !== 'ok') {
      breakHandshake[tls](socket);
      return;
    }
    const context = await chooseContext(hello?.sni);
    if (socket.destroyed) return;
    const secured = startTls(socket, context, hello);
    const hangUp = (): void => void socket.end();
    secured.once('secure', () =>
      options.onSession({ socket: secured, zone: zone.name, sni: hello?.sni, record, hangUp }),
    );
  };
  return {
    accept: (socket, zone) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
      readHello(socket, (hello) => void handshake(socket, zone, hello));
    },
    destroyAll: async () => {
      const closed = [...open].map((socket) => once(socket, 'close'));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** Calls back once, with the bytes put back into the socket; undefined when they are not a ClientHello. */
function readHello(socket: Socket, done: (hello: ClientHello | undefined) => void): void {
  let received = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    const hello = parseClientHello(received);
    if (hello === 'incomplete') return;
    socket.off('data', onData);
    socket.pause();
    socket.unshift(received);
    done(hello === 'not-tls' ? undefined : hello);
  };
  socket.on('data', onData);
}

function startTls(socket: Socket, context: SecureContext, hello: ClientHello | undefined): TLSSocket {
  // A server that knows ALPN but none of the client's protocols must abort (RFC 7301). execute-api endpoints were seen
  // to leave the extension unanswered instead, so ALPN is switched on only for clients that offer HTTP/1.1.
  const alpn = hello?.alpn.includes('http/1.1') === true ? { ALPNProtocols: ['http/1.1'] } : {};
  const secured = new TLSSocket(socket, { isServer: true, secureContext: context, ...alpn });
  secured.on('error', () => secured.destroy());
  return secured;
}

function keep(journal: SeenConnection[], zone: Zone, clientHello: ClientHello): (request: SeenRequest) => void {
  const requests: SeenRequest[] = [];
  journal.push({ zone: zone.name, address: zone.address, clientHello, requests });
  return (request) => {
    requests.push(request);
  };
}
