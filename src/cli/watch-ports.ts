// The ports of `watch` on a command line: for each target its AWS clients and its discovery's memory, made once; for each
// Region one client that publishes.

import { problemOf } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import type { Target } from '../domain/target.ts';
import type { WriteLine } from '../log.ts';
import { putData } from '../publish/cloudwatch.ts';
import { metricsOf } from '../publish/metrics.ts';
import type { Publish } from '../publish/publish.ts';
import { type Ports, run } from '../run.ts';
import type { WatchPorts } from '../watch/watch.ts';
import type { CommandContext } from './command.ts';
import { commandPorts } from './ports.ts';
import { renewedClients } from './renewed-clients.ts';

/** Disposing it ends the clients' connections. */
export type WatchClients = Pick<WatchPorts, 'regionOf' | 'put' | 'run'> & Disposable;

export function watchClients(targets: readonly Target[], { env, terminal }: CommandContext): WatchClients {
  const clients = renewedClients(targets, env);
  const known = new Map<Target, Ports>();
  // Made by the target's first run: what is wrong with one target is told with its runs, and keeps no other from running.
  const portsOf = async (target: Target): Promise<Ports> => {
    const watching = { writeMetricLine: inTime(terminal.errLine, target.timeouts.awsMs), onObservation: () => {} };
    const ports = known.get(target) ?? (await commandPorts(target, clients.of(target), watching));
    known.set(target, ports);
    return ports;
  };
  const awsMs = Math.max(...targets.map(({ timeouts }) => timeouts.awsMs));
  return {
    regionOf: (target) => env.AWS_REGION || target.api.region,
    put: async ({ region, namespace, data }) => {
      const signal = AbortSignal.timeout(awsMs);
      try {
        await putData(await clients.publishingIn(region).cloudwatch(), { namespace, data }, signal);
        clients.answered(region);
      } catch (error) {
        if (signal.aborted) clients.giveUp(region);
        throw error;
      }
    },
    run: async (target, { publish, troubledSince }, deadlines) => {
      const ports = await portsOf(target);
      const sink = target.publish === 'cloudwatch' ? publish : withoutLosingTheReport(ports.publish);
      const report = await run(target, { ...ports, publish: sink, troubledSince }, deadlines);
      const problem = report.discovery.problem?.code;
      if (problem === undefined) clients.answered(target);
      else if (problem === 'ec2-unreachable' || problem === 'aws-credentials') clients.renew(target);
      return report;
    },
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  };
}

// Of what a reader of embedded metrics has not read yet.
const MAX_WAITING_BYTES = 16 * 1_024 ** 2;

/** A reader that stands still must keep no run from being made, nor fill the memory. */
function inTime(write: WriteLine, ms: number): WriteLine {
  return async (line) => {
    if (process.stderr.writableLength > MAX_WAITING_BYTES) throw new Error('nobody reads standard error');
    await orAborted(write(line), AbortSignal.timeout(ms));
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
