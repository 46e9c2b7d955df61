import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseClientHello } from '../../src/simulator/endpoint/client-hello.ts';

describe('a hello from the wire', () => {
  test('with everything', async () => {
    const hello = await helloOf({ servername: 'a.example', ALPNProtocols: ['h2', 'http/1.1'] });
    expect(parseClientHello(hello)).toEqual({
      sni: 'a.example',
      alpn: ['h2', 'http/1.1'],
      offersSession: false,
      supportedVersions: ['TLSv1.3', 'TLSv1.2'],
    });
  });

  test('with nothing: no SNI, no ALPN, versions from the legacy field', async () => {
    const hello = await helloOf({ maxVersion: 'TLSv1.2' });
    expect(parseClientHello(hello)).toEqual({
      sni: undefined,
      alpn: [],
      offersSession: false,
      supportedVersions: ['TLSv1.2'],
    });
  });

  test('is incomplete at every shorter length, and ignores what follows', async () => {
    const hello = await helloOf({ servername: 'a.example' });
    const whole = parseClientHello(hello);
    for (let length = 0; length < hello.length; length += 1) {
      expect(parseClientHello(hello.subarray(0, length))).toBe('incomplete');
    }
    expect(parseClientHello(Buffer.concat([hello, Buffer.from('more')]))).toEqual(whole);
  });

  test('may be spread over records', async () => {
    const hello = await helloOf({ servername: 'a.example' });
    const body = hello.subarray(5);
    const split = Buffer.concat([record(body.subarray(0, 2)), record(body.subarray(2, 90)), record(body.subarray(90))]);
    expect(parseClientHello(split)).toEqual(parseClientHello(hello));
  });

  test('damaged anywhere, it is still a hello, incomplete, or not TLS, and never an exception', async () => {
    const hello = await helloOf({ servername: 'a.example', ALPNProtocols: ['http/1.1'] });
    fc.assert(
      fc.property(fc.nat(hello.length - 1), fc.nat(255), (at, value) => {
        const damaged = Buffer.from(hello);
        damaged[at] = value;
        const parsed = parseClientHello(damaged);
        expect(typeof parsed === 'object' || parsed === 'incomplete' || parsed === 'not-tls').toBe(true);
      }),
    );
  });
});

test('plain HTTP is not TLS', () => {
  expect(parseClientHello(Buffer.from('GET / HTTP/1.1\r\n'))).toBe('not-tls');
});

test('a handshake record that is no ClientHello is not TLS', () => {
  expect(parseClientHello(record(Buffer.from([2, 0, 0, 1, 0])))).toBe('not-tls');
});

function record(payload: Buffer): Buffer {
  const header = Buffer.from([22, 3, 1, 0, 0]);
  header.writeUInt16BE(payload.length, 3);
  return Buffer.concat([header, payload]);
}

/** The first flight of Node's own TLS client. */
async function helloOf(options: ConnectionOptions): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ ...options, host: '127.0.0.1', port });
  client.on('error', () => client.destroy());
  const [socket] = await once(server, 'connection');
  try {
    let received = Buffer.alloc(0);
    while (received.length < 5 || received.length < 5 + received.readUInt16BE(3)) {
      const [chunk] = await once(socket, 'data');
      received = Buffer.concat([received, chunk]);
    }
    return received;
  } finally {
    socket.destroy();
    client.destroy();
    server.close();
  }
}
