import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, names, ways } from './clients.ts';

const DAY_MS = 86_400_000;

describe('certificates', () => {
  test.each([
    [names.regional, '*.execute-api.us-west-2.vpce.amazonaws.com'],
    [names.zoneA, '*.execute-api.us-west-2.vpce.amazonaws.com'],
    [names.api, '*.execute-api.us-west-2.amazonaws.com'],
    [names.alias, '*.execute-api.us-west-2.amazonaws.com'],
    ['nlb.example.com', '*.execute-api.us-west-2.amazonaws.com'],
  ])('for %s: %s', async (servername, wildcard) => {
    await using simulator = await startSimulator();
    const session = await handshake(simulator, { servername, checkServerIdentity: () => undefined });
    const certificate = session.getPeerX509Certificate();
    session.destroy();
    expect(certificate?.subject).toBe(`CN=${wildcard}`);
    expect(certificate?.subjectAltName).toBe(`DNS:${wildcard}`);
  });

  test('are issued by the authority in caFile, valid since an hour ago and for 197 days', async () => {
    await using simulator = await startSimulator();
    const session = await handshake(simulator, { servername: names.api });
    const certificate = session.getPeerX509Certificate();
    session.destroy();
    const authority = new X509Certificate(await readFile(simulator.caFile));
    expect(authority.subject).toBe('CN=Simulated Amazon Root CA\nO=Simulated Amazon\nC=US');
    expect(authority.ca).toBe(true);
    expect(certificate?.checkIssued(authority)).toBe(true);
    expect(certificate?.verify(authority.publicKey)).toBe(true);
    const [from, to] = [certificate?.validFromDate.getTime() ?? 0, certificate?.validToDate.getTime() ?? 0];
    expect(to - from).toBe(197 * DAY_MS);
    expect(Date.now() - from).toBeGreaterThanOrEqual(3_600_000);
    expect(Date.now() - from).toBeLessThan(3_600_000 + 60_000);
  });

  test('the default one for every name breaks the vpce names and nothing else', async () => {
    await using simulator = await startSimulator({ scenario: 'wrong-certificate' });
    for (const way of [ways['vpce-host'], ways['vpce-api-id']]) {
      await expect(ask(simulator, { ...way, path: '/test/pets' })).rejects.toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    }
    for (const way of [ways['private-dns'], ways['route53-alias']]) {
      expect(await ask(simulator, { ...way, path: '/test/pets' })).toMatchObject({ status: 200 });
    }
  });
});

describe('handshakes', () => {
  test.each([
    [['http/1.1'], 'http/1.1'],
    [['h2', 'http/1.1'], 'http/1.1'],
    [['h2'], false],
    [undefined, false],
  ])('ALPN %j is answered with %s', async (offered, agreed) => {
    await using simulator = await startSimulator();
    const session = await handshake(simulator, { servername: names.api, ...(offered && { ALPNProtocols: offered }) });
    expect(session.alpnProtocol).toBe(agreed);
    session.destroy();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken', async (version) => {
    await using simulator = await startSimulator();
    const options = { servername: names.api, minVersion: version, maxVersion: version };
    const session = await handshake(simulator, options);
    expect(session.getProtocol()).toBe(version);
    session.destroy();
    expect(simulator.connections.map((seen) => seen.clientHello.supportedVersions)).toEqual([[version]]);
  });

  test('TLS 1.1 is refused, and its hello is in the journal', async () => {
    await using simulator = await startSimulator();
    const old = {
      servername: names.api,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL@SECLEVEL=0',
    } as const;
    await expect(handshake(simulator, old)).rejects.toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
    expect(simulator.connections).toMatchObject([{ clientHello: { sni: names.api }, requests: [] }]);
  });

  test('a client that speaks plain HTTP is cut off and leaves no trace', async () => {
    await using simulator = await startSimulator();
    const socket = connectTcp({ host: simulator.addresses['us-west-2a'] ?? '', port: simulator.port });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket.resume(), 'close');
    expect(simulator.connections).toEqual([]);
  });

  test('a malformed request is answered 400 and the connection closed', async () => {
    await using simulator = await startSimulator();
    const session = await handshake(simulator, { servername: names.api });
    session.write('this is not HTTP\r\n\r\n');
    expect(await text(session)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });
});

describe('the journal', () => {
  test('says where a request came in and what it said, to the spelling', async () => {
    await using simulator = await startSimulator();
    const headers = { 'X-APIGW-Api-Id': '01234567ab', 'X-Twice': 'yes' };
    await ask(simulator, {
      zone: 'us-west-2a',
      sni: names.zoneA,
      host: `${names.zoneA}:8443`,
      path: '/test/pets?type=cat',
      headers,
    });
    expect(simulator.connections).toEqual([
      {
        zone: 'us-west-2a',
        address: simulator.addresses['us-west-2a'],
        clientHello: {
          sni: names.zoneA,
          alpn: ['http/1.1'],
          offersSession: false,
          supportedVersions: ['TLSv1.3', 'TLSv1.2'],
        },
        requests: [
          {
            method: 'GET',
            path: '/test/pets?type=cat',
            host: `${names.zoneA}:8443`,
            headers: {
              'x-apigw-api-id': '01234567ab',
              'x-twice': 'yes',
              host: `${names.zoneA}:8443`,
              connection: 'close',
            },
            rawHeaderNames: ['X-APIGW-Api-Id', 'X-Twice', 'Host', 'Connection'],
          },
        ],
      },
    ]);
  });

  test('tells a resumed session from a fresh one', async () => {
    await using simulator = await startSimulator();
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const options = { servername: names.api, minVersion: version, maxVersion: version };
      const first = await handshake(simulator, options);
      // In TLS 1.2 the ticket was part of the handshake that is already over; in TLS 1.3 it follows.
      const ticket = version === 'TLSv1.2' ? [first.getSession()] : once(first, 'session');
      first.write(`GET /test/pets HTTP/1.1\r\nHost: ${names.api}\r\nConnection: close\r\n\r\n`);
      const reply = text(first);
      const [session] = await ticket;
      await reply;
      const second = await handshake(simulator, { ...options, session });
      expect(second.isSessionReused()).toBe(true);
      second.destroy();
    }
    expect(simulator.connections.map((seen) => seen.clientHello.offersSession)).toEqual([false, true, false, true]);
  });

  test('keeps the requests of one connection together', async () => {
    await using simulator = await startSimulator();
    const session = await handshake(simulator, { servername: names.api });
    const request = (path: string, connection: string): string =>
      `GET ${path} HTTP/1.1\r\nHost: ${names.api}\r\nConnection: ${connection}\r\n\r\n`;
    session.write(request('/test/pets/1', 'keep-alive') + request('/test/pets/2', 'close'));
    const reply = await text(session);
    expect(reply.match(/HTTP\/1\.1 200 OK\r\n/g)).toHaveLength(2);
    expect(simulator.connections.map((seen) => seen.requests.map(({ path }) => path))).toEqual([
      ['/test/pets/1', '/test/pets/2'],
    ]);
  });

  test('keeps a connection that idles between requests', async () => {
    await using simulator = await startSimulator();
    const session = await handshake(simulator, { servername: names.api });
    for (const id of [1, 2]) {
      session.write(`GET /test/pets/${id} HTTP/1.1\r\nHost: ${names.api}\r\n\r\n`);
      const [answer] = (await once(session, 'data')) as [Buffer];
      expect(answer.toString()).toContain(`"id": ${id},`);
      // Meanwhile another connection comes and goes.
      await ask(simulator, { ...ways['private-dns'], path: '/test/pets/3' });
    }
    session.destroy();
    expect(simulator.connections.map((seen) => seen.requests.map(({ path }) => path))).toEqual([
      ['/test/pets/1', '/test/pets/2'],
      ['/test/pets/3'],
      ['/test/pets/3'],
    ]);
  });
});

async function handshake(simulator: Simulator, options: ConnectionOptions): Promise<TLSSocket> {
  const ca = await readFile(simulator.caFile);
  const socket = connect({ ca, ...options, host: simulator.addresses['us-west-2b'] ?? '', port: simulator.port });
  await once(socket, 'secureConnect');
  return socket;
}
