// Publishing for a process that runs for months: a run's data points are written to the disk, then sent, then removed.
// Nothing is given up because CloudWatch cannot be reached.

import { problemOf } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import type { Published } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';
import { batchesOf } from '../publish/batches.ts';
import { type Measured, metricsOf } from '../publish/metrics.ts';
import { type Publish, refusal } from '../publish/publish.ts';
import { type Channel, type ChannelPorts, createChannel } from './channel.ts';
import type { Attempt } from './delivery.ts';
import type { Entry, KeptData } from './kept-data.ts';
import { type Content, hashOf } from './kept-file.ts';
import type { State } from './state.ts';

export interface OutboxPorts extends Omit<ChannelPorts, 'kept'> {
  /** Without `kept`, when the state directory cannot be used, runs are sent directly, and lost when that fails. */
  readonly state: Pick<State, 'kept' | 'retry'>;
  /** The data of a run could not be written. */
  readonly onNotKept: (target: Target, error: unknown) => void;
}

export interface Outbox {
  /** For runs whose sink is CloudWatch. */
  readonly publish: Publish;
  /** Sends everything that is kept, as far as possible. Never rejects. */
  readonly drain: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Data points of a target on the disk. */
  readonly keptOf: (target: Target) => number;
}

const KEPT_HINT =
  'The data points are kept on disk and are sent with their own time stamps when CloudWatch takes them.';
const LOST_HINT =
  'The data points are lost: they could not be kept on disk either. Give `watch` a state directory that it can write to.';

// For a disk, in milliseconds: a run has two seconds to publish in, and may still need CloudWatch.
const PATIENCE_MS = 1_000;

/** The name of a target in those of its files. */
export function targetIdOf({ api, vantage }: Pick<Target, 'api' | 'vantage'>): string {
  return hashOf(api.region, api.id, api.stage, vantage.name);
}

export function createOutbox(region: (target: Target) => string, ports: OutboxPorts): Outbox {
  const { state } = ports;
  const channels = new Map<string, Channel>();
  const channel = (id: string, store: KeptData): Channel => {
    const found = channels.get(id) ?? createChannel(id, { ...ports, kept: store });
    channels.set(id, found);
    return found;
  };

  /** Until a call to the disk that nobody waits for ends. */
  let diskHangs = false;

  const publish: Publish = async (run, target, signal) => {
    const contents = contentsOf(run, target, region(target));
    if (contents.length === 0) return { sink: 'cloudwatch', accepted: 0, rejected: 0 };
    const atMs = Date.parse(run.startedAt);
    await state.retry();
    const { kept } = state;
    if (kept === undefined || diskHangs) return await directly(contents, signal);
    const writing = kept.trim().then(() => kept.keep({ atMs, target: targetIdOf(target) }, contents));
    const patience = AbortSignal.timeout(PATIENCE_MS);
    try {
      const entries = await orAborted(writing, patience);
      // All data of a run go to one namespace of one Region.
      const [first] = entries;
      if (first === undefined) return { sink: 'cloudwatch', accepted: 0, rejected: 0 };
      const waiting = { accepted: 0, refused: 0, left: entries.reduce((sum, { count }) => sum + count, 0) };
      const offered = channel(first.channel, kept).offer(entries);
      return publishedOf(await orAborted(offered, signal).catch((reason): Attempt => ({ ...waiting, reason })));
    } catch (error) {
      if (error !== patience.reason) {
        ports.onNotKept(target, error);
        return await directly(contents, signal);
      }
      ports.onNotKept(target, new Error('the disk does not answer'));
      const published = directly(contents, signal);
      void leave(writing, published, kept);
      return await published;
    }
  };

  /** A call to a disk cannot be taken back. What it writes after all is removed where CloudWatch has it. */
  const leave = async (
    writing: Promise<readonly Entry[]>,
    published: Promise<Published>,
    kept: KeptData,
  ): Promise<void> => {
    diskHangs = true;
    const written = await writing.catch(() => []);
    const { accepted } = await published;
    if (accepted > 0) await kept.remove(written).catch(ports.onDiskError);
    diskHangs = false;
  };

  /** Without the disk. */
  const directly = async (contents: readonly Content[], signal: AbortSignal): Promise<Published> => {
    let [accepted, rejected] = [0, 0];
    let reason: unknown;
    for (const content of contents) {
      try {
        await orAborted(ports.put(content), signal);
        accepted += content.data.length;
      } catch (error) {
        rejected += content.data.length;
        reason ??= error;
      }
    }
    const problem = reason === undefined ? {} : { problem: problemOf(refusal(reason, LOST_HINT)) };
    return { sink: 'cloudwatch', accepted, rejected, ...problem };
  };

  return {
    publish,
    drain: async () => {
      const { kept } = state;
      if (kept === undefined) return;
      await kept.trim().catch(ports.onDiskError);
      await Promise.all(kept.channels().map((id) => channel(id, kept).drain()));
    },
    stop: async () => {
      await Promise.all([...channels.values()].map((each) => each.stop()));
    },
    keptOf: (target) => state.kept?.countOf(targetIdOf(target)) ?? 0,
  };
}

/** The data of a run, in parts that each fit into one call. */
function contentsOf(run: Measured, target: Target, region: string): readonly Content[] {
  const { namespace } = target.metrics;
  const batches = batchesOf(metricsOf(run, target.metrics), new Date(run.startedAt));
  return batches.map(({ data }) => ({ region, namespace, data }));
}

function publishedOf({ accepted, refused, left, reason }: Attempt): Published {
  return {
    sink: 'cloudwatch',
    accepted,
    rejected: refused,
    ...(left === 0 ? {} : { kept: left }),
    ...(reason === undefined || left === 0 ? {} : { problem: problemOf(refusal(reason, KEPT_HINT)) }),
  };
}
