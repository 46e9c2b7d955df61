// When a handshake ends: with the work that OpenSSL has had with the last of its packets, unlike the steps before it.

import { expect, test } from 'vitest';
import { type Arrivals, watchArrivals } from '../../src/probe/arrivals.ts';
import { connect } from '../../src/probe/connect.ts';
import { handshake } from '../../src/probe/handshake.ts';
import { NAMES, startWorld } from './world.ts';

// Later than any time that a test can see.
const HANDLED_AT = 1e12;

test('a handshake ends when it is handled, and says for how long that was held up', async () => {
  await using world = await startWorld();
  const { port, secureContext: context, certificates, now } = world.settings;
  using watched = watchArrivals();
  const arrivals: Arrivals = {
    ...watched,
    now: () => ({ ...watched.now(), handledAt: HANDLED_AT, lateMs: 0, heldMs: 7 }),
  };
  const limit = { ms: 30_000, signal: new AbortController().signal, arrivals };
  const connected = await connect({ address: '127.0.0.1', port, sni: NAMES.regional, context }, limit);
  if (connected.kind !== 'done') throw new Error(`the connection is ${connected.kind}`);
  expect(connected).toMatchObject({ heldMs: 0 });
  expect(connected.endedAt).toBeLessThan(HANDLED_AT);

  const secured = await handshake(connected.value, { sni: NAMES.regional, certificates, now }, limit);
  connected.value.destroy();
  expect(secured).toMatchObject({ kind: 'done', endedAt: HANDLED_AT, heldMs: 7 });
});
