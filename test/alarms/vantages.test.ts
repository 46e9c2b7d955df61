// Two vantages of one API: who is told of what each of them sees. Whatever both see, one page at most comes of it.

import { describe, expect, it } from 'vitest';
import type { AlarmSpec } from '../../src/alarms/alarms.ts';
import { holds, idsOf, type RunSeen, redSpecs } from './cloudwatch-model.ts';
import { HARDENED_ALARMS, HARDENED_VANTAGE_ALARMS, OWN_ALARMS, VANTAGE_ALARMS } from './watched.ts';

const WAYS = { 'private-dns': 1, 'route53-alias': 1, 'vpce-host': 1, 'vpce-api-id': 1 };
const ZONES = { 'us-west-2a': 1, 'us-west-2b': 1 };
const none = <Name extends string>(shares: Readonly<Record<Name, number>>) =>
  Object.fromEntries(Object.keys(shares).map((name) => [name, 0])) as Record<Name, number>;
const { 'private-dns': _, ...THERE } = WAYS;

/** What a vantage may see, minute after minute. */
const SEEN = {
  well: { ways: WAYS, zones: ZONES },
  broken: { ways: { ...WAYS, 'vpce-host': 0.5 }, zones: ZONES },
  nothing: { ways: none(WAYS), zones: none(ZONES) },
  slow: { ways: WAYS, zones: ZONES, latencyMs: 5_000 },
  silent: undefined,
} as const satisfies Readonly<Record<string, RunSeen | undefined>>;
type Seen = keyof typeof SEEN;
const ALL = Object.keys(SEEN) as readonly Seen[];

function fromThere(seen: Seen): RunSeen | undefined {
  const run: RunSeen | undefined = SEEN[seen];
  if (run === undefined) return undefined;
  const ways = Object.fromEntries(Object.keys(THERE).map((way) => [way, run.ways[way as keyof typeof THERE] ?? 0]));
  return { ...run, ways };
}

const minutes = (run: RunSeen | undefined) => Array<RunSeen | undefined>(6).fill(run);

/** The alarms that are red when both vantages have seen this for some time. */
function red(here: Seen, there: Seen): ReadonlySet<AlarmSpec> {
  const own = redSpecs(OWN_ALARMS, minutes(SEEN[here]));
  return new Set([...own, ...redSpecs(VANTAGE_ALARMS, minutes(fromThere(there)), own)]);
}

const told = (alarms: ReadonlySet<AlarmSpec>, severity: AlarmSpec['severity']) =>
  idsOf([...alarms].filter((alarm) => alarm.severity === severity));

describe('who is told', () => {
  // here, there: pages and warnings. `unreachable`, `heartbeat`, `degraded` and `slow` are of the own vantage.
  const EXPECTED: Readonly<Record<Seen, Readonly<Record<Seen, string>>>> = {
    well: { well: '', broken: 'impaired', nothing: 'cutoff', slow: 'sluggish', silent: 'unheard' },
    broken: {
      ...{ well: 'degraded', broken: 'degraded', nothing: 'cutoff degraded' },
      ...{ slow: 'degraded sluggish', silent: 'unheard degraded' },
    },
    nothing: {
      ...{ well: 'unreachable', broken: 'unreachable', nothing: 'unreachable' },
      ...{ slow: 'unreachable', silent: 'unreachable unheard' },
    },
    slow: { well: 'slow', broken: 'slow impaired', nothing: 'cutoff slow', slow: 'slow', silent: 'unheard slow' },
    silent: {
      ...{ well: 'heartbeat', broken: 'heartbeat impaired', nothing: 'heartbeat cutoff' },
      ...{ slow: 'heartbeat sluggish', silent: 'heartbeat unheard' },
    },
  };

  it.each(ALL.flatMap((here) => ALL.map((there) => [here, there] as const)))('here %s, there %s', (here, there) => {
    const alarms = red(here, there);
    expect([...told(alarms, 'page'), ...told(alarms, 'warn')].join(' ')).toBe(EXPECTED[here][there]);
  });

  it('by one page of probes that fail, and it is silence that makes a second', () => {
    for (const [here, there] of ALL.flatMap((one) => ALL.map((other) => [one, other] as const))) {
      const pages = told(red(here, there), 'page').filter((id) => id !== 'heartbeat' && id !== 'unheard');
      expect(pages.length, `${here}, ${there}`).toBe(here === 'nothing' || there === 'nothing' ? 1 : 0);
    }
  });

  it('and which of the two it is, only from there or everywhere, is never both', () => {
    const ids = (here: Seen) => idsOf(red(here, 'nothing')).filter((id) => id === 'cutoff' || id === 'everywhere');
    expect(ALL.map((here) => [here, ...ids(here)])).toEqual([
      ['well', 'cutoff'],
      ['broken', 'cutoff'],
      ['nothing', 'everywhere'],
      ['slow', 'cutoff'],
      // Nobody looks from here: what is known is what the other vantage sees.
      ['silent', 'cutoff'],
    ]);
  });
});

it('what each lets in that must be refused, each tells: by which endpoint or way may differ', () => {
  const letIn = { ...SEEN.broken, letIn: true };
  const own = redSpecs(HARDENED_ALARMS, minutes(letIn));
  expect(told(own, 'page')).toEqual(['softened']);
  expect(told(redSpecs(HARDENED_VANTAGE_ALARMS, minutes(letIn), own), 'page')).toEqual(['softened']);
  expect(told(redSpecs(HARDENED_VANTAGE_ALARMS, minutes({ ...letIn, letIn: false }), own), 'page')).toEqual([]);
});

describe('the rules, whatever their alarms are', () => {
  const [cutoff, everywhere, impaired, unreachable] = ['cutoff', 'everywhere', 'impaired', 'unreachable'].map((id) =>
    [...OWN_ALARMS, ...VANTAGE_ALARMS].find((alarm) => alarm.id === id),
  );
  // One way stands for all: those of a kind are in a rule together.
  const plain = [
    ...OWN_ALARMS.filter(({ id }) => ['unreachable', 'degraded'].includes(id)),
    ...VANTAGE_ALARMS.filter(({ id, accessMethod }) =>
      id === 'availability'
        ? accessMethod === 'vpce-host'
        : ['no-success', 'some-failure', 'zone', 'unheard'].includes(id),
    ),
  ];
  const otherWays = VANTAGE_ALARMS.filter((alarm) => alarm.id === 'availability' && !plain.includes(alarm));
  const combinations = Array.from({ length: 2 ** plain.length }, (_none, bits) => {
    const on = plain.filter((_alarm, index) => (bits >> index) & 1);
    const set = new Set(on.some(({ id }) => id === 'availability') ? [...on, ...otherWays] : on);
    for (const alarm of [cutoff, everywhere]) {
      if (alarm?.kind === 'composite' && holds(alarm.rule, set)) set.add(alarm);
    }
    return set;
  });
  const isRed = (alarm: AlarmSpec | undefined, set: ReadonlySet<AlarmSpec>) =>
    alarm !== undefined &&
    (alarm.kind === 'composite' && alarm !== unreachable ? holds(alarm.rule, set) : set.has(alarm));

  it('page for one vantage at a time', () => {
    expect(combinations).toHaveLength(128);
    for (const set of combinations) {
      const pages = [unreachable, cutoff].filter((alarm) => isRed(alarm, set));
      expect(pages.length).toBeLessThanOrEqual(1);
      expect(isRed(cutoff, set) && isRed(everywhere, set)).toBe(false);
      expect(isRed(everywhere, set) && !isRed(unreachable, set)).toBe(false);
    }
    expect(combinations.some((set) => isRed(cutoff, set))).toBe(true);
    expect(combinations.some((set) => isRed(everywhere, set))).toBe(true);
  });

  it('warn of what nothing else speaks of', () => {
    const warned = combinations.filter((set) => isRed(impaired, set));
    expect(warned.length).toBeGreaterThan(0);
    for (const set of warned) {
      expect([unreachable, cutoff, everywhere].filter((alarm) => isRed(alarm, set))).toEqual([]);
    }
  });
});

describe('what both meet at different times', () => {
  const suppressorOf = (id: string) => {
    const alarm = VANTAGE_ALARMS.find((each) => each.id === id);
    return alarm?.kind === 'composite' ? alarm.suppressor?.alarm : undefined;
  };

  it('waits for the alarm that will speak of it', () => {
    const everywhere = red('nothing', 'nothing');
    expect(everywhere).toContain(suppressorOf('cutoff'));
    expect(everywhere).toContain(suppressorOf('impaired'));
    expect(red('broken', 'broken')).toContain(suppressorOf('impaired'));
    expect(red('slow', 'slow')).toContain(suppressorOf('sluggish'));
    // On its way to `cutoff` a vantage passes through some failing and others passing.
    expect(red('well', 'nothing')).toContain(suppressorOf('impaired'));
  });

  it('waits for none that is red without it', () => {
    expect(red('well', 'nothing')).not.toContain(suppressorOf('cutoff'));
    expect(red('well', 'broken')).not.toContain(suppressorOf('impaired'));
    expect(red('well', 'slow')).not.toContain(suppressorOf('sluggish'));
  });
});

it('what a line that is down keeps from CloudWatch is silence, not failure', () => {
  const own = redSpecs(OWN_ALARMS, minutes(SEEN.well));
  const there = [...minutes(fromThere('well')), undefined, undefined, undefined];
  const alarms = redSpecs(VANTAGE_ALARMS, there, own);
  expect(told(alarms, 'page')).toEqual(['unheard']);
  expect(told(alarms, 'warn')).toEqual([]);
});
