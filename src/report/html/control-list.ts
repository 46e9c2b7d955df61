// The control probes: what each saw, and what that proves.

import type { Report } from '../../domain/report.ts';
import { type ControlResult, controlResults, NO_CONTROLS, sentNoControls } from '../controls.ts';
import { type Html, html } from './markup.ts';

/** Empty when none is worth showing. */
export function controlSection(report: Report): Html {
  if (sentNoControls(report))
    return html`<p class="quiet">Controls: ${NO_CONTROLS}</p>
`;
  const results = controlResults(report);
  if (results.length === 0) return html``;
  return html`<section>
<h2>Controls</h2>
<p class="lead">sent only to tell causes apart</p>
<ul class="items">
${results.map(item)}</ul>
</section>
`;
}

function item({ mark, tone, name, saw, proof }: ControlResult): Html {
  return html`<li><span class="${tone}"><span aria-hidden="true">${mark}</span> ${name}: ${saw}</span>
<p class="quiet">${proof}</p></li>
`;
}
