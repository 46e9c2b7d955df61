import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createAuthority } from './certificate-authority.ts';
import type { Behaviour } from './endpoint-server.ts';
import { authority, ending, NAMES, startWorld } from './world.ts';

const REACHED = ['dns', 'connect', 'tls'];
const stranger = await createAuthority('CN=Inspecting Firewall');

const REFUSED = [
  ['for another name', 'tls-name-mismatch', authority, { names: ['*.execute-api.us-west-2.amazonaws.com'] }],
  [
    'for a wildcard that would span two labels',
    'tls-name-mismatch',
    authority,
    { names: ['*.us-west-2.vpce.amazonaws.com'] },
  ],
  ['that has expired', 'tls-expired', authority, { names: [NAMES.regional], validDays: { from: -10, to: -1.5 } }],
  [
    'that is not valid yet',
    'tls-not-yet-valid',
    authority,
    { names: [NAMES.regional], validDays: { from: 1, to: 2.5 } },
  ],
  ['from an authority that is not trusted', 'tls-untrusted', stranger, { names: [NAMES.regional] }],
] as const;

describe('a certificate that must not be trusted', () => {
  test.each(REFUSED)('%s is %s; nothing is sent', async (_what, code, issuer, leaf) => {
    await using world = await startWorld({ certificate: await issuer.issue(leaf) });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'tls', code, phases: REACHED });
    expect(observation.timesMs?.tls).toBeGreaterThan(0);
    expect(observation.status).toBe(undefined);
    await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
    expect(world.endpoint.connections.map(({ sent }) => sent)).toEqual(['']);
  });

  test('is described all the same', async () => {
    const leaf = {
      names: [NAMES.api],
      subject: [{ CN: ['box'] }, { O: ['Firewall'] }],
      validDays: { from: -9, to: -1.5 },
    };
    await using world = await startWorld({ certificate: await stranger.issue(leaf) });
    const { tls } = await world.probe();
    expect(tls).toEqual({
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      subject: 'CN=box, O=Firewall',
      issuer: 'CN=Inspecting Firewall',
      names: `DNS:${NAMES.api}`,
      validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      daysLeft: -2,
    });
  });

  test('for another name says which names it is for', async () => {
    await using world = await startWorld({ certificate: await authority.issue({ names: ['a.example', 'b.example'] }) });
    expect((await world.probe()).failure?.message).toBe(
      `certificate for (DNS:a.example, DNS:b.example) expected ${NAMES.regional}`,
    );
  });
});

test('a certificate that is trusted is described with the days it has left, rounded down', async () => {
  await using world = await startWorld({ certificate: await authority.issue({ names: [NAMES.regional] }) });
  const { outcome, tls } = await world.probe();
  expect(outcome).toBe('passed');
  expect(tls?.daysLeft).toBe(61);
  expect(tls?.issuer).toBe('CN=Test Root, O=Canary Tests');
});

test('days left are counted from the clock that is passed in', async () => {
  await using world = await startWorld();
  Object.assign(world.settings, { now: () => Date.now() + 60 * 86_400_000 });
  expect((await world.probe()).tls?.daysLeft).toBe(1);
});

test('TLS 1.2 is spoken and recorded', async () => {
  const certificate = await authority.issue({ names: [NAMES.regional] });
  await using world = await startWorld({ endpoint: { tls: { ...certificate, maxVersion: 'TLSv1.2' } } });
  const { outcome, tls } = await world.probe();
  expect(outcome).toBe('passed');
  expect(tls?.protocol).toBe('TLSv1.2');
});

const onHello = (act: (socket: Socket) => void): Partial<Behaviour> => ({
  onAccept: (socket) => socket.once('data', () => act(socket)),
});

const BROKEN: readonly (readonly [string, string, Partial<Behaviour>])[] = [
  ['a reset', 'tls-reset', onHello((socket) => socket.resetAndDestroy())],
  ['an end without a word', 'tls-reset', onHello((socket) => socket.end())],
  ['an end before the hello', 'tls-reset', { onAccept: (socket) => socket.end() }],
  ['plain HTTP', 'tls-not-tls', onHello((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  // Alert 40 of RFC 8446, section 6: handshake_failure.
  ['an alert', 'tls-alert', onHello((socket) => socket.end(Buffer.from('15030300020228', 'hex')))],
];

describe('a handshake that does not succeed', () => {
  test.each(BROKEN)('%s is %s', async (_what, code, endpoint) => {
    await using world = await startWorld({ endpoint });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'tls', code, phases: REACHED });
    expect(observation.timesMs?.tls).toBeGreaterThan(0);
    expect(observation.tls).toBe(undefined);
    expect(world.endpoint.connections.length).toBe(1);
  });

  test('silence after accept is tls-timeout after the whole time, and the connection is closed', async () => {
    await using world = await startWorld({
      endpoint: { onAccept: (socket) => socket.resume() },
      timeouts: { tlsMs: 300 },
    });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'tls', code: 'tls-timeout', phases: REACHED });
    expect(observation.timesMs?.tls).toBeGreaterThan(290);
    await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
  });

  test('a server that knows nothing newer than TLS 1.1 is refused', async () => {
    const certificate = await authority.issue({ names: [NAMES.regional] });
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    await using world = await startWorld({ endpoint: { tls: { ...certificate, ...old } } });
    const observation = await world.probe();
    expect(ending(observation)).toEqual({ outcome: 'failed', step: 'tls', code: 'tls-alert', phases: REACHED });
    expect(observation.failure?.message).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });
});
