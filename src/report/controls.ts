// The control probes of a run: what each was to prove and what it saw. They are worth reading only when there is a cause
// to look for. Must not lay anything out.

import { CONTROLS } from '../domain/control.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { failureText } from './failures.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** `proof` is a whole sentence; it begins with `not proven` where the control did not pass. */
export interface ControlResult extends Pick<Outcome, 'mark' | 'tone'> {
  readonly name: string;
  readonly saw: string;
  readonly proof: string;
}

/** Said in place of controls of a run that sent none. */
export const NO_CONTROLS = 'none were sent; some causes look alike without them';

/** Whether a run that has a cause to look for probed, but sent no control. A shortened report loses its controls only
 * together with its observations. */
export function sentNoControls({ verdict, controls, observations }: Report): boolean {
  return verdict.state !== 'healthy' && controls.length === 0 && observations.length > 0;
}

/** Empty for a healthy run. */
export function controlResults({ verdict, controls }: Report): readonly ControlResult[] {
  if (verdict.state === 'healthy') return [];
  // What the private name came to is no proof of anything, and is told among the facts of the run.
  return controls
    .filter(({ control }) => control !== 'private-name')
    .map((seen) => {
      const { mark, tone } = outcomeOf(seen);
      const { control, endpoint, family, outcome } = seen;
      const place = [endpoint, family === 6 ? 'IPv6' : undefined].filter((part) => part !== undefined);
      const name = [control ?? 'control', ...place].join(' ');
      const claim = control === undefined ? 'what this control is for is not known' : CONTROLS[control];
      return { mark, tone, name, saw: sawText(seen), proof: outcome === 'passed' ? claim : `not proven: ${claim}` };
    });
}

/** `403 ForbiddenException`: a refusal is what most controls hope for. */
function sawText(seen: Observation): string {
  if (seen.failure !== undefined) return failureText(seen.failure);
  const answer = [seen.status, seen.errorType].filter((part) => part !== undefined).join(' ');
  return answer === '' ? outcomeOf(seen).word : answer;
}
