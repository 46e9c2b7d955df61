// One target, run after run, until it is told to stop: its slots, its turns, and what the last run came to.

import { type Problem, problemOf } from '../domain/canary-error.ts';
import { type Deadlines, deadlinesOf } from '../domain/deadline.ts';
import type { Report, State } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';
import { waitTowards } from './clock.ts';
import { type Schedule, slotAfterStart, stepAt } from './schedule.ts';
import type { Turns } from './turns.ts';

/** What is known of a target while it is watched. Times in milliseconds since 1970. */
export interface TargetStatus {
  readonly target: Target;
  /** Of the last run that was finished. */
  report?: Report;
  /** Since when the state is what it is, as far as this process saw it. */
  since?: { readonly state: State; readonly atMs: number };
  /** When the last run ended, whatever it came to. */
  lastEndedMs?: number;
  /** Why the last run could not be made; absent when it was. */
  problem?: Problem;
  /** When the next run begins; absent when none will. */
  nextMs?: number;
  running: boolean;
  /** Slots that passed without a run since the process began. */
  skipped: number;
}

export interface TargetWatchPorts {
  readonly turns: Turns;
  readonly now: () => number;
  /** One run. */
  readonly run: (status: TargetStatus, deadlines: Deadlines) => Promise<Report>;
  /** Tells that a run is done; the next one does not begin before. */
  readonly onRun: (status: TargetStatus) => Promise<void>;
  readonly onSkipped: (status: TargetStatus, slots: number) => void;
  /** Something of the status is different. */
  readonly onChange: () => void;
}

/** Runs at once and then at each slot. When `stopped` aborts, no run begins; one that is under way is finished. */
export async function watchTarget(
  status: TargetStatus,
  schedule: Schedule,
  { ports, stopped }: { readonly ports: TargetWatchPorts; readonly stopped: AbortSignal },
): Promise<void> {
  let slotMs = slotAfterStart(schedule, ports.now());
  status.nextMs = slotMs;
  await runInTurn(status, schedule.everyMs, { ports, stopped });
  for (;;) {
    slotMs = await dueSlot(status, slotMs, { schedule, ports, stopped });
    using turn = await ports.turns.take(stopped);
    if (turn === undefined) return;
    // Others had their turn meanwhile: the slot may be over.
    const step = stepAt(schedule, slotMs, ports.now());
    skip(status, step.skipped, ports);
    slotMs = step.kind === 'run' ? step.slotMs + schedule.everyMs : step.slotMs;
    status.nextMs = slotMs;
    if (step.kind === 'run') await runWithin(status, schedule.everyMs, ports);
  }
}

/** A run in its turn, unless `stopped` aborts before that comes. */
export async function runInTurn(
  status: TargetStatus,
  everyMs: number,
  { ports, stopped }: { readonly ports: TargetWatchPorts; readonly stopped: AbortSignal },
): Promise<void> {
  using turn = await ports.turns.take(stopped);
  if (turn !== undefined) await runWithin(status, everyMs, ports);
}

/** Waits for the slot, and past those that are over before anybody could take them. */
async function dueSlot(
  status: TargetStatus,
  from: number,
  {
    schedule,
    ports,
    stopped,
  }: { readonly schedule: Schedule; readonly ports: TargetWatchPorts; readonly stopped: AbortSignal },
): Promise<number> {
  let slotMs = from;
  while (!stopped.aborted) {
    const step = stepAt(schedule, slotMs, ports.now());
    if (step.kind === 'run') break;
    skip(status, step.skipped, ports);
    slotMs = step.slotMs;
    if (status.nextMs !== slotMs) {
      status.nextMs = slotMs;
      ports.onChange();
    }
    await waitTowards(step.waitMs, stopped);
  }
  return slotMs;
}

function skip(status: TargetStatus, slots: number, ports: TargetWatchPorts): void {
  if (slots === 0) return;
  status.skipped += slots;
  ports.onSkipped(status, slots);
}

/** One run, which has the interval and no more. What it cannot do is told and ends nothing. */
async function runWithin(status: TargetStatus, everyMs: number, ports: TargetWatchPorts): Promise<void> {
  status.running = true;
  ports.onChange();
  try {
    const availableMs = Math.min(everyMs, status.target.timeouts.runMs);
    const report = await ports.run(status, deadlinesOf(availableMs, performance.now()));
    status.report = report;
    delete status.problem;
    const { state } = report.verdict;
    if (status.since?.state !== state) status.since = { state, atMs: Date.parse(report.startedAt) };
  } catch (error) {
    status.problem = problemOf(error);
  }
  status.running = false;
  status.lastEndedMs = ports.now();
  await ports.onRun(status);
}
