import { describe, expect, it } from 'vitest';
import { type AlarmSpec, targetAlarms, type WatchedSeries } from '../../src/alarms/alarms.ts';
import { isRed, type Point, type RunSeen, redAlarms } from './cloudwatch-model.ts';
import { HARDENED_ALARMS, SETTINGS, WATCHED } from './watched.ts';

const ALARMS = targetAlarms(WATCHED, SETTINGS);
const SPEAKING = new Set(HARDENED_ALARMS.filter(({ severity }) => severity !== 'silent').map(({ id }) => id as string));

const ALL = { 'private-dns': 1, 'route53-alias': 1, 'vpce-host': 1, 'vpce-api-id': 1 };
const NONE = { 'private-dns': 0, 'route53-alias': 0, 'vpce-host': 0, 'vpce-api-id': 0 };
const HEALTHY: RunSeen = { ways: ALL, zones: { 'us-west-2a': 1, 'us-west-2b': 1 } };
const UNREACHABLE: RunSeen = { ways: NONE, zones: { 'us-west-2a': 0, 'us-west-2b': 0 } };
const ALIAS_BROKEN: RunSeen = { ...HEALTHY, ways: { ...ALL, 'route53-alias': 0 } };
const ZONE_DOWN: RunSeen = { ways: { ...ALL, 'vpce-host': 0.67 }, zones: { 'us-west-2a': 0, 'us-west-2b': 1 } };
const RESOURCE_BROKEN: RunSeen = {
  ways: { 'private-dns': 0.5, 'route53-alias': 0.5, 'vpce-host': 0.5, 'vpce-api-id': 0.5 },
  zones: { 'us-west-2a': 0.5, 'us-west-2b': 0.5 },
};
// The alias has to be refused and is let in; or all is, and nothing that passes is left.
const SOFTENED: RunSeen = { ...ALIAS_BROKEN, letIn: true };
const ALL_LET_IN: RunSeen = { ...UNREACHABLE, letIn: true };
const HARDENED: RunSeen = { ...HEALTHY, letIn: false };
const NO_RUN = undefined;

const times = (count: number, seen: RunSeen | undefined) => Array<RunSeen | undefined>(count).fill(seen);

/** Who is told after each period, from the first that is not before. */
function told(
  before: readonly (RunSeen | undefined)[],
  then: readonly (RunSeen | undefined)[],
  alarms: readonly AlarmSpec[] = ALARMS,
): readonly string[] {
  return then.map((_seen, index) => {
    const red = redAlarms(alarms, [...before, ...then.slice(0, index + 1)]);
    return red.filter((id) => SPEAKING.has(id)).join(' ');
  });
}

// The two tables of "How alarm state is evaluated when data is missing": 3 of 3, then 2 of 3.
const DOCUMENTED: readonly (readonly [points: string, of: string, breaching: boolean, notBreaching: boolean])[] = [
  ['0-X-X', '3/3', false, false],
  ['0----', '3/3', false, false],
  ['-----', '3/3', true, false],
  ['0XX-X', '3/3', true, true],
  ['----X', '3/3', true, false],
  ['X----', '3/3', true, false],
  ['0-X-X', '2/3', true, true],
  ['00X0X', '2/3', true, true],
  ['0-X--', '2/3', true, false],
  ['----0', '2/3', true, false],
  ['----X', '2/3', true, false],
];

it.each(DOCUMENTED)(
  'the model of CloudWatch does with %s and %s as documented',
  (points, of, breaching, notBreaching) => {
    const evaluation = { datapointsToAlarm: Number(of[0]), evaluationPeriods: 3 };
    expect(isRed([...points] as Point[], { ...evaluation, missing: 'breaching' })).toBe(breaching);
    expect(isRed([...points] as Point[], { ...evaluation, missing: 'notBreaching' })).toBe(notBreaching);
  },
);

describe('somebody is told', () => {
  it('nothing while all is well', () => {
    expect(told(times(5, HEALTHY), times(3, HEALTHY))).toEqual(['', '', '']);
  });

  it('nothing of one bad run, of one missed run, of a bad run beside a missed one', () => {
    expect(told(times(5, HEALTHY), [UNREACHABLE, HEALTHY, HEALTHY])).toEqual(['', '', '']);
    expect(told(times(5, HEALTHY), [NO_RUN, HEALTHY, HEALTHY])).toEqual(['', '', '']);
    expect(told(times(5, HEALTHY), [NO_RUN, UNREACHABLE, HEALTHY])).toEqual(['', '', '']);
  });

  it('unreachable after the second run in which nothing passes, and its end', () => {
    expect(told(times(5, HEALTHY), [...times(3, UNREACHABLE), ...times(3, HEALTHY)])).toEqual([
      ...['', 'unreachable', 'unreachable'],
      ...['unreachable', '', ''],
    ]);
  });

  it.each([
    ['one way is broken', ALIAS_BROKEN],
    ['a zone is down', ZONE_DOWN],
    ['a resource fails through every way', RESOURCE_BROKEN],
  ])('degraded, and not unreachable, when %s', (_what, seen) => {
    expect(told(times(5, HEALTHY), [...times(2, seen), ...times(2, HEALTHY)])).toEqual([
      '',
      'degraded',
      'degraded',
      '',
    ]);
  });

  it('again and again when every second run fails, with 2 of 3; once, with 2 of 4', () => {
    const flapping = Array.from({ length: 4 }, () => [UNREACHABLE, HEALTHY]).flat();
    const page = 'unreachable';
    expect(told(times(5, HEALTHY), flapping)).toEqual(['', '', page, '', page, '', page, '']);
    const longer = targetAlarms(WATCHED, { ...SETTINGS, datapoints: { toAlarm: 2, evaluated: 4 } });
    expect(told(times(5, HEALTHY), flapping, longer)).toEqual(['', '', ...Array(6).fill(page)]);
    // The heartbeat still comes first when the canary dies.
    expect(told(times(5, HEALTHY), times(6, NO_RUN), longer)).toEqual(['', '', ...Array(4).fill('heartbeat')]);
  });

  it('heartbeat of a dead canary: neither unreachable nor degraded, not even while it dies or comes back', () => {
    expect(told(times(5, HEALTHY), [...times(6, NO_RUN), ...times(4, HEALTHY)])).toEqual([
      ...['', '', 'heartbeat', 'heartbeat', 'heartbeat', 'heartbeat'],
      ...['', '', '', ''],
    ]);
  });

  it('heartbeat before missing data reddens anything else', () => {
    const dying = [...times(5, HEALTHY), ...times(3, NO_RUN)];
    expect(redAlarms(ALARMS, dying)).toEqual(['heartbeat']);
    expect(redAlarms(ALARMS, [...dying, NO_RUN])).toContain('availability/private-dns');
  });

  it('heartbeat at the first deployment until the first run, and then nothing', () => {
    expect(told([NO_RUN], times(4, HEALTHY))).toEqual(['', '', '', '']);
    expect(told([], [NO_RUN])).toEqual(['heartbeat']);
  });

  it.each([
    ['unreachable', UNREACHABLE],
    ['degraded', ALIAS_BROKEN],
  ])('heartbeat instead of %s when the canary dies meanwhile', (before, seen) => {
    expect(told(times(5, seen), times(5, NO_RUN))).toEqual([before, before, 'heartbeat', 'heartbeat', 'heartbeat']);
  });

  it('softened when something is let in that has to be refused, and degraded, which is what such a run is', () => {
    expect(told(times(5, HARDENED), [...times(3, SOFTENED), ...times(2, HARDENED)], HARDENED_ALARMS)).toEqual([
      ...['', 'softened degraded', 'softened degraded'],
      ...['softened degraded', ''],
    ]);
  });

  it('softened beside unreachable where everything has to be refused and is let in', () => {
    const periods = [...times(2, ALL_LET_IN), ...times(2, HARDENED)];
    expect(told(times(5, HARDENED), periods, HARDENED_ALARMS)).toEqual([
      '',
      'softened unreachable',
      'softened unreachable',
      '',
    ]);
  });

  it.each([
    [2, 3],
    [2, 4],
    [2, 5],
    [3, 10],
  ])(
    'unreachable as early as ever when an API goes down that lets in what it must not, with %i of %i',
    (toAlarm, evaluated) => {
      const settings = { ...SETTINGS, datapoints: { toAlarm, evaluated } };
      const pages = (watched: WatchedSeries, before: RunSeen) =>
        told(times(5, before), times(6, { ...UNREACHABLE, letIn: false }), targetAlarms(watched, settings)).map((ids) =>
          ids.includes('unreachable'),
        );
      expect(pages({ ...WATCHED, refuses: true }, SOFTENED)).toEqual(pages(WATCHED, ALIAS_BROKEN));
    },
  );

  it('heartbeat when the canary dies that saw it softened', () => {
    expect(told(times(5, SOFTENED), times(5, NO_RUN), HARDENED_ALARMS)).toEqual([
      ...['softened degraded', 'softened degraded', 'heartbeat softened', 'heartbeat', 'heartbeat'],
    ]);
  });

  it('slow when probes pass and take long, certificate when it is about to end', () => {
    expect(told([], times(2, { ...HEALTHY, latencyMs: 1_500 })).at(-1)).toBe('slow');
    expect(told([], [{ ...HEALTHY, certificateDays: 13 }])).toEqual(['certificate']);
    expect(told([], [{ ...HEALTHY, certificateDays: 14 }])).toEqual(['']);
  });
});

it('a zone that is not probed any more turns green, which the canary cannot see by this alarm', () => {
  const gone: RunSeen = { ...HEALTHY, zones: { 'us-west-2b': 1 } };
  const zone = (periods: readonly RunSeen[]) => redAlarms(ALARMS, periods).includes('zone');
  const down = [ZONE_DOWN, ZONE_DOWN, ZONE_DOWN];
  expect([zone(down), zone([...down, gone, gone, gone, gone])]).toEqual([true, false]);
});

it('every alarm that tells somebody is reached', () => {
  const reached: readonly AlarmSpec['id'][] = [
    'unreachable',
    'degraded',
    'slow',
    'heartbeat',
    'softened',
    'certificate',
  ];
  expect(SPEAKING).toEqual(new Set(reached));
});
