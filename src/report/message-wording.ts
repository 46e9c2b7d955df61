// What the parts of a message share: its width and links, names, times, and texts bounded so that a message is, too.

import { type AlarmChange, changedAt, severityOf } from '../domain/alarm-change.ts';
import type { Explained } from '../domain/explanation.ts';
import type { Diagnosis } from '../domain/report.ts';
import type { ShownReport } from '../domain/shown-report.ts';
import { age } from './quantity.ts';
import { clipEnd, type SafeText, safeText, widthOfText } from './safe-text.ts';

/** Addresses of pages; each may be empty. `runbook` has a section for each diagnosis, by its code. */
export interface MessageLinks {
  readonly dashboard: string;
  readonly logs: string;
  readonly runbook: string;
}

/** The subject, and the first three lines. */
export interface Headline {
  readonly subject: string;
  readonly what: string;
  readonly since: string;
  readonly first: string;
}

/** Mails and chats are read on a phone, too; wider lines are those that somebody may want to copy. */
export const MESSAGE_COLUMNS = 78;

/** Longest command of a message. One that is longer is not shown at all: half a command is worse than none. */
const MAX_COMMAND_CHARACTERS = 2_000;

/** Widest pair of sentences for a line that is read at a glance. */
const MAX_TWO_SENTENCES_WIDTH = 220;
const MAX_SENTENCE_WIDTH = 240;

/** The beginning of a text, in columns of a terminal. */
export function bounded(text: string, width: number): SafeText {
  return clipEnd(safeText(text.slice(0, width + 1).toWellFormed()), width);
}

/** The whole command, or where to find it. */
export function commandText(command: string): string {
  const safe = safeText(command);
  if (safe.length <= MAX_COMMAND_CHARACTERS) return safe;
  return `(the command is in the log: it has ${command.length} characters)`;
}

/** `pets/test`. */
function apiName({ target: { api } }: ShownReport): string {
  return `${api.name}/${api.stage}`;
}

/** How a headline names the API and the vantage; `tag` begins a subject: `[page] pets/test`. */
export interface Names {
  readonly name: string;
  readonly vantage: string;
  readonly tag: string;
}

export function namesOf({ report, alarm }: Explained): Names {
  const name = apiName(report);
  return {
    name: bounded(name, 120),
    vantage: bounded(report.vantage.name, 40),
    tag: `[${severityOf(alarm)}] ${bounded(name, 50)}`,
  };
}

/** `alarm "pets-test-vpc-unreachable"`. */
export function alarmName({ name }: AlarmChange): string {
  return name === undefined ? 'an alarm without a name' : `alarm "${bounded(name, 120)}"`;
}

/** `2026-02-03 04:05:06 UTC`; a time that cannot be read as it stands. */
export function utc(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms)
    ? bounded(time, 40) || 'an unknown time'
    : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `2026-02-03 04:04:52 UTC, when the alarm turned red, because: …`. */
export function turned(alarm: AlarmChange): string {
  const { state, at: time, reason } = alarm;
  const became = state === 'ALARM' ? 'turned red' : `became ${bounded(state ?? 'something that is not known', 40)}`;
  const because = reason === undefined ? '' : `, because: ${bounded(reason, 300)}`;
  return `${utc(changedAt(alarm) ?? time ?? '')}, when the alarm ${became}${because}`;
}

/** `: https://…`, when there is such a page. */
export function at(link: string): string {
  return link === '' ? '' : `: ${bounded(link, 1_000)}`;
}

/** `14 s`: how long before the second the first was; undefined when it was not, or one of them cannot be read. */
export function timeBetween(earlier: string | undefined, later: string): string | undefined {
  const seconds = (Date.parse(later) - Date.parse(earlier ?? '')) / 1_000;
  return seconds >= 0 ? age(seconds) : undefined;
}

/** The first two sentences of the remedy where they are short, since the first may only say what to look for; else the
 * first. */
export function remedyInShort({ remedy }: Diagnosis): string {
  const sentences = remedy.split(/(?<=[^ .][.!])(?<!\b(?:e\.g|i\.e)\.) (?=[A-Z`])/);
  const two = sentences.slice(0, 2).join(' ');
  const fits = widthOfText(safeText(two)) <= MAX_TWO_SENTENCES_WIDTH;
  return bounded(fits ? two : (sentences[0] ?? ''), MAX_SENTENCE_WIDTH);
}
