import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/domain/observation.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { addressRecords } from './name-server.ts';
import { answer, firstOf, NAMES, startWorld } from './world.ts';

const FOREVER = new AbortController().signal;
const WAYS = { accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'], zones: true };

describe('all probes of a run', () => {
  test('are in the order of the plan, whichever ended first', async () => {
    const othersDone = Promise.withResolvers<void>();
    await using world = await startWorld({
      ...WAYS,
      endpoint: {
        onRequest: (socket) => {
          if (socket.servername === NAMES.api) void othersDone.promise.then(() => socket.end(answer()));
          else socket.end(answer());
        },
      },
    });
    const heard: Observation[] = [];
    const { observations } = await probeAll(world.planned, world.settings, {
      signal: FOREVER,
      onObservation: (observation) => {
        heard.push(observation);
        if (heard.length === world.planned.length - 1) othersDone.resolve();
      },
    });
    expect(observations.map(({ route, outcome }) => [route, outcome])).toEqual(
      world.planned.map(({ route }) => [route, 'passed']),
    );
    expect(heard.at(-1)?.accessMethod).toBe('private-dns');
    expect(new Set(heard)).toEqual(new Set(observations));
    expect(heard.length).toBe(8);
  });

  test('are none where nothing is planned', async () => {
    await using world = await startWorld();
    expect((await probeAll([], world.settings, { signal: FOREVER })).observations).toEqual([]);
  });

  test('say how late the event loop was', async () => {
    await using world = await startWorld(WAYS);
    const { measurementDelayMs } = await probeAll(world.planned, world.settings, {
      signal: FOREVER,
      onObservation: () => busyFor(60),
    });
    expect(measurementDelayMs).toBeGreaterThan(30);
  });

  test('each say how late it was; the run says how late the worst of them was', async () => {
    let asked = 0;
    await using world = await startWorld({
      ...WAYS,
      endpoint: {
        onRequest: (socket) => {
          socket.end(answer());
          asked += 1;
          if (asked === 3) busyFor(100);
        },
      },
    });
    const { observations, measurementDelayMs } = await probeAll(world.planned, world.settings, { signal: FOREVER });
    const delays = observations.map((observation) => observation.measurementDelayMs ?? Number.NaN);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(measurementDelayMs).toBe(Math.max(...delays));
    expect(measurementDelayMs).toBeGreaterThan(75);
  });

  test('say nothing of their own lateness where they have no times', async () => {
    await using world = await startWorld(WAYS);
    const { observations, measurementDelayMs } = await probeAll(world.planned, world.settings, {
      signal: AbortSignal.abort(),
    });
    expect(observations.filter((each) => 'measurementDelayMs' in each)).toEqual([]);
    expect(measurementDelayMs).toBe(0);
  });

  test('are not run when the run is over before it begins; everybody is told', async () => {
    await using world = await startWorld(WAYS);
    const heard: string[] = [];
    const { observations } = await probeAll(world.planned, world.settings, {
      signal: AbortSignal.abort(),
      onObservation: ({ outcome }) => heard.push(outcome),
    });
    expect(observations.map(({ outcome }) => outcome)).toEqual(Array(8).fill('not-run'));
    expect(heard).toEqual(Array(8).fill('not-run'));
    expect(world.names.questions).toEqual([]);
  });

  test('are not run where the deadline passes before their answers are judged, and no timer has told it', async () => {
    await using world = await startWorld(WAYS);
    const run = { signal: FOREVER, endsAt: performance.now() };
    const { observations } = await probeAll(world.planned, world.settings, run);
    expect(observations.map(({ outcome }) => outcome)).toEqual(Array(8).fill('not-run'));
    expect(world.endpoint.connections).toHaveLength(8);
  });

  test('keep what they saw when the run is cut short', async () => {
    const run = new AbortController();
    await using world = await startWorld({
      ...WAYS,
      // The name of the API leads somewhere; the next name to be asked for ends the run.
      names: ({ name }) => {
        if (name === NAMES.api) return { answers: addressRecords(name, ['127.0.0.1']) };
        passed.then(() => run.abort());
        return undefined;
      },
    });
    const { promise: passed, resolve } = Promise.withResolvers<void>();
    const { observations } = await probeAll(world.planned, world.settings, {
      signal: run.signal,
      onObservation: ({ outcome }) => {
        if (outcome === 'passed') resolve();
      },
    });
    expect(observations.map(({ outcome }) => outcome)).toEqual(['passed', ...Array(7).fill('not-run')]);
    await expect.poll(() => world.endpoint.connections.filter(({ open }) => open)).toEqual([]);
  });

  test('are paced where less time is left than one of them may take', async () => {
    const asked: number[] = [];
    await using world = await startWorld({ ...WAYS, names: () => void asked.push(performance.now()) });
    // Nobody answers while they are started, so that the cost stays what it is.
    const timeouts = { ...world.settings.timeouts, dnsMs: 1_500, probeMs: 60_000 };
    const settings = { ...world.settings, cost: { ms: 100 }, timeouts };
    await probeAll(world.planned, settings, { signal: FOREVER, endsAt: performance.now() + 30_000 });
    // Half of the time is for starting, enough for seven intervals of 0.8 times the cost.
    expect((asked.at(-1) ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(500);
  });

  test('never reject, whatever fails', async () => {
    await using world = await startWorld({ ...WAYS, names: () => ({ rcode: 'SERVFAIL' }) });
    const { observations } = await probeAll(world.planned, world.settings, { signal: FOREVER });
    expect(observations.map(({ failure }) => failure?.code)).toEqual(Array(8).fill('dns-servfail'));
  });

  test('share a resolver: a name that nobody answers holds up no other, and is asked for once', async () => {
    await using world = await startWorld({
      ...WAYS,
      names: ({ name }) => (name === NAMES.alias ? undefined : { answers: addressRecords(name, ['127.0.0.1']) }),
      timeouts: { dnsMs: 300 },
    });
    const { observations } = await probeAll(world.planned, world.settings, { signal: FOREVER });
    expect(observations.map(({ accessMethod, failure }) => [accessMethod, failure?.code])).toEqual(
      world.planned.map(({ accessMethod }) => [
        accessMethod,
        accessMethod === 'route53-alias' ? 'dns-timeout' : undefined,
      ]),
    );
    // One query for each probe, none of them repeated.
    expect(world.names.questions.toSorted()).toEqual(world.planned.map(({ route }) => `A ${route.dial}`).toSorted());
  });

  test('are under way 256 at a time', async () => {
    let arrived = 0;
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    await using world = await startWorld({
      endpoint: {
        onRequest: (socket) => {
          open += 1;
          most = Math.max(most, open);
          waiting.push(() => {
            open -= 1;
            socket.end(answer());
          });
          arrived += 1;
          // Long enough for every probe that is left to be started, were there no limit.
          if (arrived === 256) setTimeout(() => release(waiting), 300);
          if (arrived > 256) release(waiting);
        },
      },
    });
    const planned = Array.from({ length: 264 }, () => firstOf(world.planned));
    // So many at once take long on a busy machine, and their number is what counts here.
    const patient = { dnsMs: 30_000, connectMs: 30_000, tlsMs: 30_000, probeMs: 50_000 };
    const settings = { ...world.settings, timeouts: { ...world.settings.timeouts, ...patient } };
    const { observations } = await probeAll(planned, settings, { signal: FOREVER });
    expect(observations.map(({ outcome }) => outcome)).toEqual(Array(264).fill('passed'));
    expect(most).toBe(256);
  });

  test('leave nothing open', async () => {
    await using world = await startWorld(WAYS);
    await probeAll(world.planned, world.settings, { signal: FOREVER });
    // What is left are the two servers of the test.
    await expect.poll(sockets).toEqual(['TCPServerWrap', 'UDPWrap']);
    expect(world.endpoint.connections.map(({ open }) => open)).toEqual(Array(8).fill(false));
  });
});

function release(waiting: (() => void)[]): void {
  for (const go of waiting.splice(0)) go();
}

/** The sockets and queries that are open in this process. */
function sockets(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => /TCP|TLS|UDP|DNS|QUERY|CARES/i.test(kind))
    .toSorted();
}

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
