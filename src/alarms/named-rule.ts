// A composite row's rule and suppressor, which name rows, as those that name alarms.

import type { CompositeRow, Rule } from './alarm-row.ts';
import type { AlarmSpec, CompositeAlarm, NamedRule } from './alarms.ts';
import type { Lags } from './settings.ts';

/** The alarms of the canary's own vantage, which those of others name. */
export interface Own {
  readonly alarms: readonly AlarmSpec[];
  readonly lags?: Lags;
}

/** A rule over the alarms that there are: a row without alarms (no zones) drops out. */
export function namedRule(rule: Rule, alarms: readonly AlarmSpec[], own: readonly AlarmSpec[]): NamedRule {
  const of = (id: string, among = alarms) => among.filter((alarm) => alarm.id === id).map((alarm) => ({ alarm }));
  if ('all' in rule) return { all: rule.all.map((part) => namedRule(part, alarms, own)) };
  if ('any' in rule) return { any: rule.any.map((part) => namedRule(part, alarms, own)) };
  if ('not' in rule) return { not: namedRule(rule.not, alarms, own) };
  if ('own' in rule) return { any: of(rule.own, own) };
  return 'every' in rule ? { all: of(rule.every) } : { any: of(rule.some) };
}

/** Nothing where the row has none, or the alarm is not there. */
export function suppressorOf(
  { suppressor }: CompositeRow,
  composites: readonly CompositeAlarm[],
  own: Own,
): CompositeAlarm['suppressor'] {
  const among: readonly AlarmSpec[] = suppressor?.own === true ? own.alarms : composites;
  const alarm = among.find(({ id }) => id === suppressor?.row);
  if (suppressor === undefined || alarm === undefined) return undefined;
  const waits = 'lag' in suppressor ? own.lags?.[suppressor.lag] : suppressor;
  if (waits === undefined)
    throw new Error(`${alarm.id} is of another vantage, and nothing is known of how late it may be`);
  const { waitSeconds, extensionSeconds } = waits;
  return { alarm, waitSeconds, extensionSeconds };
}
