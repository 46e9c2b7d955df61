// The top of the dashboard: is it red, and which way is it.

import { type DashboardAlarm, loudAlarms, type SeenAlarms } from './dashboard-alarm.ts';
import { beside, type Row } from './layout.ts';
import { alarmStates, text, type Widget } from './widgets.ts';

/** The alarms that tell somebody, the worst first; beside them the silent ones, each always in the same place. `more` are
 * of other vantages. */
export function verdictRow({ api, alarms }: SeenAlarms, more: readonly DashboardAlarm[] = []): readonly Row[] {
  const silent = alarms.filter(({ spec }) => spec.severity === 'silent');
  return beside(
    4,
    alarmStates(
      `Verdict: ${nameOf(api)}${more.length === 0 ? '' : ', and from elsewhere'}`,
      loudAlarms([...alarms, ...more]),
      'stateUpdatedTimestamp',
    ),
    alarmStates(`Which way: ${nameOf(api)}`, silent, 'default'),
  );
}

/** Begins the rows of one API. */
export function heading({ api }: SeenAlarms): Widget {
  return text(`## ${nameOf(api)}`, 'transparent');
}

function nameOf({ series }: SeenAlarms['api']): string {
  return `${series.api}, stage ${series.stage}, from ${series.vantage}`;
}
