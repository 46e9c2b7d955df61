import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, customDomainWays, names, patienceMs, ways } from './clients.ts';

const DAY_MS = 86_400_000;
const WILDCARD = '*.execute-api.us-west-2.amazonaws.com';
const VPCE_WILDCARD = '*.execute-api.us-west-2.vpce.amazonaws.com';
const EVERY_NAME = [
  [names.api, WILDCARD],
  [names.alias, WILDCARD],
  [names.regional, VPCE_WILDCARD],
  [names.zoneA, VPCE_WILDCARD],
  [names.domain, names.domain],
] as const;

describe('instead of a handshake', () => {
  test('tls-refused: a fatal handshake_failure', async () => {
    await using simulator = await startSimulator({ scenario: 'tls-refused' });
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const options = { minVersion: version, maxVersion: version };
      await expect(handshake(simulator, options)).rejects.toMatchObject({
        code: expect.stringMatching(/^ERR_SSL_.*ALERT_HANDSHAKE_FAILURE$/),
      });
    }
    const knocking = connectTcp({ host: simulator.addresses['us-west-2a'] ?? '', port: simulator.port });
    const answer = text(knocking.setEncoding('hex'));
    knocking.write(await firstFlight());
    expect(await answer).toBe('15030300020228');
  });

  test('tls-silent: nothing, for as long as the client waits', async () => {
    await using simulator = await startSimulator({ scenario: 'tls-silent' });
    const socket = connectTcp({ host: simulator.addresses['us-west-2b'] ?? '', port: simulator.port });
    socket.write(await firstFlight());
    socket.setTimeout(patienceMs.silent);
    const event = (name: string): Promise<string> => once(socket, name).then(() => name);
    expect(await Promise.race(['data', 'end', 'close', 'timeout'].map(event))).toBe('timeout');
    socket.destroy();
    expect(simulator.connections).toMatchObject([{ clientHello: { sni: names.api }, requests: [] }]);
  });

  test('tls-reset: a RST once the hello is there', async () => {
    await using simulator = await startSimulator({ scenario: 'tls-reset' });
    await expect(handshake(simulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const socket = connectTcp({ host: simulator.addresses['us-west-2a'] ?? '', port: simulator.port });
    await once(socket, 'connect');
    const reset = once(socket, 'error');
    socket.write(await firstFlight());
    await expect(reset).resolves.toMatchObject([{ code: 'ECONNRESET', syscall: 'read' }]);
    expect(simulator.connections.map((seen) => seen.requests)).toEqual(simulator.connections.map(() => []));
  });

  test('tls-plain-http: an HTTP answer in clear text', async () => {
    await using simulator = await startSimulator({ scenario: 'tls-plain-http' });
    await expect(handshake(simulator)).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/),
    });
    const socket = connectTcp({ host: simulator.addresses['us-west-2a'] ?? '', port: simulator.port });
    socket.write('GET /test/pets HTTP/1.1\r\nHost: x\r\n\r\n');
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head).toContain(`\r\nContent-Length: ${body.length}\r\n`);
  });

  test('tls-silent: the connection ends when the client ends it', async () => {
    await using simulator = await startSimulator({ scenario: 'tls-silent' });
    const address = { host: simulator.addresses['us-west-2a'] ?? '', port: simulator.port };
    const socket = connectTcp({ ...address, allowHalfOpen: true });
    socket.end(await firstFlight());
    expect(await text(socket)).toBe('');
    expect(simulator.connections).toHaveLength(1);
  });
});

describe('certificates', () => {
  test.each(EVERY_NAME)(
    'tls-intercepted: %s is shown a certificate that nobody trusts',
    async (servername, subject) => {
      await using simulator = await startSimulator({ scenario: 'tls-intercepted' });
      await expect(handshake(simulator, { servername })).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
      const session = await handshake(simulator, { servername, rejectUnauthorized: false });
      const leaf: PeerCertificate & { issuerCertificate?: PeerCertificate } = session.getPeerCertificate(true);
      session.destroy();
      expect(leaf.subject).toEqual({ CN: subject });
      expect(leaf.subjectaltname).toBe(`DNS:${subject}`);
      expect(leaf.issuer).toEqual({ CN: 'Example Corp TLS Inspection', O: 'Example Corp' });
      const authority = new X509Certificate(leaf.issuerCertificate?.raw ?? '');
      expect(authority.subject).toBe('CN=Example Corp TLS Inspection\nO=Example Corp');
      expect(new X509Certificate(leaf.raw).verify(authority.publicKey)).toBe(true);
      expect(authority.verify(authority.publicKey)).toBe(true);
      expect(new X509Certificate(await readFile(simulator.caFile)).subject).not.toContain('Example Corp');
    },
  );

  test.each(EVERY_NAME)('certificate-expired: the one for %s ended a day ago', async (servername, subject) => {
    await using simulator = await startSimulator({ scenario: 'certificate-expired' });
    await expect(handshake(simulator, { servername })).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    const certificate = await shown(simulator, { servername, rejectUnauthorized: false });
    expect(certificate.subject).toBe(`CN=${subject}`);
    expect(daysUntil(certificate.validToDate)).toBeCloseTo(-1, 2);
    expect(daysUntil(certificate.validFromDate)).toBeCloseTo(-198, 2);
  });

  test.each(EVERY_NAME)('certificate-expiring: the one for %s is good for nine days', async (servername, subject) => {
    await using simulator = await startSimulator({ scenario: 'certificate-expiring' });
    const certificate = await shown(simulator, { servername });
    expect(certificate.subject).toBe(`CN=${subject}`);
    expect(Math.floor(daysUntil(certificate.validToDate))).toBe(9);
    expect(daysUntil(certificate.validToDate)).toBeCloseTo(9.5, 2);
  });

  test.each([
    [names.domain, names.domain],
    [names.domain.toUpperCase(), names.domain],
    [`x.${names.domain}`, WILDCARD],
  ])('of the custom domain: %s is shown %s', async (servername, subject) => {
    await using simulator = await startSimulator();
    const certificate = await shown(simulator, { servername, checkServerIdentity: () => undefined });
    expect(certificate.subject).toBe(`CN=${subject}`);
    expect(certificate.subjectAltName).toBe(`DNS:${subject}`);
  });

  test.each(['custom-domain-default-certificate', 'custom-domain-not-associated', 'wrong-certificate'] as const)(
    '%s: the custom domain is shown the default one',
    async (scenario) => {
      await using simulator = await startSimulator({ scenario });
      const request = { ...customDomainWays['custom-domain'], path: '/v1/pets' };
      await expect(ask(simulator, request)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
      const certificate = await shown(simulator, { servername: names.domain, checkServerIdentity: () => undefined });
      expect(certificate.subject).toBe(`CN=${WILDCARD}`);
      expect(await ask(simulator, { ...ways['private-dns'], path: '/test/pets' })).toMatchObject({ status: 200 });
    },
  );

  test('stay the same from one connection to the next, and for a client that resumes its session', async () => {
    await using simulator = await startSimulator();
    const options = { servername: names.domain, maxVersion: 'TLSv1.2' } as const;
    const first = await handshake(simulator, options);
    const session = first.getSession();
    const serial = first.getPeerX509Certificate()?.serialNumber;
    first.destroy();
    expect((await shown(simulator, options)).serialNumber).toBe(serial);
    const second = await handshake(simulator, { ...options, ...(session && { session }) });
    expect(second.isSessionReused()).toBe(true);
    second.destroy();
  });
});

describe('two at once', () => {
  const pairs = [
    [['tls-refused', 'certificate-expired'], /ALERT_HANDSHAKE_FAILURE$/],
    [['tls-reset', 'stage-missing'], /^ECONNRESET$/],
    [['certificate-expired', 'proxy-answers'], /^CERT_HAS_EXPIRED$/],
    [['tls-intercepted', 'throttled'], /^SELF_SIGNED_CERT_IN_CHAIN$/],
  ] as const satisfies readonly (readonly [readonly ScenarioName[], RegExp])[];

  test.each(pairs)('%j: TLS comes before HTTP', async (scenario, code) => {
    await using simulator = await startSimulator({ scenario });
    await expect(handshake(simulator)).rejects.toMatchObject({ code: expect.stringMatching(code) });
  });

  test('an intercepted custom domain with the default certificate is shown the default name', async () => {
    await using simulator = await startSimulator({
      scenario: ['tls-intercepted', 'custom-domain-default-certificate'],
    });
    const certificate = await shown(simulator, { servername: names.domain, rejectUnauthorized: false });
    expect(certificate.subject).toBe(`CN=${WILDCARD}`);
    expect(certificate.issuer).toContain('Example Corp TLS Inspection');
  });
});

async function trusting(simulator: Simulator): Promise<ConnectionOptions> {
  const ca = await readFile(simulator.caFile);
  return { ca, host: simulator.addresses['us-west-2b'] ?? '', port: simulator.port, servername: names.api };
}

async function handshake(simulator: Simulator, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ ...(await trusting(simulator)), ...options });
  await once(socket, 'secureConnect');
  return socket;
}

async function shown(simulator: Simulator, options: ConnectionOptions): Promise<X509Certificate> {
  const session = await handshake(simulator, options);
  const certificate = session.getPeerX509Certificate();
  session.destroy();
  if (certificate === undefined) throw new Error('no certificate');
  return certificate;
}

function daysUntil(date: Date): number {
  return (date.getTime() - Date.now()) / DAY_MS;
}

/** A ClientHello as Node's own client writes it. */
async function firstFlight(): Promise<Buffer> {
  const [ours, theirs] = duplexPair();
  const client = connect({ socket: ours, servername: names.api });
  const [hello] = await once(theirs, 'data');
  client.on('error', () => client.destroy()).destroy();
  return hello;
}
