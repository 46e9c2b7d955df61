// The headlines when the run met trouble, or could not look. The alarm that started the run may be about something else:
// its time is then not the trouble's.

import {
  type AlarmChange,
  alarmIdOf,
  changedAt,
  otherVantage,
  redSince,
  tellsOfFailures,
} from '../domain/alarm-change.ts';
import type { Explained } from '../domain/explanation.ts';
import type { ShownReport } from '../domain/shown-report.ts';
import {
  alarmName,
  at,
  bounded,
  commandText,
  type Headline,
  type MessageLinks,
  namesOf,
  remedyInShort,
  timeBetween,
  turned,
  utc,
} from './message-wording.ts';

/** Some probe failed, or passed with something that a client would meet. */
export function trouble(explained: Explained, links: MessageLinks): Headline {
  const { report, alarm } = explained;
  const { diagnoses, state } = report.verdict;
  const { name, vantage, tag } = namesOf(explained);
  const more = diagnoses.length > 1 ? ` (and ${diagnoses.length - 1} more)` : '';
  const main = mainOf(report, alarm);
  const broken = `${state} from ${vantage}: ${whyOf(report, main)}`;
  const lead = leadOf(explained, name);
  const afterwards = aboutRuns(alarm) === 'missing' ? 'Afterwards see why no scheduled run reports.' : '';
  return {
    subject: `${tag} ${lead.subject}${broken}`,
    what: `${lead.what}${broken}${more}`,
    since: `Since: ${troubleSince(explained)}`,
    first: `First: ${firstStep(report, main, { links, afterwards })}`,
  };
}

/** No probe had its turn: that says nothing of the API. */
export function blind(explained: Explained, links: MessageLinks): Headline {
  const { report, alarm } = explained;
  const { name, vantage, tag } = namesOf(explained);
  const main = mainOf(report, alarm);
  const why = whyOf(report, main);
  const lead = {
    missing: {
      subject: 'not watched: no finished run, and this one',
      what: `Nobody is watching ${name}: no scheduled run reports, and this one could not look from ${vantage}: ${why}`,
    },
    back: {
      subject: 'watched again, but this run',
      what: `Runs report again, but this one could not look at ${name} from ${vantage}: ${why}`,
    },
    none: {
      subject: `alarm ${alarm.state === 'OK' ? 'over' : 'not explained'}: the canary`,
      what: `${name} could not be looked at from ${vantage}: ${why}. Of the API that says nothing; ${alarmText(alarm)}`,
    },
  }[aboutRuns(alarm)];
  return {
    subject: `${tag} ${lead.subject} could not look from ${vantage}: ${why}`,
    what: lead.what,
    since: `Since: ${alarm.state === 'ALARM' ? turned(alarm) : `not known; seen at ${utc(report.startedAt)}`}`,
    first: `First: ${firstStep(report, main, { links, afterwards: '' })}`,
  };
}

function alarmText(alarm: AlarmChange): string {
  switch (alarm.state) {
    case 'ALARM':
      return `${alarmName(alarm)} is red`;
    case 'OK':
      return `${alarmName(alarm)} is green`;
    default:
      return `${alarmName(alarm)} is ${bounded(alarm.state ?? 'in a state that is not known', 40)}`;
  }
}

function aboutRuns(alarm: AlarmChange): 'missing' | 'back' | 'none' {
  if (alarmIdOf(alarm) !== 'heartbeat') return 'none';
  if (alarm.state === 'ALARM') return 'missing';
  return alarm.state === 'OK' ? 'back' : 'none';
}

/** Whom the trouble is told of, and what was told before. */
function leadOf({ alarm, report }: Explained, name: string): { readonly subject: string; readonly what: string } {
  const other = otherVantage(alarm, report.vantage.name);
  if (other !== undefined) {
    const place = bounded(other, 40);
    if (alarm.state === 'OK') {
      return {
        subject: `over from ${place}, but `,
        what: `${alarmName(alarm)}, about ${place}, is over. But ${name} is `,
      };
    }
    if (alarmIdOf(alarm) === 'softened') {
      return {
        subject: `lets in from ${place} what it must refuse, and `,
        what: `${name} lets requests in from ${place} that it must refuse. And it is `,
      };
    }
    return {
      subject: `not only ${place}: `,
      what: `${alarmName(alarm)} is about ${place}, and it is not only there: ${name} is `,
    };
  }
  switch (aboutRuns(alarm)) {
    case 'missing':
      return {
        subject: 'not watched, and ',
        what: `Nobody is watching ${name}: no scheduled run reports. And it is `,
      };
    case 'back':
      return { subject: 'watched again, and ', what: `Runs report again. ${name} is ` };
    case 'none':
      if (alarm.state !== 'OK') return { subject: '', what: `${name} is ` };
      return tellsOfFailures(alarm)
        ? { subject: 'still ', what: `The alarm is over, the trouble is not: ${name} is ` }
        : { subject: '', what: `The alarm is over, and there is other trouble: ${name} is ` };
  }
}

type Diagnosis = ShownReport['verdict']['diagnoses'][number];

const SOFTENED: readonly string[] = ['access-mode-softened', 'policy-softened'];

/** What explains most, or what the alarm is about where that is the smaller part. */
function mainOf({ verdict: { diagnoses } }: ShownReport, alarm: AlarmChange): Diagnosis | undefined {
  const asked = alarmIdOf(alarm) === 'softened' ? diagnoses.find(({ code }) => SOFTENED.includes(code)) : undefined;
  return asked ?? diagnoses[0];
}

function whyOf({ verdict: { summary }, discovery }: ShownReport, main: Diagnosis | undefined): string {
  return bounded(main?.title || discovery.problem?.message || summary || 'no cause is known', 200);
}

/** The command stands last, where it can be copied. */
function firstStep(
  { discovery }: ShownReport,
  main: Diagnosis | undefined,
  { links, afterwards }: { readonly links: MessageLinks; readonly afterwards: string },
): string {
  const otherwise = discovery.problem?.hint || `read the last reports in the log${at(links.logs)}`;
  const step = (main && remedyInShort(main)) || bounded(otherwise, 1_000);
  const run = main === undefined || main.command === '' ? '' : `Run: ${commandText(main.command)}`;
  return [step, afterwards, run].filter((part) => part !== '').join(' ');
}

function troubleSince({ report, alarm }: Explained): string {
  const red = redSince(alarm, report.vantage.name);
  const known = report.verdict.since ?? red;
  const isOther = !tellsOfFailures(alarm) || otherVantage(alarm, report.vantage.name) !== undefined;
  const apart = alarm.state === 'ALARM' && isOther ? `; ${redOfOther(alarm)}` : '';
  if (known === undefined) return `not known; seen at ${utc(report.startedAt)}${apart}`;
  const before = timeBetween(known, report.startedAt);
  const ago = before === undefined ? '' : ` (${before} before this run)`;
  // An alarm turns red only after some failing runs.
  return known === red ? `at the latest ${utc(known)}, when the alarm turned red${ago}` : `${utc(known)}${ago}${apart}`;
}

function redOfOther(alarm: AlarmChange): string {
  const time = utc(changedAt(alarm) ?? alarm.at ?? '');
  return aboutRuns(alarm) === 'missing'
    ? `no run reports since ${time} at the latest, when the alarm turned red`
    : `the alarm turned red at ${time}`;
}
