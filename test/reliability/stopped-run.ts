// Runs of the Lambda function whose process is stopped (SIGSTOP) and goes on (SIGCONT).

import { spawn } from 'node:child_process';
import type { Report } from '../../src/domain/report.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { addressRecords } from '../probe/name-server.ts';
import { answer, NAMES, startWorld, type WorldOptions } from '../probe/world.ts';
import { configurationFor } from '../support/canary-run.ts';
import type { LambdaBundle } from '../support/lambda-bundle.ts';
import { startAwsGate } from './aws-gate.ts';
import type { FreezeFault, Moment } from './freeze-faults.ts';
import { startRelay } from './relay.ts';
import { type WatchedEnvironment, watchedEnvironment } from './watched-environment.ts';

/** `told`: how often CloudWatch was, the run before included. `goneOnMs`: how long after the process was told to go on the
 * answer came, in milliseconds. */
export interface StoppedRun {
  readonly report: Report;
  readonly told: number;
  readonly goneOnMs: number;
}

interface Stop {
  /** From here on this process may be stopped. */
  readonly arm: (pid: number) => void;
  /** Stops it, once. Says whether it did. */
  readonly now: () => boolean;
  /** The process goes on: since when (`performance.now`). */
  readonly over: Promise<number>;
}

const LIMITS = ['dnsMs', 'connectMs', 'tlsMs', 'probeMs', 'awsMs', 'runMs'] as const;
const PATIENT = Object.fromEntries(LIMITS.map((limit) => [limit, 60_000]));

function createStop(stoppedMs: number): Stop {
  const over = Promise.withResolvers<number>();
  let armed: number | undefined;
  return {
    arm: (pid) => {
      armed = pid;
    },
    now: () => {
      const pid = armed;
      if (pid === undefined) return false;
      armed = undefined;
      process.kill(pid, 'SIGSTOP');
      // This process may be ended meanwhile: nobody would wake the other one, and whoever reads what it prints would wait.
      const waking = spawn('sh', ['-c', `sleep ${stoppedMs / 1_000}; kill -CONT ${pid}`], { stdio: 'ignore' });
      waking.once('exit', () => over.resolve(performance.now()));
      return true;
    },
    over: over.promise,
  };
}

// So long after the process has gone on an answer comes that is late.
const LATE_MS = 200;

/** Servers that stop the process when they are asked, and mostly answer while it stands still. */
function serversFor({ at, stoppedMs }: FreezeFault, stop: Stop): WorldOptions {
  const found = (name: string) => ({ answers: addressRecords(name, ['127.0.0.1']) });
  const servers: Partial<Record<Moment, WorldOptions>> = {
    silence: { names: ({ name }) => (stop.now() ? undefined : found(name)) },
    name: {
      names: ({ name }) => {
        stop.now();
        return found(name);
      },
    },
    'late name': {
      names: ({ name }) => ({ ...found(name), ...(stop.now() ? { delayMs: stoppedMs + LATE_MS } : {}) }),
    },
    answer: {
      endpoint: {
        onRequest: (socket) => {
          stop.now();
          socket.end(answer());
        },
      },
    },
    'rest of the answer': {
      endpoint: {
        onRequest: (socket) => {
          socket.write(answer().slice(0, -3), () => {
            stop.now();
            socket.end(answer().slice(-3));
          });
        },
      },
    },
  };
  return servers[at] ?? {};
}

/** Stops the process while its only probe waits. */
export async function stoppedInProbe(fault: FreezeFault, bundle: LambdaBundle, caFile: string): Promise<StoppedRun> {
  const stop = createStop(fault.stoppedMs);
  await using world = await startWorld(serversFor(fault, stop));
  await using relay = await startRelay(world.endpoint.port, {
    onConnection: () => fault.at === 'connection' && stop.now(),
    onHello: () => fault.at === 'handshake' && stop.now(),
  });
  await using lambda = await watchedEnvironment(bundle, 'http://127.0.0.1:1');
  const { latencyMs } = fault;
  const configuration = {
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { dnsNames: [NAMES.regional] },
    accessMethods: ['vpce-host'],
    resources: [{ path: '/pets', expect: latencyMs === undefined ? {} : { latencyMs } }],
    controls: false,
    publish: 'none',
    connection: { port: relay.port, resolver: [world.names.address], caFile },
    timeouts: { ...PATIENT, ...fault.timeouts },
  };
  await warmUp(lambda, configuration, stop);
  const report = await reportOf(lambda, configuration, fault.remainingMs);
  const answeredAt = performance.now();
  return { report, told: 0, goneOnMs: answeredAt - (await stop.over) };
}

/** Stops the process before a run, or while AWS answers it. */
export async function stoppedWithAws(fault: FreezeFault, bundle: LambdaBundle): Promise<StoppedRun> {
  const stop = createStop(fault.stoppedMs);
  const service = { EC2: 'ec2', CloudWatch: 'monitoring' }[String(fault.at)];
  await using simulator = await startSimulator();
  await using gate = await startAwsGate(simulator.awsEndpoint, (called) => called === service && stop.now());
  await using lambda = await watchedEnvironment(bundle, gate.url);
  const timeouts = { ...PATIENT, ...fault.timeouts };
  const configuration = configurationFor(simulator, { discovery: { maxAgeMs: 0 }, timeouts });
  await warmUp(lambda, configuration, stop);
  if (fault.at === 'between') stop.now();
  if (fault.connections !== undefined && gate[fault.connections]() === 0) throw new Error('no connection was open');
  // It is called while it stands still, and learns of that and of its connections in the same moment.
  const report = await reportOf(lambda, configuration, fault.remainingMs);
  const answeredAt = performance.now();
  const told = simulator.awsCalls.filter(({ action }) => action === 'PutMetricData').length;
  return { report, told, goneOnMs: answeredAt - (await stop.over) };
}

/** What a process does for the first time takes long. */
async function warmUp(lambda: WatchedEnvironment, configuration: object, stop: Stop): Promise<void> {
  await lambda.invoke(configuration);
  stop.arm((await lambda.look()).pid);
}

async function reportOf(lambda: WatchedEnvironment, configuration: object, remainingMs?: number): Promise<Report> {
  const { result, error } = await lambda.invoke(configuration, remainingMs);
  if (result === undefined) throw new Error(error?.message);
  return result as unknown as Report;
}
