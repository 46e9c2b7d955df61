// The ports of `watch` on a command line: for each target its AWS clients and its discovery's memory, made once; for each
// Region one client that publishes.

import { problemOf } from '../domain/canary-error.ts';
import type { Target } from '../domain/target.ts';
import { putData } from '../publish/cloudwatch.ts';
import { metricsOf } from '../publish/metrics.ts';
import type { Publish } from '../publish/publish.ts';
import { type Ports, run } from '../run.ts';
import type { WatchPorts } from '../watch/watch.ts';
import type { CommandContext } from './command.ts';
import { type AwsClients, awsClients, commandPorts } from './ports.ts';

/** Disposing it ends the clients' connections. */
export type WatchClients = Pick<WatchPorts, 'regionOf' | 'put' | 'run'> & Disposable;

export function watchClients(targets: readonly Target[], { env, terminal }: CommandContext): WatchClients {
  const opened: AwsClients[] = [];
  const open = (target: Target, environment: CommandContext['env']) => {
    const clients = awsClients(target, environment);
    opened.push(clients);
    return clients;
  };
  const known = new Map<Target, Ports>();
  // Made by the target's first run: what is wrong with one target is told with its runs, and keeps no other from running.
  const portsOf = async (target: Target, clients: AwsClients): Promise<Ports> => {
    const watching = { writeMetricLine: terminal.errLine, onObservation: () => {} };
    const ports = known.get(target) ?? (await commandPorts(target, clients, watching));
    known.set(target, ports);
    return ports;
  };
  const clientsOf = new Map(targets.map((target) => [target, open(target, env)]));
  const publishers = new Map<string, AwsClients['cloudwatch']>();
  const publisherIn = (region: string) => {
    const [any] = targets;
    const found = publishers.get(region);
    if (found !== undefined || any === undefined) return found;
    const { cloudwatch } = open(any, { ...env, AWS_REGION: region });
    publishers.set(region, cloudwatch);
    return cloudwatch;
  };
  const awsMs = Math.max(...targets.map(({ timeouts }) => timeouts.awsMs));
  return {
    regionOf: (target) => env.AWS_REGION || target.api.region,
    put: async ({ region, namespace, data }) => {
      const client = publisherIn(region);
      if (client !== undefined) await putData(client, { namespace, data }, AbortSignal.timeout(awsMs));
    },
    run: async (target, { publish, troubledSince }, deadlines) => {
      const clients = clientsOf.get(target);
      if (clients === undefined) throw new Error('this target is not watched');
      const ports = await portsOf(target, clients);
      const sink = target.publish === 'cloudwatch' ? publish : withoutLosingTheReport(ports.publish);
      return await run(target, { ...ports, publish: sink, troubledSince }, deadlines);
    },
    [Symbol.dispose]: () => {
      for (const clients of opened) clients[Symbol.dispose]();
    },
  };
}

/** Metrics that could be written nowhere must not take the report with them. */
function withoutLosingTheReport(publish: Publish): Publish {
  return async (measured, target, signal) => {
    try {
      return await publish(measured, target, signal);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== 'publish-failed') throw error;
      return { sink: target.publish, accepted: 0, rejected: metricsOf(measured, target.metrics).length, problem };
    }
  };
}
