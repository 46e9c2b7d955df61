// The live view of `watch`: every target with its state, its ways and its data points, and what happened last. As many
// lines as fit; never wider than the terminal. Pure: the moment is passed in.

import type { AccessMethodId } from '../domain/access-method.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report, State } from '../domain/report.ts';
import { STATE_TONES } from './header.ts';
import { clipLine, type Line, line, span } from './line.ts';
import { paint, type TerminalStyle } from './paint.ts';
import { age, counted, duration } from './quantity.ts';
import { type Row, tableLines } from './table.ts';

/** A target as it is shown. Times in milliseconds since 1970. */
export interface LiveTarget {
  readonly name: string;
  readonly running: boolean;
  /** Of the last run that was done. */
  readonly report?: Report;
  /** Since when the state is what it is. */
  readonly sinceMs?: number;
  readonly nextMs?: number;
  /** Why the last run could not be made. */
  readonly problem?: string;
  /** Data points on disk. */
  readonly kept: number;
  readonly skipped: number;
}

/** Something that happened, in one line. */
export interface LiveEvent {
  readonly atMs: number;
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
}

export interface LiveView {
  readonly nowMs: number;
  readonly targets: readonly LiveTarget[];
  /** Oldest first. */
  readonly events: readonly LiveEvent[];
}

/** At most `rows` lines, each with its newline. Of many targets those come first that are not healthy. */
export function renderLive(view: LiveView, style: TerminalStyle & { readonly rows: number }): string {
  const events = view.events.map((event) => eventLine(event));
  const room = Math.max(1, style.rows - 1);
  const targets = targetLines(view);
  // The events have what the targets leave.
  const shown = targets.length > room ? [...targets.slice(0, room - 1), line('…', 'quiet')] : targets;
  const left = room - shown.length - 1;
  const lines = left > 0 && events.length > 0 ? [...shown, [], ...events.slice(-left)] : shown;
  return paint(
    lines.map((each) => clipLine(each, style.columns)),
    style,
  );
}

function targetLines({ targets, nowMs }: LiveView): readonly Line[] {
  const sorted = targets.toSorted((one, other) => rankOf(one) - rankOf(other));
  const table = tableLines(
    sorted.map((target) => rowOf(target, nowMs)),
    { columns: Number.POSITIVE_INFINITY, indent: 0 },
  );
  return sorted.flatMap((target, index) => {
    const [first = []] = table.slice(index);
    return [first, ...detailLines(target)];
  });
}

const RANKS = { unreachable: 1, degraded: 2, unknown: 3, healthy: 4 } as const satisfies Record<State, number>;

function rankOf({ report, problem }: LiveTarget): number {
  if (problem !== undefined) return 0;
  return report === undefined ? 5 : RANKS[report.verdict.state];
}

/** The state first: a narrow terminal cuts at the end. */
function rowOf(target: LiveTarget, nowMs: number): Row {
  const { report, problem, name, sinceMs } = target;
  const state = report?.verdict.state;
  const seen = sinceMs === undefined ? '' : `for ${ageAt(sinceMs, nowMs)}`;
  return [
    problem === undefined
      ? line(state?.toUpperCase() ?? 'STARTING', state === undefined ? 'quiet' : STATE_TONES[state])
      : line('FAILED', 'bad-strong'),
    line(name, 'strong'),
    line(seen, 'quiet'),
    line(report === undefined ? '' : lastText(report, nowMs)),
    line(nextText(target, nowMs), 'quiet'),
  ];
}

function lastText({ startedAt, durationMs }: Report, nowMs: number): string {
  return `last ${ageAt(Date.parse(startedAt), nowMs)} ago in ${duration(durationMs)}`;
}

function nextText({ running, nextMs }: LiveTarget, nowMs: number): string {
  if (running) return 'running';
  return nextMs === undefined ? '' : `next in ${age(Math.max(0, nextMs - nowMs) / 1_000)}`;
}

function ageAt(thenMs: number, nowMs: number): string {
  return age(Math.max(0, nowMs - thenMs) / 1_000);
}

const INDENT = span('  ');

function detailLines({ report, problem, kept, skipped }: LiveTarget): readonly Line[] {
  const beside = [
    ...(kept === 0 ? [] : [span(`${counted(kept, 'data point')} kept on disk`, 'warn')]),
    ...(skipped === 0 ? [] : [span(`${counted(skipped, 'slot')} skipped`, 'warn')]),
  ];
  return [
    ...(problem === undefined ? [] : [[INDENT, span(problem, 'bad')]]),
    ...(report === undefined || report.verdict.state === 'healthy' ? [] : [[INDENT, span(report.verdict.summary)]]),
    ...(report === undefined || report.observations.length === 0 ? [] : [[INDENT, ...waySpans(report)]]),
    ...(beside.length === 0 ? [] : [[INDENT, ...spaced(beside)]]),
  ];
}

/** `✓ private-dns  ✗ vpce-host 4/6`: how many of the probes of a way passed, unless all did. */
function waySpans({ observations }: Report): Line {
  const ways = Map.groupBy(observations, ({ accessMethod }) => accessMethod);
  return spaced([...ways].map(([method, seen]) => waySpan(method, seen)));
}

function waySpan(method: AccessMethodId, seen: readonly Observation[]): Line[number] {
  const passed = seen.filter(({ outcome }) => outcome === 'passed').length;
  if (passed === seen.length) return span(`✓ ${method}`, 'good');
  const failed = seen.some(({ outcome }) => outcome === 'failed');
  return span(`${failed ? '✗' : '·'} ${method} ${passed}/${seen.length}`, failed ? 'bad' : 'quiet');
}

function spaced(spans: readonly Line[number][]): Line {
  return spans.flatMap((each, index) => (index === 0 ? [each] : [span('  '), each]));
}

const LEVEL_TONES = { INFO: 'quiet', WARN: 'warn', ERROR: 'bad' } as const;

function eventLine({ atMs, level, message }: LiveEvent): Line {
  return [span(`${new Date(atMs).toISOString().slice(11, 19)}Z  `, 'quiet'), span(message, LEVEL_TONES[level])];
}
