// Certificates as they are described. Handshakes that do not succeed are in test/reliability.

import { describe, expect, test } from 'vitest';
import { createAuthority } from './certificate-authority.ts';
import { authority, ending, NAMES, startWorld } from './world.ts';

const REACHED = ['dns', 'connect', 'tls'];
const stranger = await createAuthority('CN=Inspecting Firewall');

describe('a certificate that must not be trusted', () => {
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

test('a connection that ends before a word was said is tls-reset', async () => {
  await using world = await startWorld({ endpoint: { onAccept: (socket) => socket.end() } });
  const observation = await world.probe();
  expect(ending(observation)).toEqual({ outcome: 'failed', step: 'tls', code: 'tls-reset', phases: REACHED });
  expect(observation.tls).toBe(undefined);
});
