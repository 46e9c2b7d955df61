// Where the time went: one bar for each way in. The scale is the slowest probe that passed, since one timeout would
// otherwise flatten every other bar to nothing; a failed bar that is longer is cut and says so.

import type { Step } from '../domain/failure.ts';
import { type Observation, PHASES, type Phase, type TimesMs } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { clipLine, type Line, type Span, span, type Tone, widthOf } from './line.ts';
import { duration } from './quantity.ts';
import { namingOf, resourcesOf, rowLabels, rowsOf } from './report-row.ts';
import { columnWidths, GAP, tableLines } from './table.ts';

const INDENT = 2;
const MIN_BAR_WIDTH = 8;
const MAX_BAR_WIDTH = 60;

// The glyphs differ, too: there may be no colour.
const DRAWN = {
  dns: { glyph: '░', tone: 'dns', name: 'DNS' },
  connect: { glyph: '▒', tone: 'connect', name: 'connect' },
  tls: { glyph: '▓', tone: 'tls', name: 'TLS' },
  firstByte: { glyph: '█', tone: 'plain', name: 'first byte' },
  transfer: { glyph: '▄', tone: 'quiet', name: 'transfer' },
} as const satisfies Record<Phase, { readonly glyph: string; readonly tone: Tone; readonly name: string }>;

interface Timed {
  readonly times: TimesMs;
  readonly resource: string;
  readonly failedAt?: Step;
}

/** Empty when nothing was timed or when there is no room for a bar. */
export function phaseLines(report: Report, columns: number): readonly Line[] {
  const resources = resourcesOf(report);
  const rows = rowsOf(report).flatMap((row) => {
    const timed = firstTimed(resources.map((resource) => row.byResource.get(resource)));
    return timed === undefined ? [] : [{ ...row, timed }];
  });
  const [main] = rows;
  if (main === undefined) return [];
  const labels = rowLabels(rows, namingOf(rows));
  const results = rows.map(({ timed }) => resultCell(timed, main.timed.resource));
  const taken = columnWidths(rows.map((_, index) => [...(labels[index] ?? []), results[index] ?? []]));
  const barWidth = columns - INDENT - taken.reduce((sum, width) => sum + (width === 0 ? 0 : width + GAP), 0) - 2;
  if (barWidth < MIN_BAR_WIDTH) return [];
  const scale = { width: Math.min(barWidth, MAX_BAR_WIDTH), fullMs: fullMs(rows.map(({ timed }) => timed)) };
  return [
    [span('Phases', 'strong'), span(`  of ${main.timed.resource}, a full bar is ${duration(scale.fullMs)}`)],
    [],
    ...tableLines(
      rows.map(({ timed }, index) => [...(labels[index] ?? []), barOf(timed, scale), results[index] ?? []]),
      { columns, indent: INDENT },
    ),
    [],
    ...legend(
      rows.some(({ timed }) => timed.failedAt !== undefined),
      columns,
    ),
  ];
}

function firstTimed(seen: readonly (Observation | undefined)[]): Timed | undefined {
  const timed = seen.find((observation) => observation?.timesMs !== undefined);
  if (timed?.timesMs === undefined) return undefined;
  return {
    times: timed.timesMs,
    resource: timed.resource,
    ...(timed.failure === undefined ? {} : { failedAt: timed.failure.step }),
  };
}

function fullMs(all: readonly Timed[]): number {
  const passed = all.filter(({ failedAt }) => failedAt === undefined);
  return Math.max(...(passed.length > 0 ? passed : all).map(({ times }) => times.total));
}

function resultCell({ times, failedAt, resource }: Timed, mainResource: string): Line {
  return [
    span(duration(times.total).padStart(6)),
    ...(failedAt === undefined ? [] : [span(` ${failedAt}`, 'bad')]),
    ...(resource === mainResource ? [] : [span(` (${resource})`, 'quiet')]),
  ];
}

/** The phases in their order; boundaries are rounded, not lengths, so that the bar is as long as their sum. */
function barOf({ times, failedAt }: Timed, scale: { readonly width: number; readonly fullMs: number }): Line {
  const cells = (ms: number) => (scale.fullMs === 0 ? 0 : Math.round((ms / scale.fullMs) * scale.width));
  let sumMs = 0;
  const bar = PHASES.flatMap((phase): readonly Span[] => {
    const from = Math.min(cells(sumMs), scale.width);
    sumMs += times[phase] ?? 0;
    const length = Math.min(cells(sumMs), scale.width) - from;
    return length === 0 ? [] : [span(DRAWN[phase].glyph.repeat(length), DRAWN[phase].tone)];
  });
  if (failedAt === undefined) return bar;
  return [...bar, ...(cells(sumMs) > widthOf(bar) ? [span('»', 'quiet')] : []), span('✗', 'bad')];
}

/** On one line, or on two where that is too long. */
function legend(withFailure: boolean, columns: number): readonly Line[] {
  const indent = span(' '.repeat(INDENT));
  const phases = PHASES.flatMap((phase) => [
    span(DRAWN[phase].glyph, DRAWN[phase].tone),
    span(` ${DRAWN[phase].name}  `),
  ]);
  const ends = withFailure ? [span('✗', 'bad'), span(' failed here  '), span('»', 'quiet'), span(' cut')] : [];
  const together = [indent, ...phases, ...ends];
  return widthOf(together) <= columns ? [together] : [clipLine([indent, ...phases], columns), [indent, ...ends]];
}
