// One line that says how far a run is, while it runs. Must not move the cursor: that is the command line's business.

import type { Observation } from '../domain/observation.ts';
import { clipLine, type Line, span } from './line.ts';
import { paintLine, type TerminalStyle } from './paint.ts';
import { duration } from './quantity.ts';
import { namingOf, wayName } from './report-row.ts';

/** One line without a newline, not longer than the terminal is wide. */
export function renderProgress(done: readonly Observation[], planned: number, style: TerminalStyle): string {
  const count = (outcome: Observation['outcome']) => done.filter((seen) => seen.outcome === outcome).length;
  const [passed, failed, notRun] = [count('passed'), count('failed'), count('not-run')];
  const spans: Line = [
    span(`probing ${done.length}/${planned}`),
    span(`  ${passed} passed`, passed > 0 ? 'good' : 'quiet'),
    span(` ${failed} failed`, failed > 0 ? 'bad' : 'quiet'),
    ...(notRun === 0 ? [] : [span(` ${notRun} not run`, 'quiet')]),
    ...lastSpans(done),
  ];
  return paintLine(clipLine(spans, style.columns), style);
}

function lastSpans(done: readonly Observation[]): Line {
  const last = done.at(-1);
  if (last === undefined) return [];
  return [
    span('  last: ', 'quiet'),
    span(`${wayName(last, namingOf(done))} ${last.resource}: `),
    span(resultText(last), last.outcome === 'failed' ? 'bad' : 'plain'),
  ];
}

function resultText({ outcome, failure, timesMs }: Observation): string {
  switch (outcome) {
    case 'passed':
      return timesMs === undefined ? 'passed' : duration(timesMs.total);
    case 'failed':
      return failure?.code ?? 'failed';
    case 'not-run':
      return 'not run';
  }
}
