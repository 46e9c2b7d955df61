import { describe, expect, test } from 'vitest';
import { type Observation, PHASES, type Phase } from '../../src/domain/observation.ts';
import { addressRecords } from './name-server.ts';
import { answer, authority, NAMES, probeOnce, startWorld, type WorldOptions } from './world.ts';

const DELAY_MS = 250;
// On a busy machine a time stamp is late, which moves a part of the delay into the phase before it.
const AT_LEAST_MS = DELAY_MS / 2;

// Long enough for a whole probe on a busy machine.
const SIGNING_MS = 2_000;

const SLOW: readonly (readonly [Phase, string, WorldOptions])[] = [
  [
    'dns',
    'the resolver',
    { names: ({ name }) => ({ delayMs: DELAY_MS, answers: addressRecords(name, ['127.0.0.1']) }) },
  ],
  ['tls', 'the handshake', { endpoint: { handshakeDelayMs: DELAY_MS } }],
  [
    'firstByte',
    'the answer',
    { endpoint: { onRequest: (socket) => setTimeout(() => socket.end(answer()), DELAY_MS) } },
  ],
  [
    'transfer',
    'the headers after their first byte',
    {
      endpoint: {
        onRequest: (socket) => {
          socket.write('H');
          setTimeout(() => socket.end(answer().slice(1)), DELAY_MS);
        },
      },
    },
  ],
  [
    'transfer',
    'the body',
    {
      endpoint: {
        onRequest: (socket) => {
          socket.write(answer().slice(0, -3));
          setTimeout(() => socket.end(answer().slice(-3)), DELAY_MS);
        },
      },
    },
  ],
];

describe('the time that is lost', () => {
  test.each(SLOW)('is counted as %s when %s is slow, and nowhere else', async (phase, _what, options) => {
    await using world = await startWorld(options);
    const observation = await world.probe();
    expect(observation.outcome).toBe('passed');
    const times = timesOf(observation);
    expect(times[phase]).toBeGreaterThan(AT_LEAST_MS);
    expect(slowest(times)).toBe(phase);
    // Had the delay been counted twice, the phases would be longer than the whole.
    expect(times.unaccounted).toBeGreaterThan(-0.01);
  });
});

test('phases and the rest add up to the total', async () => {
  await using world = await startWorld();
  for (let round = 0; round < 5; round += 1) {
    const times = timesOf(await world.probe());
    const parts = [...PHASES.map((phase) => times[phase] ?? Number.NaN), times.unaccounted];
    expect(Math.min(...parts)).toBeGreaterThan(-0.01);
    expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(times.total, 6);
  }
});

test('what no phase accounts for may be of this process', async () => {
  await using world = await startWorld();
  for (let round = 0; round < 5; round += 1) {
    const { timesMs, measurementDelayMs } = await world.probe();
    expect(measurementDelayMs).toBeGreaterThanOrEqual(timesMs?.unaccounted ?? Number.NaN);
  }
});

test('what a signature takes is in no time, and none of that of the probe: it is made before', async () => {
  await using world = await startWorld({ auth: { iam: true }, timeouts: { probeMs: SIGNING_MS } });
  const { authorizer } = world.settings;
  if (authorizer === undefined) throw new Error('nothing is signed');
  const slow: typeof authorizer = {
    ...authorizer,
    headersFor: (request) => {
      busyFor(SIGNING_MS);
      return authorizer.headersFor(request);
    },
  };
  const [planned] = world.planned;
  if (planned === undefined) throw new Error('nothing is planned');
  const seen = await probeOnce(planned, { ...world.settings, authorizer: slow });
  expect(seen.outcome).toBe('passed');
  expect(timesOf(seen).unaccounted).toBeLessThan(SIGNING_MS / 2);
});

test('a total is what the caller had to wait, at the most', async () => {
  await using world = await startWorld();
  const startedAt = performance.now();
  const { timesMs } = await world.probe();
  expect(timesMs?.total).toBeLessThanOrEqual(performance.now() - startedAt);
});

test('a probe whose answer came while the process was at work says how much of its total may be that work', async () => {
  await using world = await startWorld({
    endpoint: {
      onRequest: (socket) => {
        socket.end(answer());
        busyFor(200);
      },
    },
  });
  const startedAt = performance.now();
  const { timesMs, measurementDelayMs } = await world.probe();
  expect(timesMs?.total).toBeLessThanOrEqual(performance.now() - startedAt);
  expect(measurementDelayMs).toBeGreaterThan(150);
  expect(timesMs?.unaccounted).toBeGreaterThan(-0.01);
  // The answer came before the work was done, but nobody can say when: half of it is the best guess.
  expect(timesMs?.total).toBeGreaterThan(75);
});

test('work in the middle of a step is no lateness: the answer was still to come', async () => {
  const delays: number[] = [];
  // A machine may take the processor away at any time, but hardly in each of five rounds.
  while (delays.length < 5 && Math.min(...delays) > 100) {
    await using world = await startWorld({
      endpoint: {
        onRequest: (socket) => {
          setTimeout(() => socket.end(answer()), 300);
          busyFor(200);
        },
      },
    });
    delays.push((await world.probe()).measurementDelayMs ?? Number.NaN);
  }
  expect(Math.min(...delays)).toBeLessThanOrEqual(100);
});

test('a step that fails has its time, and what was not reached has none', async () => {
  await using world = await startWorld({
    endpoint: { onAccept: (socket) => setTimeout(() => socket.resetAndDestroy(), DELAY_MS) },
  });
  const times = timesOf(await world.probe());
  expect(Object.keys(times)).toEqual(['dns', 'connect', 'tls', 'unaccounted', 'total']);
  expect(times.tls).toBeGreaterThan(AT_LEAST_MS);
});

test('a server that answers before it is asked does not make time run backwards', async () => {
  const certificate = await authority.issue({ names: [NAMES.regional] });
  await using world = await startWorld({
    endpoint: {
      // In TLS 1.2 the server has the last word of the handshake, so that the answer comes with it.
      tls: { ...certificate, maxVersion: 'TLSv1.2' },
      onSecure: (socket) => socket.write(answer()),
      onRequest: () => {},
    },
  });
  const observation = await world.probe();
  expect(observation.timesMs?.firstByte).toBeGreaterThanOrEqual(0);
  expect(observation.timesMs?.transfer).toBeGreaterThanOrEqual(0);
});

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

function timesOf({ timesMs }: Observation): NonNullable<Observation['timesMs']> {
  if (timesMs === undefined) throw new Error('the observation has no times');
  return timesMs;
}

function slowest(times: NonNullable<Observation['timesMs']>): Phase | undefined {
  return PHASES.toSorted((one, other) => (times[other] ?? 0) - (times[one] ?? 0))[0];
}
