// The first three lines of a message and its subject: what is broken, since when, what to do first. Here is which of the
// situations it is that on-call can be in, and what is said when no run could look.

import { otherVantage, severityOf } from '../domain/alarm-change.ts';
import type { Explanation, Unexplained } from '../domain/explanation.ts';
import { elsewhere } from './message-elsewhere.ts';
import { passing } from './message-passing.ts';
import { blind, trouble } from './message-trouble.ts';
import { alarmName, at, bounded, type Headline, type MessageLinks, turned } from './message-wording.ts';

export function headlineOf(explanation: Explanation, links: MessageLinks): Headline {
  switch (explanation.kind) {
    case 'unreadable':
      return unreadable(links);
    case 'unexplained':
      return unexplained(explanation, links);
    case 'explained':
      switch (explanation.report.verdict.state) {
        case 'healthy':
          return otherVantage(explanation.alarm, explanation.report.vantage.name) === undefined
            ? passing(explanation, links)
            : elsewhere(explanation, links);
        case 'unknown':
          return blind(explanation, links);
        case 'degraded':
        case 'unreachable':
          return trouble(explanation, links);
      }
  }
}

function unexplained({ api, alarm, why }: Unexplained, links: MessageLinks): Headline {
  return {
    subject: `[${severityOf(alarm)}] ${bounded(api, 50)} not explained: ${alarmName(alarm)}`,
    what: `${bounded(api, 120)}: the canary could not explain ${alarmName(alarm)}: ${bounded(why, 300)}`,
    since: `Since: ${turned(alarm)}`,
    first: `First: ${firstUnexplained(alarm.state)}${at(links.dashboard)}`,
  };
}

/** A composite alarm turns green as well when `heartbeat`, or `unreachable` above it, turns red. */
function firstUnexplained(state: string | undefined): string {
  if (state === 'ALARM') return 'take the alarm as it is, and open the dashboard';
  const green = state === 'OK' ? 'the alarm is green, but the canary could not look: ' : '';
  return `${green}see whether heartbeat or unreachable is red on the dashboard`;
}

function unreadable(links: MessageLinks): Headline {
  return {
    subject: '[warn] private-api-canary: what came of an alarm cannot be read',
    what: 'The canary was to explain an alarm, and what came of it cannot be read',
    since: 'Since: not known. The alarm itself has told whom it tells, and stands as it is',
    first: `First: see which alarms are red on the dashboard${at(links.dashboard)}`,
  };
}
