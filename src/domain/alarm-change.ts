// The alarm whose change of state caused a run, as the event tells it beside the configuration. Must not know of alarms
// more than how their names end.

import { isRecord, jsonOf } from './configuration-problem.ts';

const ALARM_KEYS = ['name', 'state', 'previousState', 'reason', 'at', 'severity', 'vantage'] as const;

/** Texts of at most 1,024 characters. `state` and `previousState`: `OK`, `ALARM` or `INSUFFICIENT_DATA`; `at`: the time
 * of the change, as EventBridge writes it (`2026-11-22T03:00:00.123+0000`); `severity`: `page` or `warn`; `vantage`: the
 * name of the one whose metrics it looks at, which need not be where the run stands. */
export type AlarmChange = Readonly<Partial<Record<(typeof ALARM_KEYS)[number], string>>>;

// CloudWatch's own limit for a reason is 1,023 characters.
const MAX_ALARM_CHARACTERS = 1_024;

/** An event is the bare configuration, with the alarm that caused the run beside it. */
export function eventParts(event: unknown): { readonly configuration: unknown; readonly alarm?: AlarmChange } {
  if (!isRecord(event) || !('alarm' in event)) return { configuration: event };
  const { alarm, ...configuration } = event;
  return { configuration, alarm: alarmChange(alarm) };
}

/** What can be read of an alarm; a value that is no text is given as JSON, and what is no record at all as the reason. */
export function alarmChange(alarm: unknown): AlarmChange {
  const told = isRecord(alarm) ? alarm : { reason: alarm };
  const texts = ALARM_KEYS.flatMap((key) => {
    const value = told[key];
    if (value === undefined || value === null) return [];
    const text = typeof value === 'string' ? value : jsonOf(value);
    return [[key, text.slice(0, MAX_ALARM_CHARACTERS).toWellFormed()]];
  });
  return Object.fromEntries(texts);
}

/** ISO 8601, UTC: when the alarm changed its state; undefined when its time cannot be read. */
export function changedAt({ at = '' }: AlarmChange): string | undefined {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The last word of the alarm's name, which says what it watches: `heartbeat` of `pets-canary-pets-test-vpc-heartbeat`.
 * Empty when there is none. The words are those of docs/alarms.md. */
export function alarmIdOf({ name = '' }: AlarmChange): string {
  return /-([a-z]+)$/.exec(name)?.[1] ?? '';
}

// These are red while every probe passes: no run reports, or a threshold of the alarm's own is crossed.
const RED_WHILE_PROBES_PASS = new Set(['heartbeat', 'slow', 'certificate', 'unheard', 'sluggish']);

/** Whether the alarm is about probes that fail, as one is whose name says nothing. */
export function tellsOfFailures(alarm: AlarmChange): boolean {
  return !RED_WHILE_PROBES_PASS.has(alarmIdOf(alarm));
}

/** The name of the vantage that the alarm is about, where that is another than the one that is given. */
export function otherVantage({ vantage }: AlarmChange, own: string | undefined): string | undefined {
  return vantage === undefined || vantage === '' || own === undefined || vantage === own ? undefined : vantage;
}

/** ISO 8601, UTC: since when the alarm says that probes fail, when it does; from this vantage, where one is given. */
export function redSince(alarm: AlarmChange | undefined, vantage?: string): string | undefined {
  if (alarm?.state !== 'ALARM' || otherVantage(alarm, vantage) !== undefined) return undefined;
  return tellsOfFailures(alarm) ? changedAt(alarm) : undefined;
}

/** Whom the alarm tells. A severity that is unknown wakes nobody: where the alarm itself was a page, somebody is awake. */
export function severityOf({ severity }: AlarmChange): 'page' | 'warn' {
  return severity === 'page' ? 'page' : 'warn';
}
