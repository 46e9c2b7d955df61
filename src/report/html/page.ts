// The report for people, as one page that stands alone: to attach to a ticket or to send. It holds no script, fetches
// nothing, and forbids its reader's browser to do either.

import type { Report } from '../../domain/report.ts';
import { certificateFields } from '../certificates.ts';
import { changeFields } from '../changes.ts';
import { publicationFields } from '../publication.ts';
import { runFields } from '../run-fields.ts';
import { controlSection } from './control-list.ts';
import { diagnosisSection } from './diagnosis-list.ts';
import { failedProbesSection } from './failed-probes.ts';
import { fieldList, fieldTexts } from './field-list.ts';
import { type Html, html, pageText } from './markup.ts';
import { matrixSection } from './matrix-table.ts';
import { phaseSection } from './phase-table.ts';
import { STYLE } from './style.ts';

// A page is read from its top, a terminal from its end: what is wrong comes first here.
const SECTIONS = [
  diagnosisSection,
  matrixSection,
  controlSection,
  changeSection,
  phaseSection,
  failedProbesSection,
  certificateSection,
  publicationSection,
] as const satisfies readonly ((report: Report) => Html)[];

/** The whole report as an HTML document; ends with a newline. */
export function renderHtml(report: Report): string {
  const { verdict, target, vantage, startedAt } = report;
  const state = verdict.state.toUpperCase();
  const { name, stage } = target.api;
  return pageText(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${state}: ${name}/${stage} from ${vantage.name}, ${startedAt}</title>
${STYLE}
</head>
<body>
<header>
<div class="banner ${verdict.state}"><h1><strong>${state}</strong> ${verdict.summary}</h1></div>
<div class="run">${fieldList(runFields(report))}</div>
</header>
<main>
${SECTIONS.map((section) => section(report))}</main>
<footer>private-api-canary, ${report.schema}</footer>
</body>
</html>
`);
}

/** Empty when nothing changed. */
function changeSection(report: Report): Html {
  const fields = changeFields(report);
  if (fields.length === 0) return html``;
  return html`<section>
<h2>Changes at the endpoints</h2>
${fieldTexts(fields)}</section>
`;
}

/** Empty when no certificate was presented. */
function certificateSection(report: Report): Html {
  const fields = certificateFields(report);
  if (fields.length === 0) return html``;
  return html`<section>
<h2>Certificates</h2>
${fieldTexts(fields)}</section>
`;
}

function publicationSection(report: Report): Html {
  return html`<section>
<h2>Published</h2>
${fieldTexts(publicationFields(report))}</section>
`;
}
