// The first three lines of a message and its subject: what is broken, since when, what to do first. One function for
// each situation that on-call can be in.

import { redSince, severityOf, tellsOfMissingRuns } from '../domain/alarm-change.ts';
import type { Explained, Explanation, Unexplained } from '../domain/explanation.ts';
import {
  alarmName,
  apiName,
  at,
  bounded,
  commandText,
  type MessageLinks,
  remedyInShort,
  timeBetween,
  turned,
  utc,
} from './message-wording.ts';

/** One line each. */
export interface Headline {
  readonly subject: string;
  readonly what: string;
  readonly since: string;
  readonly first: string;
}

export function headlineOf(explanation: Explanation, links: MessageLinks): Headline {
  switch (explanation.kind) {
    case 'unreadable':
      return unreadable(links);
    case 'unexplained':
      return unexplained(explanation, links);
    case 'explained': {
      if (explanation.report.verdict.state !== 'healthy') return trouble(explanation, links);
      if (explanation.alarm.state !== 'ALARM') return over(explanation);
      return tellsOfMissingRuns(explanation.alarm) ? unwatched(explanation, links) : contradiction(explanation, links);
    }
  }
}

function trouble(explained: Explained, links: MessageLinks): Headline {
  const { report, alarm } = explained;
  const { state, diagnoses, summary } = report.verdict;
  const [main] = diagnoses;
  const { problem } = report.discovery;
  const { name, vantage, tag } = namesOf(explained);
  const isOver = alarm.state === 'OK';
  const why = bounded(main?.title || problem?.message || summary || 'no cause is known', 200);
  const more = diagnoses.length > 1 ? ` (and ${diagnoses.length - 1} more)` : '';
  const run = main === undefined || main.command === '' ? '' : ` Run: ${commandText(main.command)}`;
  const otherwise = problem?.hint || `read the last reports in the log${at(links.logs)}`;
  return {
    subject: `${tag} ${isOver ? 'still ' : ''}${state} from ${vantage}: ${why}`,
    what: [
      isOver ? 'The alarm is over, the trouble is not: ' : '',
      `${name} ${state === 'unknown' ? 'could not be looked at' : `is ${state}`} from ${vantage}: ${why}${more}`,
    ].join(''),
    since: `Since: ${troubleSince(explained)}`,
    first: `First: ${(main && remedyInShort(main)) || bounded(otherwise, 1_000)}${run}`,
  };
}

function troubleSince({ report, alarm }: Explained): string {
  const red = redSince(alarm);
  const known = report.verdict.since ?? red;
  if (known === undefined) return `not known; seen at ${utc(report.startedAt)}`;
  const before = timeBetween(known, report.startedAt);
  const ago = before === undefined ? '' : ` (${before} before this run)`;
  // An alarm turns red only after some failing runs.
  return known === red ? `at the latest ${utc(known)}, when the alarm turned red${ago}` : `${utc(known)}${ago}`;
}

function contradiction(explained: Explained, links: MessageLinks): Headline {
  const { name, vantage, tag } = namesOf(explained);
  return {
    subject: `${tag} healthy now from ${vantage}, though its alarm is red`,
    what: `${passed(explained)} now: ${name} is healthy from ${vantage}, though ${alarmName(explained.alarm)} is red`,
    since: `Since: ${turned(explained.alarm)}`,
    first: `First: wait for the next runs; the alarm looks back over several. When it stays red or comes again, some runs fail: see which on the dashboard${at(links.dashboard)}`,
  };
}

function unwatched(explained: Explained, links: MessageLinks): Headline {
  const { name, vantage, tag } = namesOf(explained);
  return {
    subject: `${tag} not watched: no finished run; healthy now from ${vantage}`,
    what: `Nobody is watching ${name}: no run reports. The API itself is healthy from ${vantage} now`,
    since: `Since: ${turned(explained.alarm)}`,
    first: `First: look at the schedule; then at the errors of the scheduled runs, and whether their metrics arrive, in the log; this run, which the alarm started, worked${at(links.logs)}`,
  };
}

function over(explained: Explained): Headline {
  const { name, vantage, tag } = namesOf(explained);
  const isOver = explained.alarm.state === 'OK';
  return {
    subject: `${tag} ${isOver ? 'over: ' : ''}healthy from ${vantage}`,
    what: `${isOver ? 'Over: ' : ''}${name} is healthy from ${vantage}. ${passed(explained)} now`,
    since: `Since: ${turned(explained.alarm)}`,
    first: 'First: nothing to do. What it was is in the message of when the alarm turned red, and in the log',
  };
}

function unexplained({ api, alarm, why }: Unexplained, links: MessageLinks): Headline {
  const red = alarm.state === 'ALARM';
  return {
    subject: `[${severityOf(alarm)}] ${bounded(api, 50)} not explained: ${alarmName(alarm)}`,
    what: `${bounded(api, 120)}: the canary could not explain ${alarmName(alarm)}: ${bounded(why, 300)}`,
    since: `Since: ${turned(alarm)}`,
    first: red
      ? `First: take the alarm as it is, and open the dashboard${at(links.dashboard)}`
      : `First: nothing to do about the API; why the canary failed is in the log${at(links.logs)}`,
  };
}

function unreadable(links: MessageLinks): Headline {
  return {
    subject: '[warn] private-api-canary: what came of an alarm cannot be read',
    what: 'The canary was to explain an alarm, and what came of it cannot be read',
    since: 'Since: not known. The alarm itself has told whom it tells, and stands as it is',
    first: `First: see which alarms are red on the dashboard${at(links.dashboard)}`,
  };
}

function namesOf({ report, alarm }: Explained): {
  readonly name: string;
  readonly vantage: string;
  readonly tag: string;
} {
  const name = apiName(report);
  return {
    name: bounded(name, 120),
    vantage: bounded(report.vantage.name, 40),
    tag: `[${severityOf(alarm)}] ${bounded(name, 50)}`,
  };
}

function passed({ report: { observations, leftOut } }: Explained): string {
  return `All ${observations.length + leftOut} probes pass`;
}
