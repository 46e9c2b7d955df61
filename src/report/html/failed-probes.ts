// The probes that failed, by the kind of their failure: what was met, where it went, and the command that repeats it.

import type { Report } from '../../domain/report.ts';
import { type Failed, type FailureGroup, failureGroups, failureText, whereaboutsText } from '../failures.ts';
import { type Naming, namingOf, wayName } from '../report-row.ts';
import { type Html, html } from './markup.ts';

/** Empty when none failed. */
export function failedProbesSection(report: Report): Html {
  const groups = failureGroups(report);
  if (groups.length === 0) return html``;
  const naming = namingOf(report.observations);
  return html`<section>
<h2>Failed probes</h2>
${groups.map((group) => groupOf(group, naming))}</section>
`;
}

function groupOf({ code, means, listed, rest }: FailureGroup, naming: Naming): Html {
  return html`<p class="kind"><strong class="bad">${code}</strong>: ${means}</p>
${listed.map((probe) => probeOf(probe, naming))}${rest === '' ? '' : html`<p class="quiet">${rest}</p>\n`}`;
}

function probeOf(probe: Failed, naming: Naming): Html {
  const whereabouts = whereaboutsText(probe);
  const { bodyExcerpt } = probe;
  return html`<div class="probe">
<h3>${wayName(probe, naming)} ${probe.resource}</h3>
<p>${failureText(probe.failure)}</p>
${whereabouts === '' ? '' : html`<p class="quiet">${whereabouts}</p>\n`}${
  bodyExcerpt === undefined ? '' : html`<p class="quiet">body: <code>${bodyExcerpt}</code></p>\n`
}<pre>${probe.curl}</pre>
</div>
`;
}
