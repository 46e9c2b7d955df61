// The headlines when all probes of the run pass: the alarm is over, or is red of something that no probe fails of, or
// the trouble comes and goes.

import { alarmIdOf } from '../domain/alarm-change.ts';
import type { Explained } from '../domain/explanation.ts';
import { alarmName, at, type Headline, type MessageLinks, namesOf, turned } from './message-wording.ts';

export function passing(explained: Explained, links: MessageLinks): Headline {
  if (explained.alarm.state !== 'ALARM') return over(explained);
  switch (alarmIdOf(explained.alarm)) {
    case 'heartbeat':
      return unwatched(explained, links);
    case 'slow':
      return slow(explained, links);
    case 'certificate':
      return certificate(explained, links);
    case 'softened':
      return closedAgain(explained, links);
    default:
      return contradiction(explained, links);
  }
}

function over(explained: Explained): Headline {
  const { name, vantage, tag } = namesOf(explained);
  const isOver = explained.alarm.state === 'OK';
  return {
    subject: `${tag} ${isOver ? 'over: ' : ''}healthy from ${vantage}`,
    what: `${isOver ? 'Over: ' : ''}${name} is healthy from ${vantage}. ${passed(explained)} now`,
    since: `Since: ${turned(explained.alarm)}`,
    first: `First: nothing to do${isOver ? '. What it was is in the message of when the alarm turned red, and in the log' : ''}`,
  };
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

/** One in ten through some way: the 90th percentile is what the alarm looks at. A single run may meet none of them. */
function slow(explained: Explained, links: MessageLinks): Headline {
  const { name, vantage, tag } = namesOf(explained);
  return {
    subject: `${tag} slow from ${vantage} by the alarm's threshold; all probes pass`,
    what: `Probes of ${name} pass from ${vantage}, and one in ten is slow by the alarm's threshold. ${passed(explained)} now`,
    since: `Since: ${turned(explained.alarm)}`,
    first: `First: compare the latency of the ways: all slow is the API or its backend, one slow is its DNS, zone or endpoint; see them on the dashboard${at(links.dashboard)}`,
  };
}

function closedAgain(explained: Explained, links: MessageLinks): Headline {
  const { name, vantage, tag } = namesOf(explained);
  return {
    subject: `${tag} let in what it must refuse; refused again now from ${vantage}`,
    what: `${name} let requests in from ${vantage} that it must refuse. ${passed(explained)} now: it is closed again, or opens and closes`,
    since: `Since: ${turned(explained.alarm)}`,
    first: `First: see in the reports of the runs before this one which way or resource was let in, and find out who opened it${at(links.logs)}`,
  };
}

function certificate(explained: Explained, links: MessageLinks): Headline {
  const { name, vantage, tag } = namesOf(explained);
  const known = explained.report.observations.some(({ tls }) => tls?.daysLeft !== undefined);
  return {
    subject: `${tag} certificate ends soon; all probes pass from ${vantage}`,
    what: `A certificate of ${name} has fewer days left than the alarm's threshold. ${passed(explained)} from ${vantage} now`,
    since: `Since: ${turned(explained.alarm)}`,
    first: known
      ? 'First: see whose it is among the certificates below: that of a custom domain is renewed in ACM, the others belong to AWS'
      : `First: see how many days are left on the dashboard, and whose it is in the reports in the log${at(links.dashboard)}`,
  };
}

/** A shortened report does not say how many of what it lost were probes, and how many controls. */
export function passed({ report: { observations, leftOut } }: Explained): string {
  return leftOut === 0 ? `All ${observations.length} probes pass` : 'All probes pass';
}
