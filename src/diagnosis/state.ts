// The state of a run: what its outcomes and diagnoses come to.

import type { Observation } from '../domain/observation.ts';
import type { State } from '../domain/report.ts';

/** `troubled`: some diagnosis says that a client would meet trouble, though every probe passed. */
export function stateOf(observations: readonly Observation[], troubled: boolean): State {
  const tried = observations.filter(({ outcome }) => outcome !== 'not-run');
  const passed = tried.filter(({ outcome }) => outcome === 'passed');
  if (tried.length === 0) return 'unknown';
  if (passed.length === 0) return 'unreachable';
  return passed.length < observations.length || troubled ? 'degraded' : 'healthy';
}
