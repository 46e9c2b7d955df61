// Runs as they are published, built on the plan of a real target.

import type { Observation } from '../../src/domain/observation.ts';
import type { Target } from '../../src/domain/target.ts';
import type { Measured, Series } from '../../src/publish/metrics.ts';
import { CONNECT_TIMEOUT, endpointOf, PASSED, reportOf, type Seen, targetOf } from '../report/report-builder.ts';

/** Two ways in, eight probes with two zones. */
export const TWO_WAYS = targetOf({ accessMethods: ['private-dns', 'vpce-host'] });

export const NOT_RUN: Seen = { outcome: 'not-run' };

const NO_PHASES = { unaccounted: 0 };

/** Passed after so many milliseconds. */
export function passed(total: number, more: Partial<Seen> = {}): Seen {
  return { ...PASSED, timesMs: { ...NO_PHASES, total }, ...more };
}

/** Failed after so many milliseconds. */
export function failed(total: number): Seen {
  return { ...CONNECT_TIMEOUT, timesMs: { ...NO_PHASES, total } };
}

/** A run of the target's plan for one endpoint with two zones; the probes saw `seen`, in their order, the last again
 * for all that follow. It started now, since CloudWatch takes nothing that is weeks old. */
export function runOf(seen: readonly Seen[], target: Target = TWO_WAYS, startedAt = new Date()): Measured {
  let next = 0;
  const see = (): Seen => {
    const each = seen[Math.min(next, seen.length - 1)];
    next += 1;
    if (each === undefined) throw new Error('nothing was seen');
    return each;
  };
  const endpoints = [endpointOf(['us-west-2a', 'us-west-2b'])];
  const { published: _published, ...measured } = reportOf({
    target,
    endpoints,
    see,
    more: { startedAt: startedAt.toISOString() },
  });
  return measured;
}

/** A run without any observation. */
export function emptyRun(): Measured {
  return { ...runOf([NOT_RUN]), observations: [] satisfies Observation[] };
}

/** What tells a series from all others. */
export function identityOf({ name, unit, dimensions }: Pick<Series, 'name' | 'unit' | 'dimensions'>): string {
  return `${name} (${unit}) ${Object.entries(dimensions)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}`;
}

/** Series as a table: identity to values. */
export function tableOf(series: readonly Series[]): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(series.map((each) => [identityOf(each), each.values]));
}
