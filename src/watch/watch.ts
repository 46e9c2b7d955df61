// The whole of `watch`: each target on its schedule, runs in turn, data points kept until CloudWatch has them. What touches
// the world is passed in.

import type { Deadlines } from '../domain/deadline.ts';
import type { Report } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';
import { createTroubleMemory } from '../domain/trouble-memory.ts';
import type { Publish } from '../publish/publish.ts';
import type { WatchEvent } from './event.ts';
import { type Health, healthOf, nameOf } from './health.ts';
import { createHealthWriter } from './health-writer.ts';
import type { Content } from './kept-file.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { offsetOf, type Schedule } from './schedule.ts';
import { openState, type State } from './state.ts';
import { runInTurn, type TargetStatus, type TargetWatchPorts, watchTarget } from './target-watch.ts';
import { createTeller, type Teller } from './teller.ts';
import { createTurns, holdMsOf, type Turns } from './turns.ts';

export interface WatchOptions {
  readonly targets: readonly Target[];
  readonly everyMs: number;
  /** One run of each target, and then only what is kept is sent. */
  readonly once: boolean;
  readonly folder: string;
  /** Of the host: several hosts with the same targets do not run at the same moment. */
  readonly hostName: string;
}

/** What one run takes from `watch`. */
export interface RunPorts {
  readonly publish: Publish;
  readonly troubledSince: (target: Target) => string | undefined;
}

export interface WatchPorts {
  readonly now: () => number;
  /** Where the metrics of a target go. */
  readonly regionOf: (target: Target) => string;
  /** One call of PutMetricData. */
  readonly put: (content: Content) => Promise<void>;
  readonly run: (target: Target, ports: RunPorts, deadlines: Deadlines) => Promise<Report>;
  readonly onEvent: (event: WatchEvent) => void;
  /** Tells a run: its data points are kept or accepted by then. */
  readonly onRun: (report: Report) => Promise<void>;
  readonly onChange: (targets: readonly WatchedTarget[]) => void;
  readonly writeHealth: (health: Health) => Promise<void>;
}

/** A target at a moment. `kept`: its data points on disk. */
export interface WatchedTarget {
  readonly status: TargetStatus;
  readonly kept: number;
}

/** Ends when `stopped` aborts and the runs under way are done; with `once`, when all is done. */
export async function watch(
  options: WatchOptions,
  ports: WatchPorts,
  stopped: AbortSignal,
): Promise<readonly TargetStatus[]> {
  // Nothing comes after a run that is made once.
  const everyMs = options.once ? Number.POSITIVE_INFINITY : options.everyMs;
  const tell = createTeller(ports.onEvent);
  const { folder } = options;
  await using state = await openState({
    folder,
    onLoss: tell.lost,
    onUsable: (kept) => {
      tell.keeping(folder, kept.entries());
      void outbox.drain();
    },
    onOtherProblem: (problem) => tell.notKept(folder, problem),
  });
  tell.started({ ...options, everyMs }, { kept: state.kept?.entries() ?? [], problem: state.problem });
  const turns = createTurns(holdMsOf(everyMs, options.targets.length));
  const show = () => ports.onChange(watched());
  const outbox = outboxOf(state, { folder, ports, tell, turns, show });
  const statuses = options.targets.map((target): TargetStatus => ({ target, running: false, skipped: 0 }));
  const watched = () => statuses.map((status): WatchedTarget => ({ status, kept: outbox.keptOf(status.target) }));
  const startedMs = ports.now();
  const writeHealth = createHealthWriter(
    async () => {
      const moment = { startedMs, nowMs: ports.now(), everyMs: options.everyMs, lost: tell.counts };
      await ports.writeHealth(healthOf(watched(), moment));
    },
    (problem) => tell.notKept('the health file', problem),
  );
  const how = { ports: targetPorts({ everyMs, ports, tell, turns, outbox, writeHealth, show }), stopped };
  await writeHealth();
  if (options.once) {
    await Promise.all(statuses.map((status) => runInTurn(status, everyMs, how)));
    stopped.addEventListener('abort', () => void outbox.stop(), { once: true });
    if (!stopped.aborted) await outbox.drain();
  } else {
    // What an earlier process left goes out while the first runs are made.
    void outbox.drain();
    await Promise.all(statuses.map((status) => watchTarget(status, scheduleOf(status.target, options), how)));
  }
  await outbox.stop();
  for (const status of statuses) delete status.nextMs;
  show();
  await writeHealth();
  tell.stopped(state.kept?.entries() ?? []);
  return statuses;
}

function outboxOf(
  state: State,
  {
    folder,
    ports,
    tell,
    turns,
    show,
  }: {
    readonly folder: string;
    readonly ports: WatchPorts;
    readonly tell: Teller;
    readonly turns: Turns;
    readonly show: () => void;
  },
): Outbox {
  return createOutbox(ports.regionOf, {
    state,
    put: ports.put,
    idle: turns.idle,
    later,
    onLoss: tell.lost,
    onSentLater: (sent) => {
      tell.sentLater(sent);
      show();
    },
    onUnreachable: tell.unreachable,
    onDiskError: (error) => tell.notKept(folder, error),
    onNotKept: (target, error) => tell.notKept(nameOf(target), error),
  });
}

// Nobody else makes runs between two of ours: trouble goes on over a slot that was skipped, and over what is too short
// for a person to call it a gap.
const GAP_SLOTS = 3;
const MIN_GAP_MS = 20 * 60_000;

function targetPorts({
  everyMs,
  ports,
  tell,
  turns,
  outbox,
  writeHealth,
  show,
}: {
  readonly everyMs: number;
  readonly ports: WatchPorts;
  readonly tell: Teller;
  readonly turns: Turns;
  readonly outbox: Outbox;
  readonly writeHealth: () => Promise<void>;
  readonly show: () => void;
}): TargetWatchPorts {
  const troubles = createTroubleMemory(Math.max(GAP_SLOTS * everyMs, MIN_GAP_MS));
  const troubledSince = (target: Target) => troubles.since(target, ports.now());
  return {
    turns,
    now: ports.now,
    run: ({ target }, deadlines) => ports.run(target, { publish: outbox.publish, troubledSince }, deadlines),
    onRun: async (status) => {
      if (status.problem !== undefined) tell.failed(status);
      else if (status.report !== undefined) {
        troubles.note(status.report);
        await ports.onRun(status.report);
      }
      await writeHealth();
      show();
    },
    onSkipped: tell.skipped,
    onChange: show,
  };
}

function later(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

/** Each target and host has slots of its own. */
export function scheduleOf(
  { api, vantage }: Pick<Target, 'api' | 'vantage'>,
  { everyMs, hostName }: Pick<WatchOptions, 'everyMs' | 'hostName'>,
): Schedule {
  return {
    everyMs,
    offsetMs: offsetOf(JSON.stringify([hostName, api.region, api.id, api.stage, vantage.name]), everyMs),
  };
}
