// docs/alarms.md says what is red in which situation, and after what time, as the model of CloudWatch has it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AlarmRow } from '../../src/alarms/alarm-row.ts';
import { ALARM_IDS, ALARMS, type AlarmId } from '../../src/alarms/alarm-table.ts';
import { DEFAULT_LATENCY_MS, periodsFor } from '../../src/alarms/settings.ts';
import { isRed, type Point, type RunSeen, redAlarms } from '../alarms/cloudwatch-model.ts';
import { HARDENED_ALARMS, OWN_ALARMS, VANTAGE_ALARMS } from '../alarms/watched.ts';
import { section, table } from './markdown.ts';

const PAGE = readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8');

const rowOf = (id: AlarmId): AlarmRow => ALARMS[id];
const LOUD = ALARM_IDS.filter((id) => rowOf(id).severity !== 'silent');

const ALL = { 'private-dns': 1, 'route53-alias': 1, 'vpce-host': 1, 'vpce-api-id': 1 };
const NONE = { 'private-dns': 0, 'route53-alias': 0, 'vpce-host': 0, 'vpce-api-id': 0 };
const HEALTHY: RunSeen = { ways: ALL, zones: { 'us-west-2a': 1, 'us-west-2b': 1 } };
const UNREACHABLE: RunSeen = { ways: NONE, zones: { 'us-west-2a': 0, 'us-west-2b': 0 } };
const WAY_BROKEN: RunSeen = { ...HEALTHY, ways: { ...ALL, 'route53-alias': 0 } };
const ZONE_DOWN: RunSeen = {
  ways: { ...ALL, 'vpce-host': 0.67, 'vpce-api-id': 0.67 },
  zones: { 'us-west-2a': 0, 'us-west-2b': 1 },
};
const RESOURCE_BROKEN: RunSeen = {
  ways: { 'private-dns': 0.5, 'route53-alias': 0.5, 'vpce-host': 0.5, 'vpce-api-id': 0.5 },
  zones: { 'us-west-2a': 0.5, 'us-west-2b': 0.5 },
};
const SLOW: RunSeen = { ...HEALTHY, latencyMs: DEFAULT_LATENCY_MS + 1 };

const idsOf = (periods: readonly (RunSeen | undefined)[], alarms = OWN_ALARMS) =>
  new Set(redAlarms(alarms, [...Array<RunSeen>(5).fill(HEALTHY), ...periods]).map((id) => id.split('/')[0] ?? ''));
const times = <Each>(count: number, each: Each) => Array<Each>(count).fill(each);

describe('what is red in which situation', () => {
  const listed = (cell = '') => new Set([...cell.matchAll(/`([a-z-]+)`/g)].map(([, id = '']) => id));
  const rows = new Map(
    table(section(PAGE, 'how-they-work-together'))
      .slice(1)
      .map(([what = '', silent, loud]) => [what, { silent: listed(silent), loud: listed(loud) }]),
  );
  const SITUATIONS: readonly (readonly [what: string, periods: readonly (RunSeen | undefined)[]])[] = [
    ['one way is broken', times(2, WAY_BROKEN)],
    ['a zone is down', times(2, ZONE_DOWN)],
    ['one resource fails through every way', times(2, RESOURCE_BROKEN)],
    ['nothing passes', times(2, UNREACHABLE)],
    ['probes pass and take too long', times(2, SLOW)],
    ['something is let in that must be refused', times(2, { ...WAY_BROKEN, letIn: true })],
    ['one run is missing, or one run fails', [UNREACHABLE, HEALTHY, undefined]],
    ['three runs are missing', times(3, undefined)],
    ['the canary is dead', times(6, undefined)],
  ];

  it.each(SITUATIONS)('%s', (what, periods) => {
    const red = idsOf(periods, HARDENED_ALARMS);
    const isLoud = (id: string) => LOUD.includes(id as AlarmId);
    const expected = { silent: [...red].filter((id) => !isLoud(id)), loud: [...red].filter(isLoud) };
    expect(rows.get(what)).toEqual({ silent: new Set(expected.silent), loud: new Set(expected.loud) });
  });

  it('is all that the page tells of', () => {
    expect([...rows.keys()]).toEqual(SITUATIONS.map(([what]) => what));
  });
});

/** How many periods a fault lasts until an alarm is red, and how many are good again until it is not. */
function lengthOf(isRedAfter: (faults: number, good: number) => boolean): readonly [red: number, over: number] {
  const counts = [1, 2, 3, 4, 5, 6];
  const red = counts.find((count) => isRedAfter(count, 0)) ?? Number.NaN;
  const over = counts.find((count) => !isRedAfter(6, count)) ?? Number.NaN;
  return [red, over];
}

function periodsUntilRed(id: AlarmId): readonly [red: number, over: number] {
  const row = rowOf(id);
  if (row.kind === 'composite') {
    const faults: Readonly<Record<string, RunSeen>> = {
      ...{ unreachable: UNREACHABLE, degraded: WAY_BROKEN, slow: SLOW },
      ...{ cutoff: UNREACHABLE, impaired: WAY_BROKEN, sluggish: SLOW },
    };
    const alarms = row.of === 'other' ? VANTAGE_ALARMS : OWN_ALARMS;
    return lengthOf((bad, good) => idsOf([...times(bad, faults[id]), ...times(good, HEALTHY)], alarms).has(id));
  }
  const [datapointsToAlarm, evaluationPeriods] = row.datapoints;
  const evaluation = { datapointsToAlarm, evaluationPeriods, missing: row.missing };
  // What counts missing data as failing and nothing as a bad value waits for silence.
  const bad: Point = id === 'heartbeat' || id === 'unheard' ? '-' : 'X';
  return lengthOf((faults, good) =>
    isRed([...times<Point>(5, '0'), ...times(faults, bad), ...times<Point>(good, '0')], evaluation),
  );
}

function periodMinutes(id: AlarmId, everyMinutes: number): number {
  const row = rowOf(id);
  // `slow` and `sluggish` speak for `latency`; the other composites for alarms of every run.
  const name = row.kind === 'composite' ? (id === 'slow' || id === 'sluggish' ? 'latency' : 'run') : row.period;
  return periodsFor(everyMinutes * 60)[name] / 60;
}

describe('from fault to message', () => {
  const [head = [], ...rows] = table(section(PAGE, 'from-fault-to-message'));
  const rates = head.slice(1, -1).map((cell) => Number.parseInt(cell, 10));

  it('is told of every alarm that tells somebody, at several rates', () => {
    expect(rows.map(([alarm]) => alarm)).toEqual(LOUD.map((id) => `\`${id}\``));
    expect(rates).toEqual([1, 5, 15, 60]);
  });

  it.each(LOUD)('%s', (id) => {
    const [red, over] = periodsUntilRed(id);
    const spans = rates.map((rate) => {
      const period = periodMinutes(id, rate);
      return `${(red - 1) * period} to ${red * period}`;
    });
    expect(rows.find(([alarm]) => alarm === `\`${id}\``)).toEqual([`\`${id}\``, ...spans, `${over}`]);
  });
});
