// What stands below the first three lines of a message, from top to bottom. A message that is too long keeps only what
// is needed.

import { type AlarmChange, alarmIdOf, changedAt } from '../domain/alarm-change.ts';
import type { Explained, Explanation, Unexplained } from '../domain/explanation.ts';
import type { Report } from '../domain/report.ts';
import { changeFields } from './changes.ts';
import { type Field, fieldLines } from './field.ts';
import type { Line } from './line.ts';
import { certificateFields } from './message-certificates.ts';
import { shortControls, shortMatrix, shortVerdict } from './message-parts.ts';
import { bounded, MESSAGE_COLUMNS, type MessageLinks, timeBetween, utc } from './message-wording.ts';
import { duration } from './quantity.ts';

export interface Section {
  readonly lines: readonly Line[];
  readonly needed: boolean;
}

const needed = (lines: readonly Line[]): Section => ({ lines, needed: true });
const spare = (lines: readonly Line[]): Section => ({ lines, needed: false });
const fields = (each: readonly Field[]) => needed(fieldLines(each, MESSAGE_COLUMNS));

export function sectionsOf(explanation: Explanation, links: MessageLinks): readonly Section[] {
  switch (explanation.kind) {
    case 'unreadable':
      return [fields([{ label: 'what came', text: explanation.excerpt }]), fields(linkFields(links))];
    case 'unexplained':
      return [fields(failureFields(explanation)), fields(alarmFields(explanation.alarm)), fields(linkFields(links))];
    case 'explained':
      return [...runSections(explanation, links), fields(alarmFields(explanation.alarm)), fields(linkFields(links))];
  }
}

function runSections({ report, alarm }: Explained, links: MessageLinks): readonly Section[] {
  return [
    needed(shortVerdict(report, links.runbook)),
    ...(alarmIdOf(alarm) === 'certificate' ? [fields(certificateFields(report))] : []),
    spare(shortMatrix(report)),
    spare(shortControls(report)),
    spare(fieldLines(changeFields(report), MESSAGE_COLUMNS)),
    fields(runFields(report, alarm)),
  ];
}

function runFields(report: Report, alarm: AlarmChange): readonly Field[] {
  const after = timeBetween(changedAt(alarm), report.startedAt);
  const parts = [
    utc(report.startedAt),
    ...(after === undefined ? [] : [`${after} after the alarm`]),
    `took ${duration(report.durationMs)}`,
    ...(report.cutShort ? ['cut short by its deadline'] : []),
  ];
  return [{ label: 'run', text: parts.join(', ') }];
}

function failureFields({ why, requestId }: Unexplained): readonly Field[] {
  return [
    { label: 'failed', text: bounded(why, 1_000) },
    ...(requestId === '' ? [] : [{ label: 'request id', text: bounded(requestId, 100) }]),
  ];
}

function alarmFields(alarm: AlarmChange): readonly Field[] {
  const { name, state, previousState, at, reason, vantage } = alarm;
  if (Object.keys(alarm).length === 0) return [{ label: 'alarm', text: 'what came tells of no alarm' }];
  const since = at === undefined ? '' : ` since ${utc(changedAt(alarm) ?? at)}`;
  // After a suppressed ALARM comes one that is not.
  const before = previousState === undefined || previousState === state ? '' : `, was ${previousState}`;
  return [
    { label: 'alarm', text: bounded(name ?? 'without a name', 300) },
    ...(vantage === undefined ? [] : [{ label: 'of vantage', text: bounded(vantage, 120) }]),
    { label: 'state', text: bounded(`${state ?? 'not known'}${since}${before}`, 200) },
    ...(reason === undefined ? [] : [{ label: 'reason', text: bounded(reason, 1_024) }]),
  ];
}

function linkFields(links: MessageLinks): readonly Field[] {
  return Object.entries({ dashboard: links.dashboard, log: links.logs, runbook: links.runbook }).flatMap(
    ([label, link]) => (link === '' ? [] : [{ label, text: bounded(link, 2_000) }]),
  );
}
