// Everything that a rule may look at: the parts of a report that are not a judgement, so that the diagnosis of any
// report can be made again from the report alone.

import type { Report } from '../domain/report.ts';

/** What was asked for, what every probe saw, and what was known of the endpoints. */
export type Facts = Pick<Report, 'target' | 'vantage' | 'endpoints' | 'discovery' | 'observations' | 'controls'>;
