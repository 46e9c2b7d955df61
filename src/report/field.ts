// A label and what it stands for: the form of everything in the report that is neither table nor list.

import type { Problem } from '../domain/canary-error.ts';
import { type Line, paragraph, span, type Tone } from './line.ts';

/** An empty label goes on with the field above. */
export interface Field {
  readonly label: string;
  readonly text: string;
  readonly tone?: Tone;
}

const LABEL_WIDTH = 13;

/** A problem of the canary itself and what mends it, going on with the field above them. */
export function problemFields({ code, message, hint }: Problem): readonly Field[] {
  return [
    { label: '', text: `${code}: ${message}`, tone: 'warn' },
    { label: '', text: hint },
  ];
}

/** Each label with its text wrapped beside it. */
export function fieldLines(fields: readonly Field[], columns: number): readonly Line[] {
  return fields.flatMap(({ label, text, tone }) =>
    paragraph([span(`  ${label.padEnd(LABEL_WIDTH)}`, 'quiet')], span(text, tone), columns),
  );
}
