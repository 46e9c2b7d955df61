// What `watch` shows: the live view on a terminal, JSON lines otherwise.

import type { Report } from '../domain/report.ts';
import { levelOfRun } from '../domain/run-level.ts';
import { shortened } from '../domain/shortened-report.ts';
import type { Target } from '../domain/target.ts';
import { logLine } from '../log.ts';
import { type LiveEvent, type LiveTarget, renderLive } from '../report/live.ts';
import type { WatchEvent } from '../watch/event.ts';
import { nameOf } from '../watch/health.ts';
import type { WatchedTarget } from '../watch/watch.ts';
import type { CommandContext } from './command.ts';
import { jsonLines } from './json-lines.ts';
import { openLiveScreen } from './live-screen.ts';
import type { Terminal } from './terminal.ts';

/** Disposing it restores the terminal. */
export interface WatchOutput extends Disposable {
  readonly onEvent: (event: WatchEvent) => void;
  /** Waits for no reader: runs go on whether or not somebody reads of them. */
  readonly onRun: (report: Report) => Promise<void>;
  readonly onChange: (targets: readonly WatchedTarget[]) => void;
}

/** A terminal that can move its cursor shows the live view, unless `json` is asked for, or embedded metrics would be
 * written over it. */
export function watchOutput(json: boolean, targets: readonly Target[], { terminal, env }: CommandContext): WatchOutput {
  const overwritten = process.stderr.isTTY === true && targets.some(({ publish }) => publish === 'emf');
  const live = process.stdout.isTTY === true && env.TERM !== 'dumb' && !json && !overwritten;
  return live ? liveOutput(terminal.style.colour) : jsonOutput(terminal);
}

// Of runs that are not healthy some hours at one a second, of healthy ones more than a day at one a minute.
const MAX_WAITING_BYTES = 16 * 1_024 ** 2;

// The journal of systemd splits what is longer than 48 KiB. Of a healthy run nobody reads how to repeat each probe.
const MAX_LINE_BYTES = 40_000;
const MAX_HEALTHY_LINE_BYTES = 8_000;

function jsonOutput({ err }: Terminal): WatchOutput {
  // Nobody can tell a reader that is gone for good from one that comes back: a named pipe has a new one.
  const write = jsonLines(process.stdout, MAX_WAITING_BYTES, (error: NodeJS.ErrnoException) =>
    err(`private-api-canary: what is printed reaches nobody (${error.code}); runs go on\n`),
  );
  return {
    onEvent: ({ level, event, message, details }) => write(logLine(level, message, { event, ...details })),
    onRun: async (report) => {
      const { state, summary } = report.verdict;
      const bytes = state === 'healthy' ? MAX_HEALTHY_LINE_BYTES : MAX_LINE_BYTES;
      write(logLine(levelOfRun(report), summary, { event: 'run', report: shortened(report, bytes) }));
    },
    onChange: () => {},
    [Symbol.dispose]: () => {},
  };
}

// More than a screen has.
const MAX_EVENTS = 100;

function liveOutput(colour: boolean): WatchOutput {
  const events: LiveEvent[] = [];
  let targets: readonly WatchedTarget[] = [];
  const screen = openLiveScreen(process.stdout, colour, (style) =>
    renderLive({ nowMs: Date.now(), targets: targets.map(liveTarget), events }, style),
  );
  return {
    onEvent: ({ level, message }) => {
      events.push({ atMs: Date.now(), level, message });
      events.splice(0, events.length - MAX_EVENTS);
      screen.redraw();
    },
    onRun: async () => {},
    onChange: (now) => {
      targets = now;
      screen.redraw();
    },
    [Symbol.dispose]: () => screen[Symbol.dispose](),
  };
}

function liveTarget({ status, kept }: WatchedTarget): LiveTarget {
  const { target, report, since, nextMs, running, skipped, problem } = status;
  return {
    name: nameOf(target),
    running,
    ...(report === undefined ? {} : { report }),
    ...(since === undefined ? {} : { sinceMs: since.atMs }),
    ...(nextMs === undefined ? {} : { nextMs }),
    ...(problem === undefined ? {} : { problem: problem.message }),
    kept,
    skipped,
  };
}
