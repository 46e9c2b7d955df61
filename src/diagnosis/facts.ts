// Everything that a rule may look at.

import type { Observation } from '../domain/observation.ts';
import type { Discovery } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';

/** The target, all observations of one run, and what was known of the endpoints. */
export interface Facts {
  readonly target: Pick<Target, 'api' | 'vantage' | 'connection' | 'endpoints'>;
  readonly observations: readonly Observation[];
  readonly discovery: Discovery;
}
