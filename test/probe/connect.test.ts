import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { probeSecureContext } from '../../src/probe/handshake.ts';
import type { ProbeSettings } from '../../src/probe/probe.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ending, firstOf, probeOnce, startWorld } from './world.ts';

const REACHED = ['dns', 'connect'];

test('a port where nobody listens is connect-refused', async () => {
  await using world = await startWorld();
  await world.endpoint[Symbol.asyncDispose]();
  const observation = await world.probe();
  expect(ending(observation)).toEqual({ outcome: 'failed', step: 'connect', code: 'connect-refused', phases: REACHED });
  expect(observation.failure?.message).toBe(`ECONNREFUSED from 127.0.0.1 port ${world.settings.port}`);
  expect(observation.timesMs?.connect).toBeGreaterThan(0);
});

test('an address that drops packets is connect-timeout after the whole time', async () => {
  await using simulator = await startSimulator({ scenario: 'endpoint-unreachable' });
  await using world = await startWorld();
  const settings = await settingsFor(simulator, world.settings, { connectMs: 300 });
  const before = attempts();
  const observation = await probeOnce(firstOf(world.planned), settings);
  expect(ending(observation)).toEqual({ outcome: 'failed', step: 'connect', code: 'connect-timeout', phases: REACHED });
  expect(observation.failure?.message).toBe('no answer within 300 ms');
  await expect.poll(attempts).toBe(before);
  expect(observation.timesMs?.connect).toBeGreaterThan(290);
});

test('a run that ends while a connection is tried leaves the probe not-run', async () => {
  await using simulator = await startSimulator({ scenario: 'endpoint-unreachable' });
  await using world = await startWorld();
  const settings = await settingsFor(simulator, world.settings, { connectMs: 20_000, probeMs: 20_000 });
  const before = attempts();
  const observation = await probeOnce(firstOf(world.planned), settings, AbortSignal.timeout(400));
  expect(ending(observation)).toEqual({ outcome: 'not-run', step: undefined, code: undefined, phases: REACHED });
  await expect.poll(attempts).toBe(before);
});

/** Connections that this process has or tries to make, those of the simulator included. */
function attempts(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}

async function settingsFor(
  { dns, port, caFile }: Simulator,
  settings: ProbeSettings,
  timeouts: Partial<ProbeSettings['timeouts']>,
): Promise<ProbeSettings> {
  const secureContext = probeSecureContext(await readFile(caFile, 'utf8'));
  return { ...settings, resolver: dns.vpc, port, secureContext, timeouts: { ...settings.timeouts, ...timeouts } };
}
