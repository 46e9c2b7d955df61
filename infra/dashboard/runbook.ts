// What to do, next to what is red, in Markdown. Descriptions of alarms link here where there is no page of its own.

import { type CfnCondition, Fn } from 'aws-cdk-lib';
import { type DashboardAlarm, loudAlarms } from './dashboard-alarm.ts';
import { text, type Widget } from './widgets.ts';

/** A page with a section for each alarm. */
export interface RunbookPage {
  /** May be a token. */
  readonly runbookUrl?: string;
  /** Where a parameter decides whether there is such a page. Absent: there is, when `runbookUrl` is there. */
  readonly runbookGiven?: CfnCondition;
}

/** One line for each row of the alarm table, however many APIs have such an alarm: those that tell somebody first. */
export function runbook(alarms: readonly DashboardAlarm[], page: RunbookPage): Widget {
  const specs = new Map([...loudAlarms(alarms), ...alarms].map(({ spec }) => [spec.id, spec]));
  const lines = [...specs.values()].map(
    ({ id, severity, meaning, first }) => `| **${id}** (${severity}) | ${meaning} | ${first} |`,
  );
  return text([`${linkTo(page)}| Alarm | What is true | What to do first |`, '|---|---|---|', ...lines].join('\n'));
}

function linkTo({ runbookUrl, runbookGiven }: RunbookPage): string {
  if (runbookUrl === undefined) return '';
  const link = `[The runbook](${runbookUrl}) has a section for each alarm.\n\n`;
  return runbookGiven === undefined ? link : Fn.conditionIf(runbookGiven.logicalId, link, '').toString();
}
