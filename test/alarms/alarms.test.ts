import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmRow, Rule } from '../../src/alarms/alarm-row.ts';
import { ALARM_IDS, ALARMS } from '../../src/alarms/alarm-table.ts';
import {
  type AlarmSpec,
  functionAlarms,
  type NamedRule,
  targetAlarms,
  vantageAlarms,
} from '../../src/alarms/alarms.ts';
import { lagsBetween, periodsFor } from '../../src/alarms/settings.ts';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import { DIMENSION_SETS } from '../../src/publish/dimensions.ts';
import { METRICS } from '../../src/publish/metrics.ts';
import { ALL_ALARMS, OWN_ALARMS, SETTINGS, VANTAGE, VANTAGE_ALARMS, WATCHED } from './watched.ts';

const TARGET = OWN_ALARMS;
const FUNCTION = functionAlarms({ prefix: 'canary', functionName: 'canary-function' }, SETTINGS);
const ROWS: Readonly<Record<string, AlarmRow>> = ALARMS;

function named(rule: NamedRule): readonly AlarmSpec[] {
  if ('all' in rule) return rule.all.flatMap(named);
  if ('any' in rule) return rule.any.flatMap(named);
  return 'not' in rule ? named(rule.not) : [rule.alarm];
}

function rowsOf(rule: Rule): readonly string[] {
  if ('all' in rule) return rule.all.flatMap(rowsOf);
  if ('any' in rule) return rule.any.flatMap(rowsOf);
  if ('not' in rule) return rowsOf(rule.not);
  if ('own' in rule) return [rule.own];
  return ['every' in rule ? rule.every : rule.some];
}

function only(alarms: readonly AlarmSpec[], id: string): AlarmSpec {
  const found = alarms.filter((alarm) => alarm.id === id);
  expect(found).toHaveLength(1);
  return found[0] as AlarmSpec;
}

describe('the alarms of a target, of another vantage and of the function', () => {
  it('come from every row of the table', () => {
    expect(new Set(ALL_ALARMS.map(({ id }) => id))).toEqual(new Set(ALARM_IDS));
    expect(FUNCTION.map(({ id }) => id)).toEqual(ALARM_IDS.filter((id) => ALARMS[id].kind === 'function'));
  });

  it('have names of their own that say what they are of', () => {
    const names = ALL_ALARMS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('canary-pets-test-vpc-unreachable');
    expect(names).toContain('canary-pets-test-vpc-availability-private-dns');
    expect(names).toContain('canary-pets-test-dc1-cutoff');
    expect(names).toContain('canary-function-errors');
  });

  it('have names within 255 characters for the longest names that API Gateway allows a stage', () => {
    const watched = { ...WATCHED, api: 'a'.repeat(60), stage: 's'.repeat(128), accessMethods: ACCESS_METHOD_IDS };
    expect(Math.max(...targetAlarms(watched, SETTINGS).map(({ name }) => name.length))).toBeLessThanOrEqual(255);
  });

  it('are one for each access method where the row says so', () => {
    const ways = (id: string) => TARGET.filter((alarm) => alarm.id === id).map(({ accessMethod }) => accessMethod);
    expect(ways('availability')).toEqual(WATCHED.accessMethods);
    expect(ways('latency')).toEqual(WATCHED.accessMethods);
    expect(ways('no-success')).toEqual([undefined]);
  });

  it('look at metrics with the dimensions and in the namespace in which they are published', () => {
    for (const alarm of TARGET.filter(({ kind }) => kind === 'metric')) {
      if (alarm.kind !== 'metric') continue;
      const set = alarm.accessMethod === undefined ? 'target' : 'accessMethod';
      expect(Object.keys(alarm.dimensions)).toEqual(DIMENSION_SETS[set]);
      expect(METRICS[alarm.metric as keyof typeof METRICS].sets).toContain(set);
      expect(alarm.namespace).toBe('PrivateApiCanary');
      expect(alarm.dimensions).toMatchObject({ Api: 'pets', Stage: 'test', Vantage: 'vpc' });
      expect(alarm.dimensions.AccessMethod).toBe(alarm.accessMethod);
    }
    expect(FUNCTION.map(({ namespace, dimensions }) => ({ namespace, dimensions }))).toEqual(
      FUNCTION.map(() => ({ namespace: 'AWS/Lambda', dimensions: { FunctionName: 'canary-function' } })),
    );
  });

  it('take thresholds by name from the settings', () => {
    expect(only(TARGET, 'certificate')).toMatchObject({ threshold: 14 });
    expect(TARGET.find(({ id }) => id === 'latency')).toMatchObject({ threshold: 1_000, statistic: 'p90' });
    expect(only(FUNCTION, 'function-duration')).toMatchObject({ threshold: 24_000, statistic: 'Maximum' });
  });
});

describe('composite alarms', () => {
  it.each(ALARM_IDS.filter((id) => ALARMS[id].kind === 'composite'))('%s: names rows of the table', (id) => {
    const row = ROWS[id];
    const rows = row?.kind === 'composite' ? rowsOf(row.rule) : [];
    expect(rows).not.toEqual([]);
    expect(rows.filter((name) => !(name in ROWS))).toEqual([]);
  });

  it('come after the alarms that they name and wait for: those of another vantage after the own ones', () => {
    ALL_ALARMS.forEach((alarm, index) => {
      if (alarm.kind !== 'composite') return;
      const children = [...named(alarm.rule), ...(alarm.suppressor === undefined ? [] : [alarm.suppressor.alarm])];
      expect(children).not.toEqual([]);
      expect(children.filter((child) => !ALL_ALARMS.slice(0, index).includes(child))).toEqual([]);
    });
  });

  it('alone tell somebody of what silent alarms see', () => {
    const plain = (alarms: readonly AlarmSpec[]) =>
      alarms.filter(({ severity, kind }) => severity === 'silent' && kind !== 'composite');
    for (const alarms of [TARGET, VANTAGE_ALARMS]) {
      const spoken = new Set(
        alarms.flatMap((alarm) => (alarm.kind === 'composite' && alarm.severity !== 'silent' ? named(alarm.rule) : [])),
      );
      expect(plain(alarms).filter((alarm) => !spoken.has(alarm))).toEqual([]);
    }
  });
});

describe('the alarms of another vantage', () => {
  it('look at its own series, and at no other', () => {
    const dimensions = VANTAGE_ALARMS.flatMap((alarm) => (alarm.kind === 'metric' ? [alarm.dimensions] : []));
    expect(new Set(dimensions.map(({ Vantage }) => Vantage))).toEqual(new Set(['dc1']));
    expect(only(VANTAGE_ALARMS, 'zone')).toMatchObject({ query: expect.stringContaining(`"Vantage" = 'dc1'`) });
    const ways = dimensions.flatMap(({ AccessMethod }) => AccessMethod ?? []);
    expect(new Set(ways)).toEqual(new Set(VANTAGE.accessMethods));
  });

  it('speak of no function: there is none', () => {
    const texts = VANTAGE_ALARMS.map(({ meaning, first }) => `${meaning} ${first}`);
    expect(texts.filter((text) => text.includes('function'))).toEqual([]);
  });

  it('share no name with those of the own', () => {
    const names = new Set(OWN_ALARMS.map(({ name }) => name));
    expect(VANTAGE_ALARMS.filter(({ name }) => names.has(name))).toEqual([]);
  });

  it('wait for those of the own vantage as long as these may be later', () => {
    const waits = VANTAGE_ALARMS.flatMap((alarm) =>
      alarm.kind === 'composite' && alarm.suppressor !== undefined
        ? [[alarm.id, alarm.suppressor.alarm.name, alarm.suppressor.waitSeconds, alarm.suppressor.extensionSeconds]]
        : [],
    );
    expect(waits).toEqual([
      ['cutoff', 'canary-pets-test-vpc-unreachable', 120, 120],
      ['impaired', 'canary-pets-test-dc1-told-elsewhere', 120, 120],
      ['sluggish', 'canary-pets-test-vpc-slow', 360, 360],
    ]);
  });

  it('cannot be made where nothing is known of that', () => {
    expect(() => vantageAlarms(VANTAGE, SETTINGS, { alarms: OWN_ALARMS } as never)).toThrow(
      'unreachable is of another vantage, and nothing is known of how late it may be',
    );
  });
});

describe('the alarm over zones', () => {
  it('asks for every zone of this target, in a language in which ZONE is a reserved word', () => {
    expect(only(TARGET, 'zone')).toMatchObject({
      kind: 'query',
      query:
        'SELECT AVG("Success") FROM SCHEMA("PrivateApiCanary", "Api", "Stage", "Vantage", "Zone") ' +
        `WHERE "Api" = 'pets' AND "Stage" = 'test' AND "Vantage" = 'vpc' GROUP BY "Zone" ORDER BY AVG() ASC`,
    });
  });

  it('is not there without zonal ways, and degraded does without it', () => {
    const alarms = targetAlarms({ ...WATCHED, zonal: false }, SETTINGS);
    expect(alarms.some(({ id }) => id === 'zone')).toBe(false);
    const degraded = only(alarms, 'degraded');
    const ids = degraded.kind === 'composite' ? named(degraded.rule).map(({ id }) => id) : [];
    expect(new Set(ids)).toEqual(new Set(['availability', 'some-failure', 'unreachable', 'heartbeat']));
  });

  it('is there as long as three runs fit into the three hours that Metrics Insights alarms look back', () => {
    const zone = (everySeconds: number) =>
      targetAlarms(WATCHED, { ...SETTINGS, periods: periodsFor(everySeconds) }).some(({ id }) => id === 'zone');
    expect([zone(3_600), zone(3_601)]).toEqual([true, false]);
  });

  it('keeps its query within 2,048 characters', () => {
    const watched = { ...WATCHED, namespace: 'n'.repeat(255), api: 'a'.repeat(255), stage: 's'.repeat(128) };
    const zone = only(targetAlarms(watched, SETTINGS), 'zone');
    expect(zone.kind === 'query' ? zone.query.length : 0).toBeLessThanOrEqual(2_048);
  });
});

describe('the texts', () => {
  it.each(ALARM_IDS)('%s: are sentences that leave room for a link in 1,024 characters', (id) => {
    const { meaning, first, title } = ALARMS[id];
    for (const text of [meaning, first]) expect(text).toMatch(/^[A-Z].*\.$/);
    expect(meaning.length + first.length).toBeLessThanOrEqual(400);
    expect(title.length).toBeLessThanOrEqual(40);
  });
});

it('never lets an alarm look at more than CloudWatch does, for rates up to two days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 * 86_400 }), (everySeconds) => {
      const settings = { ...SETTINGS, periods: periodsFor(everySeconds) };
      const own = targetAlarms(WATCHED, settings);
      const alarms = [
        ...own,
        ...vantageAlarms(VANTAGE, settings, { alarms: own, lags: lagsBetween(settings, settings) }),
        ...functionAlarms({ prefix: 'canary', functionName: 'f' }, settings),
      ];
      for (const alarm of alarms) {
        if (alarm.kind === 'composite') continue;
        expect(alarm.periodSeconds).toBeGreaterThanOrEqual(everySeconds);
        expect(alarm.datapointsToAlarm).toBeLessThanOrEqual(alarm.evaluationPeriods);
        const looksAt = alarm.periodSeconds * alarm.evaluationPeriods;
        expect(looksAt).toBeLessThanOrEqual(alarm.periodSeconds < 3_600 ? 86_400 : 604_800);
      }
    }),
  );
});
