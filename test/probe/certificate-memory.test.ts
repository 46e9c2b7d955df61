// Certificates that were seen before: remembered by their bytes, verified for every connection.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type CertificateMemory, createCertificateMemory } from '../../src/probe/certificate-memory.ts';
import { probeSecureContext } from '../../src/probe/handshake.ts';
import type { KeyPair } from './certificate-authority.ts';
import { authority, firstOf, NAMES, probeOnce, startWorld } from './world.ts';

const DAY_MS = 86_400_000;
const issue = (validDays = { from: -1, to: 61.5 }) => authority.issue({ names: [NAMES.regional], validDays });
const leaf = await issue();

/** A server, and connections to it that are watched by a memory. */
async function startPresenter() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    /** What the memory has of the one connection on which this certificate was presented. */
    meet: async (memory: CertificateMemory, { cert, key }: KeyPair, now = Date.now()) => {
      server.setSecureContext({ cert, key });
      const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername: NAMES.regional, ca: authority.pem });
      const factsAt = memory.watch(socket);
      await once(socket, 'secureConnect');
      const seen = { facts: factsAt(now), peer: socket.getPeerCertificate() };
      socket.destroy();
      return seen;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a certificate', () => {
  test('that is presented again has the same facts, and is not parsed again', async () => {
    await using presenter = await startPresenter();
    const memory = createCertificateMemory();
    const first = await presenter.meet(memory, leaf);
    const second = await presenter.meet(memory, leaf);
    expect(second.facts).toEqual(first.facts);
    expect(second.peer).toBe(first.peer);
    expect((await presenter.meet(createCertificateMemory(), leaf)).peer).not.toBe(first.peer);
  });

  test('that is new for the same name has facts of its own', async () => {
    await using presenter = await startPresenter();
    const memory = createCertificateMemory();
    const days = [];
    for (const certificate of [leaf, await issue({ from: -1, to: 5.5 }), leaf]) {
      days.push((await presenter.meet(memory, certificate)).facts.daysLeft);
    }
    expect(days).toEqual([61, 5, 61]);
  });

  test('has the days left that the clock of each connection gives it, below zero, too', async () => {
    await using presenter = await startPresenter();
    const memory = createCertificateMemory();
    const seen = [];
    for (const days of [0, 60, 63]) {
      const { facts } = await presenter.meet(memory, leaf, Date.now() + days * DAY_MS);
      seen.push(facts);
    }
    expect(seen.map(({ daysLeft }) => daysLeft)).toEqual([61, 1, -2]);
    expect(new Set(seen.map(({ validTo }) => validTo)).size).toBe(1);
  });

  test('is forgotten when more than 64 others came, and not when few did', async () => {
    await using presenter = await startPresenter();
    const memory = createCertificateMemory();
    const { peer } = await presenter.meet(memory, leaf);
    const meetOthers = async (count: number) => {
      for (let other = 0; other < count; other += 1) await presenter.meet(memory, await issue());
    };
    await meetOthers(10);
    expect((await presenter.meet(memory, leaf)).peer).toBe(peer);
    await meetOthers(65);
    expect((await presenter.meet(memory, leaf)).peer).not.toBe(peer);
  });
});

describe('a certificate that is remembered is refused', () => {
  test('for a name that it is not for, and trusted again for its own', async () => {
    await using world = await startWorld({ certificate: leaf });
    const planned = firstOf(world.planned);
    const elsewhere = { ...planned, route: { ...planned.route, sni: NAMES.api } };
    const ends = [];
    for (const each of [planned, elsewhere, planned, elsewhere]) {
      const { outcome, failure } = await probeOnce(each, world.settings);
      ends.push(failure?.code ?? outcome);
    }
    expect(ends).toEqual(['passed', 'tls-name-mismatch', 'passed', 'tls-name-mismatch']);
    // Nothing was sent where it was refused.
    expect(world.endpoint.connections.map(({ sent }) => sent !== '')).toEqual([true, false, true, false]);
  });

  test('where its issuer is not trusted', async () => {
    await using world = await startWorld({ certificate: leaf });
    const planned = firstOf(world.planned);
    const stranger = { ...world.settings, secureContext: probeSecureContext() };
    const ends = [];
    for (const settings of [world.settings, stranger]) {
      const { outcome, failure, tls } = await probeOnce(planned, settings);
      ends.push([failure?.code ?? outcome, tls?.names]);
    }
    expect(ends).toEqual([
      ['passed', `DNS:${NAMES.regional}`],
      ['tls-untrusted', `DNS:${NAMES.regional}`],
    ]);
  });

  test('when it has expired, each time, with the day on which it did', async () => {
    await using world = await startWorld({ certificate: await issue({ from: -10, to: -1.5 }) });
    const seen = [await world.probe(), await world.probe()];
    expect(seen.map(({ failure, tls }) => [failure?.code, tls?.daysLeft])).toEqual([
      ['tls-expired', -2],
      ['tls-expired', -2],
    ]);
    expect(seen[1]?.tls).toEqual(seen[0]?.tls);
  });
});
