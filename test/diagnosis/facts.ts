// Facts of a run for the diagnosis, on the plan of a real target: two ways in, one endpoint, two zones, one resource.

import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Observation } from '../../src/domain/observation.ts';
import type { Discovery, Verdict } from '../../src/domain/report.ts';
import { endpointOf, PASSED, reportOf, type Seen, targetOf } from '../report/report-builder.ts';

const TARGET = targetOf({ resources: [{ path: '/pets' }], accessMethods: ['private-dns', 'vpce-host'] });
const ENDPOINTS = [endpointOf(['us-west-2a', 'us-west-2b'])];

export const ASKED: Discovery = { source: 'ec2', ageSeconds: 0, endpoints: ENDPOINTS, notices: [] };

/** The routes of the plan, in its order, as a diagnosis names them. */
export const ROUTES = [
  'private-dns',
  'vpce-host vpce-01234567abcdef012',
  'vpce-host vpce-01234567abcdef012 us-west-2a',
  'vpce-host vpce-01234567abcdef012 us-west-2b',
] as const;

/** The verdict on a run in which the four routes saw these, in their order; those that are not given passed. */
export function verdictOn(seen: readonly Seen[], discovery: Discovery = ASKED): Verdict {
  return diagnose({ target: TARGET, observations: observationsOf(seen), discovery });
}

/** The verdict on a run that planned nothing. */
export function verdictOnNothing(discovery: Discovery): Verdict {
  return diagnose({ target: TARGET, observations: [], discovery });
}

export function observationsOf(seen: readonly Seen[]): readonly Observation[] {
  let next = 0;
  const see = (): Seen => {
    next += 1;
    return seen[next - 1] ?? PASSED;
  };
  return reportOf({ target: TARGET, endpoints: ENDPOINTS, see }).observations;
}
