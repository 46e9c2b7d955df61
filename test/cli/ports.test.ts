// What somebody who watches a run is told while it probes: the probes of the plan, and never a control among them.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsClients } from '../../src/cli/aws-clients.ts';
import { commandPorts } from '../../src/cli/ports.ts';
import { planControls } from '../../src/domain/control.ts';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { plan } from '../../src/domain/plan.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { startSecretsServer } from '../authorization/secrets-server.ts';
import { authority, startWorld } from '../probe/world.ts';
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

describe('ports that serve many runs', () => {
  /** The values of a header in all requests that came, in their order. */
  const sentValues = (name: string, connections: readonly { readonly sent: string }[]) =>
    connections.map(({ sent }) => new RegExp(`^${name}: (.*)\\r$`, 'm').exec(sent)?.[1]);

  it('take certificates and secrets as they are on the day, and one value for all probes of a run', async () => {
    await using world = await startWorld({
      endpoint: { onRequest: (socket) => socket.end('HTTP/1.1 403 No\r\n\r\n') },
    });
    await using service = await startSecretsServer({ 'pets/key': 'the first value' });
    const folder = await mkdtemp(join(tmpdir(), 'canary-ports-'));
    await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.pem);
    const target = parseTarget({
      api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
      endpoints: { dnsNames: ['vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com'] },
      accessMethods: ['vpce-host'],
      resources: [{ path: '/pets' }],
      connection: {
        port: world.endpoint.port,
        resolver: [world.names.address],
        caFile,
        trustedNetworks: ['127.0.0.0/8'],
      },
      controls: false,
      auth: { headers: { 'x-api-key': { secretId: 'pets/key' } } },
    });
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not a secret' };
    using clients = awsClients(target, {}, { endpoint: service.url, credentials });
    const ports = await commandPorts(target, clients, { writeMetricLine: async () => {}, onObservation: () => {} });
    const run = () => {
      const deadlines = deadlinesOf(60_000, performance.now());
      const probes = async () => {
        const { endpoints } = await ports.discover(target, 'kept', deadlines.probing);
        return (await ports.probeAll(plan(target, endpoints), target, deadlines)).observations;
      };
      return { probes };
    };

    await writeFile(caFile, 'not a certificate');
    await expect(run().probes()).rejects.toThrow('ca.pem');
    await writeFile(caFile, authority.pem);
    const second = run();
    await second.probes();
    service.secrets = { 'pets/key': 'the second value' };
    await second.probes();
    const third = run();
    await third.probes();
    await third.probes();
    await service[Symbol.asyncDispose]();
    await run().probes();

    expect(sentValues('x-api-key', world.endpoint.connections)).toEqual([
      'the first value',
      'the first value',
      // All of them were refused, which the next run takes for a reason to ask.
      'the second value',
      'the second value',
      // And goes on with it where nobody answers.
      'the second value',
    ]);
  });
});
