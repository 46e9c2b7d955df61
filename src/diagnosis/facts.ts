// Everything that a rule may look at.

import type { Observation } from '../domain/observation.ts';
import type { Discovery } from '../domain/report.ts';

/** All observations of one run, and what was known of the endpoints. */
export interface Facts {
  readonly observations: readonly Observation[];
  readonly discovery: Discovery;
}
