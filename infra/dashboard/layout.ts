// Where widgets stand on the dashboard's grid: rows from top to bottom, none overlapping another.

import type { CfnCondition } from 'aws-cdk-lib';
import type { Widget } from './widgets.ts';

/** Source: CloudWatch-Dashboard-Body-Structure. */
export const COLUMNS = 24;
export const MAX_WIDGETS = 500;

/** Heights and widths in units of the grid. */
export interface Row {
  readonly height: number;
  readonly cells: readonly { readonly width: number; readonly widget: Widget }[];
  /** It is there only where this holds; nothing moves into its place. */
  readonly condition?: CfnCondition;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MOST_IN_A_ROW = 4;

/** As few rows of equal widgets as hold them. */
export function spread(height: number, widgets: readonly Widget[]): readonly Row[] {
  if (widgets.length === 0) return [];
  const rows = Math.ceil(widgets.length / MOST_IN_A_ROW);
  const columns = Math.ceil(widgets.length / rows);
  return Array.from({ length: rows }, (_, row) => ({
    height,
    cells: widgets
      .slice(row * columns, (row + 1) * columns)
      .map((widget) => ({ width: Math.floor(COLUMNS / columns), widget })),
  }));
}

/** A narrow widget with a wide one beside it. */
export function beside(height: number, [narrow]: readonly Widget[], [wide]: readonly Widget[]): readonly Row[] {
  const third = COLUMNS / 3;
  const cells = [
    ...(narrow === undefined ? [] : [{ width: third, widget: narrow }]),
    ...(wide === undefined ? [] : [{ width: COLUMNS - third, widget: wide }]),
  ];
  return cells.length === 0 ? [] : [{ height, cells }];
}

export interface Placed {
  readonly place: Place;
  readonly widget: Widget;
  readonly condition?: CfnCondition;
}

export function placed(rows: readonly Row[]): readonly Placed[] {
  let y = 0;
  return rows.flatMap(({ height, cells, condition }) => {
    const top = y;
    y += height;
    let x = 0;
    return cells.map(({ width, widget }) => {
      const left = x;
      x += width;
      return { place: { x: left, y: top, width, height }, widget, ...(condition === undefined ? {} : { condition }) };
    });
  });
}
