// The diagnoses: what is wrong, what shows it, what to do, and the first command to run, whole and ready to be copied.

import type { Diagnosis, Report } from '../../domain/report.ts';
import type { Field } from '../field.ts';
import { fieldList } from './field-list.ts';
import { type Html, html } from './markup.ts';

/** Empty when there is none. */
export function diagnosisSection({ verdict }: Report): Html {
  if (verdict.diagnoses.length === 0) return html``;
  return html`<section>
<h2>Diagnosis</h2>
<ol class="items">
${verdict.diagnoses.map(item)}</ol>
</section>
`;
}

function item({ title, code, cause, affects, evidence, remedy, command, link }: Diagnosis): Html {
  const fields: readonly Field[] = [
    ...(affects.length === 0 ? [] : [{ label: 'affects', text: affects.join(', ') }]),
    ...evidence.map((text) => ({ label: 'evidence', text })),
    ...(cause === '' ? [] : [{ label: 'cause', text: cause }]),
    { label: 'remedy', text: remedy },
    ...(link === '' ? [] : [{ label: 'runbook', text: link }]),
  ];
  return html`<li><h3>${title} <code>${code}</code></h3>
${fieldList(fields)}
${command === '' ? '' : html`<pre>${command}</pre>\n`}</li>
`;
}
