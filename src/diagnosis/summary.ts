// The one line that fits a phone's lock screen: what, where, since when, why.

import type { Observation } from '../domain/observation.ts';
import { oneLine } from '../domain/one-line.ts';
import type { Verdict } from '../domain/report.ts';
import type { Facts } from './facts.ts';
import { isKeptOut } from './scene.ts';

export function summaryOf(found: Omit<Verdict, 'summary'>, facts: Facts): string {
  const { target, vantage } = facts;
  const since = found.since === undefined ? '' : ` since ${minuteOf(found.since)}`;
  const what = `${target.api.name}/${target.api.stage} ${found.state} from ${vantage.name}${since}`;
  // The reason may be a message of AWS, which may hold anything.
  return oneLine(`${what}: ${reason(found, facts)}`, 1_000);
}

function reason({ state, diagnoses }: Omit<Verdict, 'summary'>, { observations, discovery }: Facts): string {
  if (state === 'unknown') {
    const nothing = observations.length === 0 ? 'nothing was probed' : 'out of time before the first probe was done';
    return discovery.problem?.message ?? nothing;
  }
  const [first, ...more] = diagnoses;
  const counts = countsOf(observations);
  if (first === undefined) return counts;
  const others = more.length === 0 ? '' : `, and ${more.length} more cause${more.length === 1 ? '' : 's'}`;
  return state === 'healthy' ? `${counts}; ${first.title}${others}` : `${first.title}${others} (${counts})`;
}

function countsOf(observations: readonly Observation[]): string {
  const failed = observations.filter(({ outcome }) => outcome === 'failed');
  const missed = observations.filter(({ outcome }) => outcome === 'not-run');
  const parts = [
    ...(failed.length > 0 ? [`${failed.length} of ${observations.length} probes failed`] : []),
    ...(missed.length > 0 ? [`${missed.length} of ${observations.length} not run`] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  // Nobody shall read of a run in which everybody was refused that everybody is served.
  const refused = observations.filter(isKeptOut).length;
  const by = refused === 0 ? '' : `, ${refused} of them by being refused`;
  return `all ${observations.length} probes passed${by}`;
}

/** `2026-11-22 03:04Z`: the line may be read days later. */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}
