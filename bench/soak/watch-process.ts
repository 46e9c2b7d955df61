// `watch` as a process of its own, by its command line: its lines are counted as they come, its memory is asked for.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/domain/report.ts';
import type { WatchEventName } from '../../src/watch/event.ts';
import type { Memory } from './memory-probe.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const MEMORY_PROBE = new URL('memory-probe.ts', import.meta.url).href;

/** One run as its line told it. */
export interface ToldRun {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly state: Report['verdict']['state'];
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
  /** Resolves when so many runs are told, and when the process has ended. */
  readonly afterRuns: (count: number) => Promise<void>;
  /** After a collection; undefined when the process has ended. */
  readonly memory: () => Promise<Memory | undefined>;
  /** Asks it to end. `early`: it had ended by itself. */
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
  const waiting = new Set<() => void>();
  let skipped = 0;
  let over = false;
  const wake = () => {
    for (const each of [...waiting]) each();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = lineOf(line);
    if (told === undefined) complaints.push(`no JSON: ${line.slice(0, 100)}`);
    else if (told.event === 'skipped') skipped += told.slots ?? 0;
    else if (told.event === 'failed' || told.event === 'not-kept') complaints.push(told.message);
    if (told?.report === undefined) return;
    runs.push(runOf(told.report, skipped));
    skipped = 0;
    wake();
  });
  const stderr = text(child.stderr);
  const ended = (once(child, 'close') as Promise<[number | null]>).then(async ([status]) => {
    over = true;
    wake();
    return { status, stderr: await stderr };
  });
  return {
    pid: child.pid ?? 0,
    runs,
    complaints,
    afterRuns: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (runs.length < count && !over) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    memory: async () => {
      if (!child.connected) return undefined;
      const heard = once(child, 'message').then(([usage]) => usage as Memory);
      child.send('memory');
      return await Promise.race([heard, ended.then(() => undefined)]);
    },
    stop: async () => {
      const early = over;
      child.kill('SIGTERM');
      return { ...(await ended), early };
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
  readonly report?: Report;
}

function lineOf(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}

function runOf({ startedAt, verdict, published }: Report, skipped: number): ToldRun {
  const { accepted, rejected, kept = 0 } = published;
  return { atMs: Date.parse(startedAt), state: verdict.state, accepted, kept, lost: rejected, skipped };
}
