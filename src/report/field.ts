// A label and what it stands for, wrapped beside it: the form of everything in the report that is not a table.

import type { Problem } from '../domain/canary-error.ts';
import { type Line, paragraph, span, type Tone } from './line.ts';

const LABEL_WIDTH = 13;

/** A problem of the canary itself and what mends it, under the values of the fields above it. */
export function problemLines({ code, message, hint }: Problem, columns: number): readonly Line[] {
  return [
    ...fieldLines({ label: '', text: `${code}: ${message}`, tone: 'warn' }, columns),
    ...fieldLines({ label: '', text: hint, tone: 'plain' }, columns),
  ];
}

/** A label and its text, wrapped beside it. */
export function fieldLines(
  field: { readonly label: string; readonly text: string; readonly tone?: Tone },
  columns: number,
): readonly Line[] {
  const label = span(`  ${field.label.padEnd(LABEL_WIDTH)}`, 'quiet');
  return paragraph([label], span(field.text, field.tone), columns);
}
