// How loud a run is in a log.

import type { Report, State } from './report.ts';

const LEVELS = {
  healthy: 'INFO',
  degraded: 'WARN',
  unreachable: 'WARN',
  unknown: 'ERROR',
} as const satisfies Record<State, 'INFO' | 'WARN' | 'ERROR'>;

/** The level of a run's line: a healthy run that lost metrics is not one that nobody has to look at. */
export function levelOfRun({ verdict, published }: Pick<Report, 'verdict' | 'published'>): 'INFO' | 'WARN' | 'ERROR' {
  const level = LEVELS[verdict.state];
  return level === 'INFO' && published.rejected > 0 ? 'WARN' : level;
}
