// The head of the report: the verdict in one line, then the facts of the run.

import type { Report, State } from '../domain/report.ts';
import { fieldLines } from './field.ts';
import { type Line, paragraph, span, type Tone } from './line.ts';
import { runFields } from './run-fields.ts';

export const STATE_TONES = {
  healthy: 'good-strong',
  degraded: 'warn-strong',
  unreachable: 'bad-strong',
  unknown: 'strong',
} as const satisfies Record<State, Tone>;

export function headerLines(report: Report, columns: number): readonly Line[] {
  return [...verdictLines(report, columns), [], ...fieldLines(runFields(report), columns)];
}

/** The verdict once more below the matrix, above its diagnoses; empty when there are none. */
export function explainedVerdictLines(report: Report, columns: number): readonly Line[] {
  return report.verdict.diagnoses.length === 0 ? [] : verdictLines(report, columns);
}

function verdictLines({ verdict: { state, summary } }: Report, columns: number): readonly Line[] {
  return paragraph([span(state.toUpperCase(), STATE_TONES[state]), span('  ')], span(summary), columns);
}
