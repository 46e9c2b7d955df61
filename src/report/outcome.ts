// What became of the probes, in words and marks: one probe, and all of a run together. Must not lay anything out.

import type { Observation } from '../domain/observation.ts';
import type { Tone } from './line.ts';
import { duration } from './quantity.ts';

/** One probe in a few characters. `word`: `passed`, `refused` where it passed by being refused, `slow`, `not run`, or the
 * code of the failure; `time` is empty where none was taken. */
export interface Outcome {
  readonly mark: '✓' | '!' | '✗' | '·';
  readonly word: string;
  readonly time: string;
  readonly tone: Tone;
}

export function outcomeOf({ outcome, expected, slow, failure, timesMs }: Observation): Outcome {
  const time = timesMs === undefined ? '' : duration(timesMs.total);
  switch (outcome) {
    case 'passed':
      if (slow === true) return { mark: '!', word: 'slow', time, tone: 'warn' };
      return { mark: '✓', word: expected === 'denied' ? 'refused' : 'passed', time, tone: 'good' };
    case 'failed':
      return { mark: '✗', word: failure?.code ?? 'unknown', time, tone: 'bad' };
    case 'not-run':
      return { mark: '·', word: 'not run', time: '', tone: 'quiet' };
  }
}

/** `12 of 16 passed, 2 of them refused, as they have to be, 1 of them slow, 4 failed`. */
export function outcomesText(observations: readonly Observation[]): string {
  if (observations.length === 0) return 'none: there is nothing to probe';
  const count = (outcome: Observation['outcome']) => observations.filter((seen) => seen.outcome === outcome).length;
  const slow = observations.filter((seen) => seen.slow === true).length;
  const refused = observations.filter((seen) => seen.outcome === 'passed' && seen.expected === 'denied').length;
  return [
    `${count('passed')} of ${observations.length} passed`,
    ...(refused === 0 ? [] : [`${refused} of them refused, as ${refused === 1 ? 'it has' : 'they have'} to be`]),
    ...(slow === 0 ? [] : [`${slow} of them slow`]),
    ...(count('failed') === 0 ? [] : [`${count('failed')} failed`]),
    ...(count('not-run') === 0 ? [] : [`${count('not-run')} not run`]),
  ].join(', ');
}
