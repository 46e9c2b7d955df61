// The matrix: ways in against resources, each cell a latency or the failure. Resources that do not fit side by side
// follow in a further block.

import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { type Line, line, span } from './line.ts';
import { outcomeOf, outcomesText } from './outcome.ts';
import { namingOf, type ReportRow, resourcesOf, rowLabels, rowsOf } from './report-row.ts';
import { clipMiddle, safeText } from './safe-text.ts';
import { columnWidths, GAP, type Row, tableLines } from './table.ts';

const INDENT = 2;
/** Widest heading of a column; a path may have a thousand characters. */
const MAX_HEADING_WIDTH = 32;
/** Width of every time below a thousand seconds, so that they stand below each other. */
const TIME_WIDTH = 6;

export function matrixLines(report: Report, columns: number): readonly Line[] {
  const rows = rowsOf(report);
  const labels: readonly Row[] = [[[], [], [], []], ...rowLabels(rows, namingOf(rows))];
  const labelsWidth = columnWidths(labels).reduce((sum, width) => sum + (width === 0 ? 0 : width + GAP), 0);
  const room = columns - INDENT - labelsWidth;
  const resources = resourcesOf(report).map((resource) => resourceColumn(resource, rows));
  return [
    [span('Probes', 'strong'), span(`  ${outcomesText(report.observations)}`)],
    ...blocks(resources, room).flatMap((block) => [
      [],
      ...tableLines(
        labels.map((label, index) => [...label, ...block.map((cells) => cells[index] ?? [])]),
        { columns, indent: INDENT },
      ),
    ]),
  ];
}

/** The heading and a cell for each row. */
function resourceColumn(resource: string, rows: readonly ReportRow[]): Row {
  const heading = line(clipMiddle(safeText(resource), MAX_HEADING_WIDTH), 'strong');
  return [heading, ...rows.map(({ byResource }) => cellOf(byResource.get(resource)))];
}

function cellOf(seen: Observation | undefined): Line {
  if (seen === undefined) return [];
  const { mark, word, time, tone } = outcomeOf(seen);
  if (seen.outcome !== 'passed') return line(`${mark} ${word} ${time}`.trimEnd(), tone);
  return line(`${mark} ${time.padStart(TIME_WIDTH)}${word === 'passed' ? '' : ` ${word}`}`, tone);
}

/** As many columns side by side as there is room for, at least one. */
function blocks(resources: readonly Row[], room: number): readonly (readonly Row[])[] {
  const done: Row[][] = [];
  let left = 0;
  for (const cells of resources) {
    const width = Math.max(0, ...columnWidths(cells.map((cell) => [cell])));
    const current = done.at(-1);
    if (current === undefined || width > left) {
      done.push([cells]);
      left = room - width - GAP;
    } else {
      current.push(cells);
      left -= width + GAP;
    }
  }
  return done;
}
