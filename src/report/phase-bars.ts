// The bars of where the time went, drawn in characters. A failed bar ends in a mark; one that is cut says so.

import { PHASES, type Phase } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { clipLine, type Line, span, type Tone, widthOf } from './line.ts';
import { duration } from './quantity.ts';
import { namingOf, rowLabels } from './report-row.ts';
import { columnWidths, GAP, tableLines } from './table.ts';
import { barOf, PHASE_NAMES, type Timed, timingOf } from './timing.ts';

const INDENT = 2;
const MIN_BAR_WIDTH = 8;
const MAX_BAR_WIDTH = 60;

// The glyphs differ, too: there may be no colour.
const DRAWN = {
  dns: { glyph: '░', tone: 'dns' },
  connect: { glyph: '▒', tone: 'connect' },
  tls: { glyph: '▓', tone: 'tls' },
  firstByte: { glyph: '█', tone: 'plain' },
  transfer: { glyph: '▄', tone: 'quiet' },
} as const satisfies Record<Phase, { readonly glyph: string; readonly tone: Tone }>;

/** Empty when nothing was timed or when there is no room for a bar. */
export function phaseLines(report: Report, columns: number): readonly Line[] {
  const timing = timingOf(report);
  if (timing === undefined) return [];
  const { rows, resource, fullMs } = timing;
  const labels = rowLabels(rows, namingOf(rows));
  const results = rows.map(({ timed }) => resultCell(timed, resource));
  const taken = columnWidths(rows.map((_, index) => [...(labels[index] ?? []), results[index] ?? []]));
  const barWidth = columns - INDENT - taken.reduce((sum, width) => sum + (width === 0 ? 0 : width + GAP), 0) - 2;
  if (barWidth < MIN_BAR_WIDTH) return [];
  const scale = { width: Math.min(barWidth, MAX_BAR_WIDTH), fullMs };
  return [
    [span('Phases', 'strong'), span(`  of ${resource}, a full bar is ${duration(fullMs)}`)],
    [],
    ...tableLines(
      rows.map(({ timed }, index) => [...(labels[index] ?? []), drawn(timed, scale), results[index] ?? []]),
      { columns, indent: INDENT },
    ),
    [],
    ...legend(
      rows.some(({ timed }) => timed.failedAt !== undefined),
      columns,
    ),
  ];
}

function resultCell({ times, failedAt, resource }: Timed, mainResource: string): Line {
  return [
    span(duration(times.total).padStart(6)),
    ...(failedAt === undefined ? [] : [span(` ${failedAt}`, 'bad')]),
    ...(resource === mainResource ? [] : [span(` (${resource})`, 'quiet')]),
  ];
}

function drawn(timed: Timed, scale: { readonly width: number; readonly fullMs: number }): Line {
  const { segments, cut } = barOf(timed, scale);
  const bar = segments.map(({ phase, length }) => span(DRAWN[phase].glyph.repeat(length), DRAWN[phase].tone));
  return timed.failedAt === undefined ? bar : [...bar, ...(cut ? [span('»', 'quiet')] : []), span('✗', 'bad')];
}

/** On one line, or on two where that is too long. */
function legend(withFailure: boolean, columns: number): readonly Line[] {
  const indent = span(' '.repeat(INDENT));
  const phases = PHASES.flatMap((phase) => [
    span(DRAWN[phase].glyph, DRAWN[phase].tone),
    span(` ${PHASE_NAMES[phase]}  `),
  ]);
  const ends = withFailure ? [span('✗', 'bad'), span(' failed here  '), span('»', 'quiet'), span(' cut')] : [];
  const together = [indent, ...phases, ...ends];
  return widthOf(together) <= columns ? [together] : [clipLine([indent, ...phases], columns), [indent, ...ends]];
}
