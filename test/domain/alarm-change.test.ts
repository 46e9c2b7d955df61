import { describe, expect, it } from 'vitest';
import { ALARM_IDS, ALARMS } from '../../src/alarms/alarm-table.ts';
import {
  alarmChange,
  alarmIdOf,
  changedAt,
  eventParts,
  otherVantage,
  redSince,
  severityOf,
  tellsOfFailures,
} from '../../src/domain/alarm-change.ts';

describe('eventParts', () => {
  it('takes the alarm out of the configuration', () => {
    const api = { id: '01234567ab' };
    expect(eventParts({ api, alarm: { name: 'n', severity: 'page', more: 1 } })).toEqual({
      configuration: { api },
      alarm: { name: 'n', severity: 'page' },
    });
  });

  it.each([[{ api: {} }], ['text'], [null], [[1]]])('leaves %j as the configuration', (event) => {
    expect(eventParts(event)).toEqual({ configuration: event });
  });
});

describe('alarmChange', () => {
  it.each([
    [{ name: null, state: undefined }, {}],
    [{ state: { value: 'ALARM' } }, { state: '{"value":"ALARM"}' }],
    ['red', { reason: 'red' }],
    [['red'], { reason: '["red"]' }],
    [null, {}],
  ])('reads %j', (alarm, read) => {
    expect(alarmChange(alarm)).toEqual(read);
  });

  it('keeps a bounded beginning without half a character', () => {
    expect(alarmChange({ reason: `${'x'.repeat(1_023)}😀` }).reason).toBe(`${'x'.repeat(1_023)}\ufffd`);
  });
});

describe('otherVantage', () => {
  it.each([
    ['dc1', 'vpc', 'dc1'],
    ['vpc', 'vpc', undefined],
    // Alarms of older deployments do not say.
    [undefined, 'vpc', undefined],
    ['', 'vpc', undefined],
    ['dc1', undefined, undefined],
  ])('of %s, seen from %s: %s', (vantage, own, other) => {
    expect(otherVantage(vantage === undefined ? {} : { vantage }, own)).toBe(other);
  });
});

describe('redSince', () => {
  it('is of the vantage that the alarm is about', () => {
    const alarm = { state: 'ALARM', at: '2026-11-22T03:00:00Z', name: 'pets-cutoff', vantage: 'dc1' };
    expect(redSince(alarm, 'dc1')).toBe('2026-11-22T03:00:00.000Z');
    expect(redSince(alarm, 'vpc')).toBeUndefined();
  });

  it.each([
    // As EventBridge writes the time of a state, and of an event.
    [{ state: 'ALARM', at: '2026-11-22T03:00:00.123+0000' }, '2026-11-22T03:00:00.123Z'],
    [{ state: 'ALARM', at: '2026-11-22T03:00:00Z' }, '2026-11-22T03:00:00.000Z'],
    [{ state: 'OK', at: '2026-11-22T03:00:00Z' }, undefined],
    [{ state: 'ALARM', at: 'yesterday-ish' }, undefined],
    [{ state: 'ALARM' }, undefined],
    [{ state: 'ALARM', at: '2026-11-22T03:00:00Z', name: 'pets-degraded' }, '2026-11-22T03:00:00.000Z'],
    // Red of something else than failing probes.
    [{ state: 'ALARM', at: '2026-11-22T03:00:00Z', name: 'pets-heartbeat' }, undefined],
    [{ state: 'ALARM', at: '2026-11-22T03:00:00Z', name: 'pets-slow' }, undefined],
    [{ state: 'ALARM', at: '2026-11-22T03:00:00Z', name: 'pets-certificate' }, undefined],
    [undefined, undefined],
  ])('%j: %s', (alarm, since) => {
    expect(redSince(alarm)).toBe(since);
  });

  it('is one reading of changedAt', () => {
    expect(changedAt({ state: 'OK', at: '2026-11-22T03:00:00Z' })).toBe('2026-11-22T03:00:00.000Z');
  });
});

it.each([
  ['page', 'page'],
  ['warn', 'warn'],
  ['', 'warn'],
  ['PAGE', 'warn'],
])('severity %j tells as %s', (severity, kind) => {
  expect(severityOf({ severity })).toBe(kind);
});

it('severityOf wakes nobody when it is not told', () => {
  expect(severityOf({})).toBe('warn');
});

describe('the end of the name', () => {
  it.each([
    ['pets-canary-pets-test-vpc-heartbeat', 'heartbeat'],
    ['pets-slow-test-vpc-unreachable', 'unreachable'],
    ['slow', ''],
    ['pets-Slow', ''],
    ['', ''],
  ])('of %j is %j', (name, id) => {
    expect(alarmIdOf({ name })).toBe(id);
  });

  it('is the id of each alarm that is explained', () => {
    const explained = ALARM_IDS.filter((id) => ALARMS[id].severity !== 'silent' && ALARMS[id].kind !== 'function');
    expect(explained.map((id) => alarmIdOf({ name: `pets-canary-pets-test-vpc-${id}` }))).toEqual(explained);
    expect(explained.filter((id) => !tellsOfFailures({ name: `pets-${id}` }))).toEqual([
      'slow',
      'heartbeat',
      'certificate',
      'sluggish',
      'unheard',
    ]);
  });

  it('that says nothing is of an alarm about failures', () => {
    expect([tellsOfFailures({}), tellsOfFailures({ name: 'my-own' })]).toEqual([true, true]);
  });
});
