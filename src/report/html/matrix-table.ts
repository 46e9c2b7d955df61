// The matrix as a table: ways in against resources. Each cell says in words what its colour says.

import type { Observation } from '../../domain/observation.ts';
import type { Report } from '../../domain/report.ts';
import { outcomeOf, outcomesText } from '../outcome.ts';
import { namingOf, resourcesOf, rowsOf } from '../report-row.ts';
import { type Html, html } from './markup.ts';
import { wayGroups, wayHeading } from './way-heading.ts';

export function matrixSection(report: Report): Html {
  return html`<section>
<h2>Probes</h2>
<p class="lead">${outcomesText(report.observations)}</p>
${report.observations.length === 0 ? '' : table(report)}</section>
`;
}

function table(report: Report): Html {
  const rows = rowsOf(report);
  const naming = namingOf(rows);
  const resources = resourcesOf(report);
  return html`<div class="wide" role="region" aria-label="Probes" tabindex="0"><table>
<thead><tr><th scope="col">way in</th>${resources.map((resource) => html`<th scope="col">${resource}</th>`)}</tr></thead>
${wayGroups(
  rows,
  (row) => html`<tr>${wayHeading(row, naming)}${resources.map((each) => cell(row.byResource.get(each)))}</tr>\n`,
)}</table></div>
`;
}

function cell(seen: Observation | undefined): Html {
  if (seen === undefined) return html`<td></td>`;
  const { mark, word, time, tone } = outcomeOf(seen);
  const shownTime = time === '' ? '' : html` <span class="time">${time}</span>`;
  return html`<td class="${tone}"><span aria-hidden="true">${mark}</span> ${word}${shownTime}</td>`;
}
