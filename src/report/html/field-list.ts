// Labels and what they stand for, as a description list: texts that go on with a field stand under its label.

import type { Field } from '../field.ts';
import { type Html, html } from './markup.ts';

export function fieldList(fields: readonly Field[]): Html {
  return html`<dl>
${fields.map((field, index) => entry(field, fields[index - 1]?.label))}</dl>`;
}

/** The texts without their labels, where a heading stands in for those. */
export function fieldTexts(fields: readonly Field[]): Html {
  return html`${fields.map(({ text, tone = 'plain' }) => html`<p class="${tone}">${text}</p>\n`)}`;
}

function entry({ label, text, tone = 'plain' }: Field, labelAbove: string | undefined): Html {
  const term = label === '' || label === labelAbove ? '' : html`<dt>${label}</dt>`;
  return html`${term}<dd class="${tone}">${text}</dd>\n`;
}
