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

/** Somebody is served who is to be. Who is let in and must not be does not stand for them, nor does a refusal: an API
 * that is gone refuses everybody. Where everybody is to be refused, an answer of API Gateway is all there is to reach. */
function isReachable(tried: readonly Observation[]): boolean {
  const forClients = tried.filter(({ expected }) => expected === undefined);
  return forClients.length > 0
    ? tried.some(isServed)
    : tried.some((seen) => seen.outcome === 'passed' || failedWith(seen, 'not-denied'));
}
