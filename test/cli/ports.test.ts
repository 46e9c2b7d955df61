// What somebody who watches a run is told while it probes: the probes of the plan, and never a control among them.

import { describe, expect, it } from 'vitest';
import { awsClients, commandPorts } from '../../src/cli/ports.ts';
import { planControls } from '../../src/domain/control.ts';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { plan } from '../../src/domain/plan.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor, placeOf } from '../support/canary-run.ts';

const RUNNING = deadlinesOf(60_000, performance.now());

/** The probes and the controls of a run against the simulator, what its listener is told, and how to probe. */
async function watched(simulator: Simulator) {
  const target = parseTarget(configurationFor(simulator, { publish: 'none' }));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = awsClients(target, {}, { endpoint: simulator.awsEndpoint, credentials });
  const told: { readonly observation: Observation; readonly planned: number }[] = [];
  const ports = await commandPorts(target, clients, {
    writeMetricLine: async () => {},
    onObservation: (observation, planned) => told.push({ observation, planned }),
  });
  const { endpoints } = await ports.discover(target, 'kept', RUNNING.probing);
  return {
    probes: plan(target, endpoints),
    controls: planControls(target, endpoints),
    told,
    probeAll: (probes: ReturnType<typeof plan>) => ports.probeAll(probes, target, RUNNING),
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  };
}

describe('probeAll on a command line', () => {
  it('tells of each probe of the plan once and of how many there are, whatever controls go with them', async () => {
    await using simulator = await startSimulator();
    using run = await watched(simulator);

    const { observations } = await run.probeAll([...run.probes, ...run.controls]);

    expect(run.controls).toHaveLength(2);
    expect(observations).toHaveLength(18);
    const places = run.told.map(({ observation }) => placeOf(observation));
    expect(places.toSorted()).toEqual(observations.slice(0, 16).map(placeOf).toSorted());
    expect(run.told.map(({ planned }) => planned)).toEqual(Array(16).fill(16));
  });

  it('tells of none when controls alone are sent', async () => {
    await using simulator = await startSimulator();
    using run = await watched(simulator);

    const { observations } = await run.probeAll(run.controls);

    expect(observations.map(({ control }) => control)).toEqual(['unknown-api', 'undeployed-path']);
    expect(run.told).toEqual([]);
  });
});
