// What becomes of a connection whose ClientHello is not answered by a handshake.
// It must not decide when: the TLS front does.
import type { Socket } from 'node:net';
import type { Faults } from '../faults.ts';

// A record of type alert in version 3.3 with two bytes: fatal (2), handshake_failure (40). RFC 8446 section 6.
const HANDSHAKE_FAILURE = Buffer.from([21, 3, 3, 0, 2, 2, 40]);

const badRequest = '<html><body><h1>400 Bad request</h1></body></html>\n';
const plainHttp = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/html',
  `Content-Length: ${badRequest.length}`,
  'Connection: close',
  '',
  badRequest,
].join('\r\n');

/** One way for each fault, to be taken once the first message of the client has been read. */
export const breakHandshake: Readonly<Record<Exclude<Faults['tls'], 'ok'>, (socket: Socket) => void>> = {
  refused: (socket) => socket.resume().end(HANDSHAKE_FAILURE),
  // Reading goes on, so that the connection ends when the client gives up.
  silent: (socket) => socket.resume(),
  reset: (socket) => socket.resetAndDestroy(),
  'plain-http': (socket) => socket.resume().end(plainHttp),
};
