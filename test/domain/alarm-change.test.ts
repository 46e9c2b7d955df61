import { describe, expect, it } from 'vitest';
import {
  alarmChange,
  changedAt,
  eventParts,
  redSince,
  severityOf,
  tellsOfMissingRuns,
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

describe('redSince', () => {
  it.each([
    // As EventBridge writes the time of a state, and of an event.
    [{ state: 'ALARM', at: '2026-11-22T03:00:00.123+0000' }, '2026-11-22T03:00:00.123Z'],
    [{ state: 'ALARM', at: '2026-11-22T03:00:00Z' }, '2026-11-22T03:00:00.000Z'],
    [{ state: 'OK', at: '2026-11-22T03:00:00Z' }, undefined],
    [{ state: 'ALARM', at: 'yesterday-ish' }, undefined],
    [{ state: 'ALARM' }, undefined],
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

it.each([
  ['pets-canary-pets-test-vpc-heartbeat', true],
  ['heartbeat-unreachable', false],
])('%s tells of missing runs: %s', (name, missing) => {
  expect(tellsOfMissingRuns({ name })).toBe(missing);
  expect(tellsOfMissingRuns({})).toBe(false);
});
