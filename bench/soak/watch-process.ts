// `watch` as a process of its own, by its command line: its lines are counted as they come, its memory is asked for.

import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/domain/report.ts';
import type { ShortenedReport } from '../../src/domain/shortened-report.ts';
import type { WatchEventName } from '../../src/watch/event.ts';
import type { Memory } from './memory-probe.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
// Longer than any run: a process that was stopped waits for the one that it makes.
const PATIENCE_MS = 60_000;
const MEMORY_PROBE = new URL('memory-probe.ts', import.meta.url).href;

/** One run as its line told it. */
export interface ToldRun {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly state: Report['verdict']['state'];
  /** Probes in its report, whatever came of them. */
  readonly probes: number;
  /** Probes and controls for which the line had no room. */
  readonly leftOut: number;
  /** Data points. */
  readonly accepted: number;
  readonly kept: number;
  readonly lost: number;
  /** Slots that were told as passed by since the run before. */
  readonly skipped: number;
}

export interface WatchProcess extends AsyncDisposable {
  readonly pid: number;
  readonly runs: readonly ToldRun[];
  /** Messages of `failed` and `not-kept`, and lines that are not JSON. */
  readonly complaints: readonly string[];
  /** Resolves when so many runs are told, when the process has ended, and after a minute without a run. */
  readonly afterRuns: (count: number) => Promise<void>;
  /** After a collection; undefined when the process has ended or does not answer for a minute. */
  readonly memory: () => Promise<Memory | undefined>;
  /** Asks it to end, and makes it after a minute. `early`: it had ended by itself. */
  readonly stop: () => Promise<{ readonly status: number | null; readonly stderr: string; readonly early: boolean }>;
}

export function startWatchProcess(args: readonly string[], env: Readonly<Record<string, string>>): WatchProcess {
  // Nothing of the developer's own environment may reach the process.
  const base = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS_|XDG_|STATE_)/.test(name)));
  const child = spawn(process.execPath, ['--expose-gc', '--import', MEMORY_PROBE, MAIN, 'watch', ...args], {
    env: { ...base, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (child.stdout === null || child.stderr === null) throw new Error('a piped child has no pipes');
  const runs: ToldRun[] = [];
  const complaints: string[] = [];
  const told = new EventEmitter();
  let skipped = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const read = lineOf(line);
    if (read === undefined) complaints.push(`no JSON: ${line.slice(0, 100)}`);
    else if (read.event === 'skipped') skipped += read.slots ?? 0;
    else if (read.event === 'failed' || read.event === 'not-kept') complaints.push(read.message);
    if (read?.report === undefined) return;
    runs.push(runOf(read.report, skipped));
    skipped = 0;
    told.emit('run');
  });
  const stderr = text(child.stderr);
  const over = new AbortController();
  const ended = (once(child, 'close') as Promise<[number | null]>).then(async ([status]) => {
    over.abort();
    return { status, stderr: await stderr };
  });
  /** Waits for an event of this process, but not for ever: a process that says nothing is a finding, unless it has ended. */
  const heard = async (emitter: EventEmitter, event: string): Promise<readonly unknown[] | undefined> => {
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      return await once(emitter, event, { signal });
    } catch {
      if (signal.aborted && !over.signal.aborted) complaints.push(`no ${event} in ${PATIENCE_MS / 1_000} s`);
      return undefined;
    }
  };
  return {
    pid: child.pid ?? 0,
    runs,
    complaints,
    afterRuns: async (count) => {
      while (runs.length < count && !over.signal.aborted && (await heard(told, 'run')) !== undefined);
    },
    memory: async () => {
      if (!child.connected) return undefined;
      const answer = heard(child, 'message');
      child.send('memory');
      return (await answer)?.[0] as Memory | undefined;
    },
    stop: async () => {
      const early = over.signal.aborted;
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      const end = await ended;
      clearTimeout(patience);
      return { ...end, early };
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

interface Line {
  readonly event: WatchEventName | 'run';
  readonly message: string;
  readonly slots?: number;
  readonly report?: ShortenedReport;
}

function lineOf(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}

function runOf({ startedAt, verdict, observations, shortened, published }: ShortenedReport, skipped: number): ToldRun {
  const { accepted, rejected, kept = 0 } = published;
  const probing = { probes: observations.length, leftOut: shortened?.leftOut ?? 0 };
  return { atMs: Date.parse(startedAt), state: verdict.state, ...probing, accepted, kept, lost: rejected, skipped };
}
