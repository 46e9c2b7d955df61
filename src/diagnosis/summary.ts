// The one line that fits a phone's lock screen: what, where, why.

import type { Observation } from '../domain/observation.ts';
import { oneLine } from '../domain/one-line.ts';
import type { Verdict } from '../domain/report.ts';
import type { Facts } from './facts.ts';

export function summaryOf(found: Omit<Verdict, 'summary'>, facts: Facts): string {
  const { api, vantage } = facts.target;
  // The reason may be a message of AWS, which may hold anything.
  return oneLine(`${api.name}/${api.stage} ${found.state} from ${vantage.name}: ${reason(found, facts)}`, 1_000);
}

function reason({ state, diagnoses }: Omit<Verdict, 'summary'>, { observations, discovery }: Facts): string {
  const failed = observations.filter(({ outcome }) => outcome === 'failed');
  const missed = observations.filter(({ outcome }) => outcome === 'not-run');
  const slow = observations.filter((observation) => observation.slow === true);
  if (state === 'unknown') return discovery.problem?.message ?? 'out of time before the first probe was done';
  const parts = [
    ...(failed.length > 0 ? [`${share(failed, observations)} failed (${causes(failed)}) via ${ways(failed)}`] : []),
    ...(slow.length > 0 ? [`${share(slow, observations)} slow`] : []),
    ...(missed.length > 0 ? [`${share(missed, observations)} not run`] : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  const passed = `all ${observations.length} probes passed`;
  return state === 'healthy' ? passed : `${passed}, but: ${diagnoses.map(({ title }) => title).join('; ')}`;
}

function share(some: readonly unknown[], all: readonly unknown[]): string {
  return `${some.length} of ${all.length} probes`;
}

function causes(failed: readonly Observation[]): string {
  return listed(failed.map(({ failure }) => failure?.code ?? 'unknown'));
}

/** The zones alone when only zonal routes fail: that is what a person must know first. */
function ways(failed: readonly Observation[]): string {
  const methods = listed(failed.map(({ accessMethod }) => accessMethod));
  const zones = failed.map(({ zone }) => zone);
  const places = zones.every((zone) => zone !== undefined) ? `${methods} in ${listed(zones)}` : methods;
  return failed.every(({ family }) => family === 6) ? `${places} over IPv6` : places;
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
