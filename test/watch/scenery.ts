// A process that keeps data points and sends them: real files, a real client, and the simulated CloudWatch.

import { CloudWatchClient, putData } from '../../src/publish/cloudwatch.ts';
import { metricsOf } from '../../src/publish/metrics.ts';
import type { KeptData } from '../../src/watch/kept-data.ts';
import { createOutbox, type Outbox, targetIdOf } from '../../src/watch/outbox.ts';
import { passed, runOf, TWO_WAYS } from '../publish/runs.ts';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { type AwsProxy, startAwsProxy } from './aws-proxy.ts';
import { type Folder, openedIn, temporaryFolder } from './folder.ts';

const never = new AbortController().signal;
export const TARGET_ID = targetIdOf(TWO_WAYS);

export interface Scenery {
  /** What there is in the place of the kept data. */
  readonly change?: (kept: KeptData, folder: Folder) => KeptData;
  /** Where there is another CloudWatch than the simulated one. */
  readonly awsUrl?: string;
}

/** Everything of one process: its folder, its client, and what it tells. Retries come when the test says so. */
export async function startScenery({ change = (kept) => kept, awsUrl }: Scenery = {}) {
  const scene = await startScene();
  const proxy = await startAwsProxy(awsUrl ?? scene.aws.url);
  const folder = await temporaryFolder();
  const client = new CloudWatchClient({ ...clientOf(proxy.url), disableRequestCompression: true });
  const opened = await openedIn(folder);
  const told: string[] = [];
  const pauses: number[] = [];
  let retry: (() => void) | undefined;
  const outbox: Outbox = createOutbox(() => 'us-west-2', {
    state: { kept: change(opened.kept, folder), retry: async () => {} },
    put: (content) => putData(client, content, never),
    idle: async () => {},
    later: (ms, then) => {
      pauses.push(ms);
      retry = then;
      return () => {
        retry = undefined;
      };
    },
    onLoss: opened.onLoss,
    onSentLater: (entries) => told.push(`sent later: ${entries.reduce((sum, { count }) => sum + count, 0)}`),
    onUnreachable: (reason) => told.push(`unreachable: ${reason instanceof Error ? reason.name : reason}`),
    onDiskError: (error) => told.push(`disk: ${error}`),
    onNotKept: (_target, error) =>
      told.push(`not kept: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`),
  });
  return {
    scene,
    proxy,
    folder,
    outbox,
    told,
    pauses,
    ...opened,
    retry: () => retry?.(),
    publish: (run = runOf([passed(10)]), signal = never) => outbox.publish(run, TWO_WAYS, signal),
    [Symbol.asyncDispose]: async () => {
      await outbox.stop();
      client.destroy();
      await proxy[Symbol.asyncDispose]();
      await scene[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export const RUN = runOf([passed(10)]);
export const DATA = metricsOf(RUN, TWO_WAYS.metrics).length;
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
export const runAgo = (minutes: number) => runOf([passed(10)], TWO_WAYS, minutesAgo(minutes));
export const valuesOf = (proxy: AwsProxy) => proxy.calls.map(({ data }) => data.map(({ values }) => values[0]));
