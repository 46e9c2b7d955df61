// Where the time went: a bar for each way in, and the same as numbers, since a bar cannot be read out or copied.

import { PHASES, type Phase } from '../../domain/observation.ts';
import type { Report } from '../../domain/report.ts';
import { duration } from '../quantity.ts';
import { namingOf } from '../report-row.ts';
import { barOf, PHASE_NAMES, type Timed, type Timing, timingOf } from '../timing.ts';
import { type Html, html } from './markup.ts';
import { wayGroups, wayHeading } from './way-heading.ts';

/** Of the drawing, not of the screen: it is stretched to the room it has. */
const BAR_WIDTH = 1_000;

/** Empty when nothing was timed. */
export function phaseSection(report: Report): Html {
  const timing = timingOf(report);
  if (timing === undefined) return html``;
  const { rows, resource, fullMs } = timing;
  const naming = namingOf(rows);
  const heading = (name: string) => html`<th scope="col" class="number">${name}</th>`;
  return html`<section>
<h2>Phases</h2>
<p class="lead">of ${resource}, a full bar is ${duration(fullMs)}</p>
<div class="wide" role="region" aria-label="Phases" tabindex="0"><table class="bars">
<thead><tr><th scope="col">way in</th><th scope="col">bar</th><th scope="col">total</th>${PHASES.map((phase) =>
    heading(PHASE_NAMES[phase]),
  )}</tr></thead>
${wayGroups(rows, (row) => html`<tr>${wayHeading(row, naming)}${timedCells(row.timed, timing)}</tr>\n`)}</table></div>
${legend(rows.some(({ timed }) => timed.failedAt !== undefined))}</section>
`;
}

function timedCells(timed: Timed, { resource, fullMs }: Timing): Html {
  const { times, failedAt } = timed;
  const failed = failedAt === undefined ? '' : html` <span class="bad">failed at ${failedAt}</span>`;
  const other = timed.resource === resource ? '' : html` <span class="quiet">(${timed.resource})</span>`;
  return html`<td class="bar">${bar(timed, fullMs)}</td>
<td><span class="time">${duration(times.total)}</span>${failed}${other}</td>${PHASES.map((phase) => number(times[phase]))}`;
}

/** A phase that was not reached has no time, not 0. */
function number(ms: number | undefined): Html {
  return ms === undefined ? html`<td class="number quiet">–</td>` : html`<td class="number">${duration(ms)}</td>`;
}

// The numbers beside it say the same, so that the drawing is not read out.
function bar(timed: Timed, fullMs: number): Html {
  const { segments, cut } = barOf(timed, { width: BAR_WIDTH, fullMs });
  const drawn = segments.map(
    ({ phase, from, length }) => html`<rect class="${phase}" x="${from}" width="${length}" height="10"/>`,
  );
  const end = timed.failedAt === undefined ? '' : `${cut ? '»' : ''}✗`;
  return html`<div aria-hidden="true"><svg viewBox="0 0 ${BAR_WIDTH} 10" preserveAspectRatio="none">${drawn}</svg><span>${end}</span></div>`;
}

function legend(withFailure: boolean): Html {
  const swatch = (phase: Phase) =>
    html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${phase}" width="10" height="10"/></svg> ${PHASE_NAMES[phase]}</li>\n`;
  const ends = html`<li><span class="bad">✗</span> failed here</li>\n<li><span class="bad">»</span> cut</li>\n`;
  return html`<ul class="legend">
${PHASES.map(swatch)}${withFailure ? ends : ''}</ul>
`;
}
