// The state of a run: what its outcomes and diagnoses come to.

import type { Observation } from '../domain/observation.ts';
import type { State } from '../domain/report.ts';
import { failedWith, isServed } from './scene.ts';

/** `troubled`: some diagnosis says that a client would meet trouble, though every probe passed. */
export function stateOf(observations: readonly Observation[], troubled: boolean): State {
  const tried = observations.filter(({ outcome }) => outcome !== 'not-run');
  if (tried.length === 0) return 'unknown';
  if (!isReachable(tried)) return 'unreachable';
  return observations.some(({ outcome }) => outcome !== 'passed') || troubled ? 'degraded' : 'healthy';
}

/** Somebody is served, rightly or not. Where everybody is to be refused, that API Gateway does so is all there is to
 * reach; where somebody is to be served, an API that is gone refuses everybody, too. */
function isReachable(tried: readonly Observation[]): boolean {
  const forClients = tried.filter(({ expected }) => expected === undefined);
  return (
    tried.some((seen) => isServed(seen) || failedWith(seen, 'not-denied')) ||
    (forClients.length === 0 && tried.some(({ outcome }) => outcome === 'passed'))
  );
}
