// The soak of `npm run soak`, some seconds long, and what would be said of a process that leaks or forgets.

import { beforeAll, describe, expect, test } from 'vitest';
import type { Books } from '../bench/soak/accounting.ts';
import { type Scene, soak } from '../bench/soak/run.ts';
import { randomScenes } from '../bench/soak/scenes.ts';
import { findingsOf, type Soaked, slopeOf } from '../bench/soak/verdict.ts';
import type { ToldRun } from '../bench/soak/watch-process.ts';
import { SOAK_FAULTS, type SoakFault } from './reliability/soak-faults.ts';

// Code that is new to Node's compilers takes memory for some seconds.
const BOUNDS = { heap: 16e6, resident: 64e6 };
const MAX_SCENE_MS = 20_000;

const shows = ({ shows: { state, kept } }: SoakFault, run: ToldRun) =>
  run.state === (state ?? run.state) && (run.kept > 0 || kept === undefined);

describe('a short soak', () => {
  const runsOf = new Map<SoakFault, readonly ToldRun[]>();
  let soaked: Soaked;

  beforeAll(async () => {
    const left = SOAK_FAULTS.values();
    const nextScene = (): Scene | undefined => {
      const { value: fault } = left.next();
      if (fault === undefined) return undefined;
      const isOver = (passedMs: number, runs: readonly ToldRun[]) => {
        runsOf.set(fault, runs);
        return passedMs > MAX_SCENE_MS || runs.some((run) => shows(fault, run));
      };
      return { scenarios: fault.scenarios, isOver };
    };
    soaked = await soak({ everySeconds: 1, nextScene, lookMs: 200, restRuns: 2 });
  });

  test.each(SOAK_FAULTS)('$fault: $does', (fault) => {
    const runs = runsOf.get(fault) ?? [];
    expect(
      runs.filter((run) => shows(fault, run)),
      JSON.stringify(runs),
    ).not.toEqual([]);
  });

  test('leaks nothing and accounts for every run', () => {
    const findings = findingsOf(soaked, BOUNDS);
    expect(findings.filter(({ met }) => met === false)).toEqual([]);
    expect(soaked.books.runs.length).toBeGreaterThan(SOAK_FAULTS.length);
    expect(soaked.books.onDisk.size).toBe(0);
  });
});

const MINUTE_MS = 60_000;
const EVERY_MS = 1_000;

/** Of an hour in which nothing happened. */
function uneventful(): Soaked {
  const atMs = (index: number) => Date.UTC(2026, 1, 3) + index * EVERY_MS + 7;
  const runs = Array.from({ length: 60 }, (_, index): ToldRun => {
    return { atMs: atMs(index), state: 'healthy', probes: 10, leftOut: 0, accepted: 33, kept: 0, lost: 0, skipped: 0 };
  });
  const received = runs.map((run) => ({ atMs: run.atMs, data: 33, twice: 0, probes: 10 }));
  const open = { all: 25, sockets: 4, threads: 11 };
  return {
    books: { schedule: { everyMs: EVERY_MS, offsetMs: 0 }, runs, received, onDisk: new Map() },
    memory: Array.from({ length: 60 }, (_, index) => ({ atMs: index * MINUTE_MS, heap: 50e6, resident: 200e6 })),
    atRest: { before: open, after: open },
    complaints: [],
    ended: { status: 0, stderr: '', early: false },
  };
}

describe('what a soak says', () => {
  const hour = uneventful();
  const [first, second, ...others] = hour.books.runs;
  if (first === undefined || second === undefined) throw new Error('there are sixty runs');
  const withBooks = (books: Partial<Books>): Soaked => ({ ...hour, books: { ...hour.books, ...books } });
  const grown = (bytes: number) =>
    hour.memory.map((each, index) => ({ ...each, heap: each.heap + (index * bytes) / 30 }));
  const open = { all: 28, sockets: 4, threads: 12 };

  test.each<{ readonly of: string; readonly soaked: Soaked; readonly unmet: readonly string[] }>([
    { of: 'an hour in which nothing happened', soaked: hour, unmet: [] },
    {
      of: 'one in which a run was made for each slot but one, which was told as skipped',
      soaked: withBooks({
        runs: [first, second, ...others.slice(1).map((run, index) => (index === 0 ? { ...run, skipped: 1 } : run))],
        received: hour.books.received.toSpliced(2, 1),
      }),
      unmet: [],
    },
    {
      of: 'a slot that passed in silence',
      soaked: withBooks({ runs: [first, second, ...others.slice(1)], received: hour.books.received.toSpliced(2, 1) }),
      unmet: ['slots'],
    },
    {
      of: 'no runs',
      soaked: withBooks({ runs: [], received: [] }),
      unmet: ['slots', 'healthy runs that were published'],
    },
    {
      of: 'data points on disk',
      soaked: withBooks({ received: hour.books.received.slice(1), onDisk: new Map([[first.atMs, 33]]) }),
      unmet: [],
    },
    {
      of: 'data points that are nowhere',
      soaked: withBooks({ received: hour.books.received.slice(1) }),
      unmet: ['runs not accounted for'],
    },
    {
      of: 'a probe that is not counted',
      soaked: withBooks({
        received: [{ atMs: first.atMs, data: 33, twice: 0, probes: 9 }, ...hour.books.received.slice(1)],
      }),
      unmet: ['runs not accounted for'],
    },
    {
      of: 'a probe too many',
      soaked: withBooks({
        received: [{ atMs: first.atMs, data: 33, twice: 0, probes: 11 }, ...hour.books.received.slice(1)],
      }),
      unmet: ['runs not accounted for'],
    },
    {
      of: 'a probe for which the line had no room',
      soaked: withBooks({ runs: [{ ...first, probes: 9, leftOut: 1 }, second, ...others] }),
      unmet: [],
    },
    {
      of: 'data points of no run',
      soaked: withBooks({ received: [...hour.books.received, { atMs: 1, data: 1, twice: 0, probes: 0 }] }),
      unmet: ['runs not accounted for'],
    },
    {
      of: 'data points that were sent twice',
      soaked: withBooks({
        received: [{ atMs: first.atMs, data: 66, twice: 33, probes: 20 }, ...hour.books.received.slice(1)],
      }),
      unmet: ['data points sent twice'],
    },
    {
      of: 'data points that were told as lost',
      soaked: withBooks({ runs: [{ ...first, lost: 1 }, second, ...others] }),
      unmet: ['data points lost'],
    },
    {
      of: 'a heap that grew too much',
      soaked: { ...hour, memory: grown(17e6) },
      unmet: ['heap without code, after a collection, growth over the second half'],
    },
    { of: 'a heap that grew a little', soaked: { ...hour, memory: grown(15e6) }, unmet: [] },
    {
      of: 'resident memory that grew too much',
      soaked: { ...hour, memory: hour.memory.map((each, index) => ({ ...each, resident: index * 2.5e6 })) },
      unmet: ['resident memory, growth over the second half'],
    },
    {
      of: 'no memory at all',
      soaked: { ...hour, memory: [] },
      unmet: [
        'heap without code, after a collection, growth over the second half',
        'resident memory, growth over the second half',
      ],
    },
    {
      of: 'three descriptors and a thread more',
      soaked: { ...hour, atRest: { ...hour.atRest, after: open } },
      unmet: ['descriptors at rest', 'threads at rest'],
    },
    {
      of: 'two connections that were kept open for a while',
      soaked: { ...hour, atRest: { ...hour.atRest, after: { all: 27, sockets: 6, threads: 11 } } },
      unmet: [],
    },
    { of: 'a system without /proc', soaked: { ...hour, atRest: { before: undefined, after: undefined } }, unmet: [] },
    { of: 'a run that could not be made', soaked: { ...hour, complaints: ['pets: no'] }, unmet: ['complaints'] },
    { of: 'an exit status', soaked: { ...hour, ended: { ...hour.ended, status: 1 } }, unmet: ['end'] },
    { of: 'words on standard error', soaked: { ...hour, ended: { ...hour.ended, stderr: 'warning' } }, unmet: ['end'] },
    { of: 'an end that nobody asked for', soaked: { ...hour, ended: { ...hour.ended, early: true } }, unmet: ['end'] },
    {
      of: 'a process that had ended before its descriptors were counted',
      soaked: { ...hour, atRest: { ...hour.atRest, after: undefined }, ended: { ...hour.ended, early: true } },
      unmet: ['descriptors at rest', 'threads at rest', 'end'],
    },
    {
      of: 'runs of which none was published',
      soaked: withBooks({ runs: hour.books.runs.map((run) => ({ ...run, accepted: 0 })), received: [] }),
      unmet: ['runs not accounted for', 'healthy runs that were published'],
    },
  ])('of $of', ({ soaked, unmet }) => {
    const findings = findingsOf(soaked, BOUNDS);
    expect(findings.filter(({ met }) => met === false).map(({ what }) => what)).toEqual(unmet);
  });

  test('what could not be measured is neither met nor not', () => {
    const soaked = { ...hour, atRest: { before: undefined, after: undefined } };
    const open = findingsOf(soaked, BOUNDS).find(({ what }) => what === 'descriptors at rest');
    expect(open).toMatchObject({ measured: 'there is no /proc here', met: undefined });
  });

  test('the slope of points', () => {
    expect(
      slopeOf([
        [1, 5],
        [2, 7],
        [3, 9],
      ]),
    ).toBeCloseTo(2);
    expect(slopeOf([[1, 5]])).toBeNaN();
  });
});

test('scenes are the same for a seed, and others for another', () => {
  const scenes = (seed: number) => {
    const next = randomScenes(seed);
    return Array.from({ length: 20 }, () => next().scenarios);
  };
  expect(scenes(1)).toEqual(scenes(1));
  expect(scenes(1)).not.toEqual(scenes(2));
});
