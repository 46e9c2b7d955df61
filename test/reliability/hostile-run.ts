// A run of the canary over three ways, of which one leads to a hostile endpoint and the others to a sound one.

import type { Observation } from '../../src/domain/observation.ts';
import type { Report } from '../../src/domain/report.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { run } from '../../src/run.ts';
import type { Connection } from '../probe/endpoint-server.ts';
import { readHello } from '../probe/hello-bytes.ts';
import { addressRecords } from '../probe/name-server.ts';
import { NAMES, startWorld } from '../probe/world.ts';
import type { Hostility } from './hostility.ts';

export interface HostileRun extends AsyncDisposable {
  readonly report: Report;
  /** Of the hostile way. */
  readonly hostile: Observation;
  readonly others: readonly Observation[];
  /** What the name server was asked. */
  readonly questions: readonly string[];
  /** To the hostile endpoint; none where it was not reached. */
  readonly connections: () => readonly Connection[];
}

/** Makes one run. */
export async function hostileRun({ behaviour = {}, address, world: options }: Hostility): Promise<HostileRun> {
  const name = NAMES.zoneA;
  const world = await startWorld({
    zones: true,
    endpoint: { towards: { name, behaviour } },
    names: (question) => ({
      answers: addressRecords(question.name, [(question.name === name && address) || '127.0.0.1']),
    }),
    ...options,
  });
  const { signal } = new AbortController();
  const report = await run(
    { ...world.target, controls: false },
    {
      discover: async () => ({ source: 'ec2', ageSeconds: 0, notices: [], endpoints: world.endpoints }),
      probeAll: (probes) => probeAll(probes, world.settings, { signal }),
      publish: async () => ({ sink: 'none', accepted: 0, rejected: 0 }),
      now: Date.now,
    },
    { probing: signal, probingEndsAt: Number.POSITIVE_INFINITY, publishing: signal },
  );
  const [hostile, ...more] = report.observations.filter(({ route }) => route.dial === name);
  if (hostile === undefined || more.length > 0) throw new Error('not one way leads to the hostile endpoint');
  return {
    report,
    hostile,
    others: report.observations.filter(({ route }) => route.dial !== name),
    questions: world.names.questions,
    connections: () => world.endpoint.connections.filter(({ hello }) => readHello(hello).sni === name),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
