// Session tickets without end. No server of Node's sends more than two: here the handshake is Node's, and what follows is
// made with its keys (RFC 8446, sections 4.6.1, 5.2, 5.3, 7.1 and 7.3).

import { createCipheriv, createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import { drip } from './floods.ts';

const APPLICATION_DATA = 23;
const HANDSHAKE = 22;
const SUITE = { minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' } as const;

// Type 4 and 14 bytes: a lifetime of an hour, no age, a nonce of no bytes, a ticket of one byte, no extensions.
const TICKET = Buffer.from([4, 0, 0, 14, 0, 0, 14, 16, 0, 0, 0, 0, 0, 0, 1, 7, 0, 0]);

/** Answers a handshake, and the request behind it with tickets. */
export function ticketsWithoutEnd(certificate: SecureContextOptions): (tcp: Socket) => void {
  return (tcp) => {
    let secret = Buffer.alloc(0);
    let flights = 0;
    const wire = new Duplex({
      read: () => {},
      write: (bytes: Buffer, _encoding, done) => {
        tcp.write(bytes);
        // What Node's server says after its first flight are tickets, and is under the keys of the application.
        if (flights > 1) drip(tcp, batches(secret, recordsIn(bytes)));
        done();
      },
    });
    tcp.on('data', (bytes) => {
      flights += 1;
      wire.push(bytes);
    });
    const server = new TLSSocket(wire, {
      isServer: true,
      secureContext: createSecureContext({ ...certificate, ...SUITE }),
    });
    server.on('error', () => tcp.destroy());
    server.on('keylog', (line) => {
      const [label, , hex = ''] = line.toString('latin1').trim().split(' ');
      if (label === 'SERVER_TRAFFIC_SECRET_0') secret = Buffer.from(hex, 'hex');
    });
  };
}

/** A hundred tickets at a time. `sealed`: how many records the keys have been used for. */
function* batches(secret: Buffer, sealed: number): Generator<Buffer> {
  const key = expanded(secret, 'key', 16);
  const iv = expanded(secret, 'iv', 12);
  for (let from = sealed; ; from += 100)
    yield Buffer.concat(Array.from({ length: 100 }, (_, index) => sealedTicket(key, iv, from + index)));
}

function sealedTicket(key: Buffer, iv: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  const content = Buffer.concat([TICKET, Buffer.of(HANDSHAKE)]);
  const header = Buffer.from([APPLICATION_DATA, 3, 3, 0, content.length + 16]);
  const cipher = createCipheriv('aes-128-gcm', key, nonce).setAAD(header);
  return Buffer.concat([header, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** HKDF-Expand-Label without a context, of at most as many bytes as SHA-256 gives. */
function expanded(secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}

function recordsIn(bytes: Buffer): number {
  return bytes.length < 5 ? 0 : 1 + recordsIn(bytes.subarray(5 + bytes.readUInt16BE(3)));
}
