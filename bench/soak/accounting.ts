// Whether every run of a soak is accounted for. Pure.

import { type Schedule, slotAfter } from '../../src/watch/schedule.ts';
import type { Received } from './simulator-process.ts';
import type { ToldRun } from './watch-process.ts';

export interface Books {
  readonly schedule: Schedule;
  readonly runs: readonly ToldRun[];
  readonly received: readonly Received[];
  /** Data points on disk at the end, by when their runs began (milliseconds since 1970). */
  readonly onDisk: ReadonlyMap<number, number>;
}

/** Runs of which not every probe and data point that they told of is at CloudWatch or on disk, and data points of runs
 * that were never told. */
export function unaccounted({ runs, received, onDisk }: Books): readonly string[] {
  const taken = new Map(received.map((each) => [each.atMs, each]));
  const told = new Set(runs.map(({ atMs }) => atMs));
  const wrong = runs.flatMap(({ atMs, accepted, kept, lost, probes, leftOut }) => {
    const { data = 0, twice = 0, probes: counted = 0 } = taken.get(atMs) ?? {};
    const [there, here] = [data - twice, onDisk.get(atMs) ?? 0];
    if (there + here !== accepted + kept) {
      return `${nameOf(atMs)} told of ${accepted + kept} data points: ${there} are at CloudWatch, ${here} on disk`;
    }
    // What is on disk, lost or there twice is told above or by a finding of its own.
    if (here + lost + twice > 0 || (counted >= probes && counted <= probes + leftOut)) return [];
    return `${nameOf(atMs)} told of ${probes} probes and left ${leftOut} out: CloudWatch has ${counted}`;
  });
  const unknown = [...taken].filter(([atMs]) => !told.has(atMs));
  return [...wrong, ...unknown.map(([atMs, { data }]) => `${nameOf(atMs)} was never told and has ${data} data points`)];
}

/** Data points that CloudWatch has more than once. */
export function sentTwice({ received }: Books): number {
  return received.reduce((sum, { twice }) => sum + twice, 0);
}

/** Slots of the schedule from the second run to the last one: the first is made outside of them. */
export function slotsOf({ schedule, runs }: Books): number {
  const [, first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return 0;
  const slotBefore = (ms: number) => slotAfter(schedule, ms) - schedule.everyMs;
  return Math.round((slotBefore(last.atMs) - slotBefore(first.atMs)) / schedule.everyMs) + 1;
}

/** What came of these slots: runs, and those that were told as skipped. */
export function runsAndSkipped({ runs }: Books): { readonly made: number; readonly skipped: number } {
  const [, , ...later] = runs;
  return { made: Math.max(0, runs.length - 1), skipped: later.reduce((sum, { skipped }) => sum + skipped, 0) };
}

function nameOf(atMs: number): string {
  return `the run of ${new Date(atMs).toISOString()}`;
}
