// Cells into aligned lines. A column in which every cell is empty takes no room. Must not clip single cells: whoever
// makes them knows which part of a name matters.

import { clipLine, type Line, span, widthOf } from './line.ts';

export type Row = readonly Line[];

interface TableLayout {
  readonly columns: number;
  readonly indent: number;
  /** Index of the first of the columns that are aligned to the right; absent: none. */
  readonly rightFrom?: number;
}

/** Spaces between two columns of a table. */
export const GAP = 2;

/** Width of each column of the table; 0 where all its cells are empty. */
export function columnWidths(rows: readonly Row[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => widthOf(row[index] ?? []))));
}

export function tableLines(rows: readonly Row[], layout: TableLayout): readonly Line[] {
  const widths = columnWidths(rows);
  const indent = span(' '.repeat(layout.indent));
  return rows.map((row) => clipLine([indent, ...cellsOf(row, widths, layout.rightFrom)], layout.columns));
}

function cellsOf(row: Row, widths: readonly number[], rightFrom = Number.POSITIVE_INFINITY): Line {
  const last = row.findLastIndex((cell) => widthOf(cell) > 0);
  return row.slice(0, last + 1).flatMap((cell, index) => {
    const width = widths[index] ?? 0;
    if (width === 0) return [];
    const padding = span(' '.repeat(width - widthOf(cell)));
    const gap = span(' '.repeat(index === last ? 0 : GAP));
    if (index >= rightFrom) return [padding, ...cell, gap];
    return index === last ? cell : [...cell, padding, gap];
  });
}
