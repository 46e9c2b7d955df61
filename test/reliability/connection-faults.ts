// Endpoints with which no connection comes about, or no handshake comes to an end.

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Behaviour } from '../probe/endpoint-server.ts';
import { authority, NAMES } from '../probe/world.ts';
import { always, drip, pour } from './floods.ts';
import type { HostileFault } from './hostility.ts';

const HANDSHAKE_MS = 500;
const sound = await authority.issue({ names: [NAMES.zoneA] });

const raw = (onAccept: (socket: Socket) => void): Partial<Behaviour> => ({ onAccept });
// Long enough for all else that a probe does.
const withinHandshake = {
  limitMs: HANDSHAKE_MS,
  world: { timeouts: { tlsMs: HANDSHAKE_MS, probeMs: 60_000 } },
} as const;

/** A proper handshake of which the client gets what `send` makes of it. */
function handshakeThrough(send: (bytes: Buffer, socket: Socket) => void): Partial<Behaviour> {
  return raw((socket) => {
    const wire = new Duplex({
      read: () => {},
      write: (bytes, _encoding, done) => {
        send(bytes, socket);
        done();
      },
    });
    socket.on('data', (bytes) => wire.push(bytes));
    new TLSSocket(wire, { isServer: true, secureContext: createSecureContext(sound) }).on('error', () => {});
  });
}

/** A record of TLS (RFC 8446, section 5.1): its type, and what it holds. */
function record(type: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 0xff]), content]);
}

const ALERT = 21;
const HANDSHAKE = 22;
// A ServerHello that chooses version 3.1, which is TLS 1.0: type 2, 38 bytes, random bytes, no session, a cipher, no
// compression.
const HELLO_OF_TLS_10 = Buffer.concat([
  Buffer.from([2, 0, 0, 38, 3, 1]),
  Buffer.alloc(32, 7),
  Buffer.from([0, 0, 47, 0]),
]);
// The beginning of a message that claims to have 16 MB.
const BOUNDLESS_MESSAGE = record(HANDSHAKE, Buffer.from([2, 255, 255, 255]));

export const CONNECTION_FAULTS: readonly HostileFault[] = [
  {
    fault: 'the connection is refused',
    does: '`connect-refused`, at once',
    code: 'connect-refused',
    address: '127.0.0.2',
  },
  {
    fault: 'silence after the connection was accepted',
    does: '`tls-timeout` when `tlsMs` is over',
    code: 'tls-timeout',
    behaviour: raw((socket) => socket.resume()),
    ...withinHandshake,
  },
  {
    fault: 'the connection is reset instead of a handshake',
    does: '`tls-reset`, at once',
    code: 'tls-reset',
    behaviour: raw((socket) => socket.resetAndDestroy()),
  },
  {
    fault: 'the connection is closed instead of a handshake',
    does: '`tls-reset`, at once',
    code: 'tls-reset',
    behaviour: raw((socket) => socket.resume().end()),
  },
  {
    fault: 'plain HTTP on the port',
    does: '`tls-not-tls`, at once; the request is not sent in clear text',
    code: 'tls-not-tls',
    behaviour: raw((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n')),
  },
  {
    fault: 'endless garbage instead of a handshake',
    does: '`tls-not-tls`, at once',
    code: 'tls-not-tls',
    shows: 'WRONG_VERSION_NUMBER',
    behaviour: raw((socket) => pour(socket.resume(), Buffer.alloc(65_536, 'garbage '))),
  },
  {
    fault: 'a handshake message without end',
    does: '`tls-not-tls` at its beginning',
    code: 'tls-not-tls',
    shows: 'EXCESSIVE_MESSAGE_SIZE',
    // All of it takes longer than a handshake may.
    behaviour: raw((socket) =>
      drip(socket.resume(), always(record(HANDSHAKE, Buffer.alloc(4_096))), BOUNDLESS_MESSAGE),
    ),
  },
  {
    fault: 'a handshake that stalls in the middle',
    does: '`tls-timeout` when `tlsMs` is over',
    code: 'tls-timeout',
    behaviour: handshakeThrough((bytes, socket) => socket.bytesWritten === 0 && socket.write(bytes.subarray(0, 300))),
    gives: 300,
    ...withinHandshake,
  },
  {
    fault: 'a handshake that drips byte by byte',
    does: '`tls-timeout` when `tlsMs` is over',
    code: 'tls-timeout',
    behaviour: handshakeThrough((bytes, socket) =>
      drip(
        socket,
        Array.from(bytes, (byte) => Buffer.of(byte)),
      ),
    ),
    gives: 5,
    ...withinHandshake,
  },
  {
    fault: 'the connection is reset in the middle of the handshake',
    does: '`tls-reset`, at once',
    code: 'tls-reset',
    behaviour: handshakeThrough((bytes, socket) =>
      socket.write(bytes.subarray(0, 300), () => socket.resetAndDestroy()),
    ),
  },
  {
    fault: 'a handshake that is changed on the way',
    does: '`tls-not-tls`, at once',
    code: 'tls-not-tls',
    behaviour: handshakeThrough((bytes, socket) => socket.write(Buffer.concat([bytes.subarray(0, -1), Buffer.of(0)]))),
  },
  {
    fault: 'the handshake is refused with an alert',
    does: '`tls-alert`, at once',
    code: 'tls-alert',
    // Fatal; handshake_failure.
    behaviour: raw((socket) => socket.resume().end(record(ALERT, Buffer.from([2, 40])))),
  },
  {
    fault: 'the handshake is refused since the endpoint does not know the name (`unrecognized_name`)',
    does: '`tls-alert`, at once',
    code: 'tls-alert',
    shows: 'UNRECOGNIZED_NAME',
    // Fatal; OpenSSL does not call it an alert.
    behaviour: raw((socket) => socket.resume().end(record(ALERT, Buffer.from([2, 112])))),
  },
  {
    fault: 'no version of TLS from 1.2 on',
    does: '`tls-alert`: the endpoint refuses',
    code: 'tls-alert',
    behaviour: {
      tls: { ...sound, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    },
  },
  {
    fault: 'TLS 1.0 chosen against the offer',
    does: '`tls-not-tls`: the canary refuses',
    code: 'tls-not-tls',
    behaviour: raw((socket) => socket.resume().write(record(HANDSHAKE, HELLO_OF_TLS_10))),
  },
];
