// The head of the report: the verdict in one line, then the facts of the run.

import type { Report, State } from '../domain/report.ts';
import { fieldLines } from './field.ts';
import { type Line, paragraph, span, type Tone } from './line.ts';
import { runFields } from './run-fields.ts';

const STATE_TONES = {
  healthy: 'good-strong',
  degraded: 'warn-strong',
  unreachable: 'bad-strong',
  unknown: 'strong',
} as const satisfies Record<State, Tone>;

export function headerLines(report: Report, columns: number): readonly Line[] {
  const { state, summary } = report.verdict;
  return [
    ...paragraph([span(state.toUpperCase(), STATE_TONES[state]), span('  ')], span(summary), columns),
    [],
    ...fieldLines(runFields(report), columns),
  ];
}
