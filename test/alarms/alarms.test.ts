import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmRow, Rule } from '../../src/alarms/alarm-row.ts';
import { ALARM_IDS, ALARMS } from '../../src/alarms/alarm-table.ts';
import { type AlarmSpec, functionAlarms, type NamedRule, targetAlarms } from '../../src/alarms/alarms.ts';
import { periodsFor } from '../../src/alarms/settings.ts';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import { DIMENSION_SETS, METRICS } from '../../src/publish/metrics.ts';
import { SETTINGS, WATCHED } from './watched.ts';

const TARGET = targetAlarms(WATCHED, SETTINGS);
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
  return ['every' in rule ? rule.every : rule.some];
}

function only(alarms: readonly AlarmSpec[], id: string): AlarmSpec {
  const found = alarms.filter((alarm) => alarm.id === id);
  expect(found).toHaveLength(1);
  return found[0] as AlarmSpec;
}

describe('the alarms of a target and of the function', () => {
  it('come from every row of the table', () => {
    expect(new Set([...TARGET, ...FUNCTION].map(({ id }) => id))).toEqual(new Set(ALARM_IDS));
    expect(FUNCTION.map(({ id }) => id)).toEqual(ALARM_IDS.filter((id) => ALARMS[id].kind === 'function'));
  });

  it('have names of their own that say what they are of', () => {
    const names = [...TARGET, ...FUNCTION].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('canary-pets-test-vpc-unreachable');
    expect(names).toContain('canary-pets-test-vpc-availability-private-dns');
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

  it('come after the alarms that they name, which are of the same list', () => {
    TARGET.forEach((alarm, index) => {
      if (alarm.kind !== 'composite') return;
      const children = named(alarm.rule);
      expect(children).not.toEqual([]);
      expect(children.filter((child) => !TARGET.slice(0, index).includes(child))).toEqual([]);
    });
  });

  it('alone tell somebody of what silent alarms see', () => {
    const spoken = new Set(TARGET.flatMap((alarm) => (alarm.kind === 'composite' ? named(alarm.rule) : [])));
    expect(TARGET.filter((alarm) => alarm.severity === 'silent' && !spoken.has(alarm))).toEqual([]);
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
      const alarms = [
        ...targetAlarms(WATCHED, settings),
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
