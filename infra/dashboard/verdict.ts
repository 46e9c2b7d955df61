// The top of the dashboard: is it red, and which way is it.

import { loudAlarms, type WatchedAlarms } from './dashboard-alarm.ts';
import { beside, type Row } from './layout.ts';
import { alarmStates, text, type Widget } from './widgets.ts';

/** The alarms that tell somebody, the worst first; beside them the silent ones, each always in the same place. */
export function verdictRow({ api, alarms }: WatchedAlarms): readonly Row[] {
  const silent = alarms.filter(({ spec }) => spec.severity === 'silent');
  return beside(
    4,
    alarmStates(`Verdict: ${nameOf(api)}`, loudAlarms(alarms), 'stateUpdatedTimestamp'),
    alarmStates(`Which way: ${nameOf(api)}`, silent, 'default'),
  );
}

/** Begins the rows of one API. */
export function heading({ api }: WatchedAlarms): Widget {
  return text(`## ${nameOf(api)}`, 'transparent');
}

function nameOf({ series }: WatchedAlarms['api']): string {
  return `${series.api}, stage ${series.stage}, from ${series.vantage}`;
}
