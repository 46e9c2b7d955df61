// Rows of a table whose head is a way in, in a group for each access method. Every row says its whole name: who hears
// a table read out, or sees a part of it, does not know the row above.

import { type Naming, placeParts, type ReportRow } from '../report-row.ts';
import { type Html, html } from './markup.ts';

export function wayGroups<Row extends ReportRow>(rows: readonly Row[], tableRow: (row: Row) => Html): Html {
  const groups = [...Map.groupBy(rows, ({ accessMethod }) => accessMethod).values()];
  return html`${groups.map((group) => html`<tbody>\n${group.map(tableRow)}</tbody>\n`)}`;
}

export function wayHeading(row: ReportRow, naming: Naming): Html {
  const places = placeParts(row, naming).map((part) => html` <span>${part}</span>`);
  return html`<th scope="row"><span>${row.accessMethod}</span>${places}</th>`;
}
