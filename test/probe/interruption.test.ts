import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Phase } from '../../src/domain/observation.ts';
import { watchArrivals } from '../../src/probe/arrivals.ts';
import { probe } from '../../src/probe/probe.ts';
import { ending, firstOf, startWorld, type WorldOptions } from './world.ts';

type Stage = (abort: () => void) => WorldOptions;

// How far a probe is when the run ends: every server tells when it has been reached, and then says no more. A connection
// that is being tried is in connect.test.ts.
const STAGES: readonly (readonly [string, readonly Phase[], Stage])[] = [
  ['the name is asked for', ['dns'], (abort) => ({ names: () => void abort() })],
  [
    'the handshake has begun',
    ['dns', 'connect', 'tls'],
    (abort) => ({ endpoint: { onAccept: (socket) => socket.once('data', abort) } }),
  ],
  [
    'the request is sent',
    ['dns', 'connect', 'tls', 'firstByte'],
    (abort) => ({ endpoint: { onRequest: () => abort() } }),
  ],
];

describe('a run that ends', () => {
  test('before a probe began leaves it not-run, and nobody hears of it', async () => {
    await using world = await startWorld();
    const observation = await world.probe(AbortSignal.abort());
    expect(ending(observation)).toEqual({ outcome: 'not-run', step: undefined, code: undefined, phases: [] });
    expect(Object.keys(observation)).toEqual([
      'accessMethod',
      'endpoint',
      'resource',
      'route',
      'family',
      'outcome',
      'curl',
    ]);
    expect(world.names.questions).toEqual([]);
    expect(world.endpoint.connections).toEqual([]);
  });

  test.each(STAGES)('when %s leaves the probe not-run and closes its connection', async (_when, phases, stage) => {
    const run = new AbortController();
    await using world = await startWorld(stage(() => run.abort()));
    const observation = await world.probe(run.signal);
    expect(ending(observation)).toEqual({ outcome: 'not-run', step: undefined, code: undefined, phases });
    await expect.poll(() => world.endpoint.connections.filter(({ open }) => open)).toEqual([]);
  });

  test('while this process is at work leaves what it has not judged by then not-run', async () => {
    await using world = await startWorld();
    using arrivals = watchArrivals();
    // No timer has aborted it yet.
    const run = { signal: new AbortController().signal, endsAt: performance.now(), arrivals };
    const observation = await probe(firstOf(world.planned), world.settings, run);
    expect(observation.outcome).toBe('not-run');
    expect(observation.timesMs).toHaveProperty('transfer');
    expect(observation).not.toHaveProperty('status');
  });

  test('in the middle of an answer leaves the probe not-run and closes its connection', async () => {
    const run = new AbortController();
    await using world = await startWorld({
      endpoint: {
        onRequest: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1', () => run.abort()),
      },
    });
    const observation = await world.probe(run.signal);
    expect(observation.outcome).toBe('not-run');
    expect(observation.failure).toBe(undefined);
    await expect.poll(() => world.endpoint.connections.map(({ open }) => open)).toEqual([false]);
  });

  test('after a probe changes nothing', async () => {
    const run = new AbortController();
    await using world = await startWorld();
    const observation = await world.probe(run.signal);
    expect(getEventListeners(run.signal, 'abort')).toEqual([]);
    run.abort();
    expect(observation.outcome).toBe('passed');
  });
});
