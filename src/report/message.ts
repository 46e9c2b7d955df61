// What on-call is told after an alarm: one plain text for mail and chat, whose first three lines say what is broken,
// since when, and what to do first. Pure, and never cuts a command.

import type { Explanation } from '../domain/explanation.ts';
import { type Line, line, stacked } from './line.ts';
import { headlineOf } from './message-headline.ts';
import { type Section, sectionsOf } from './message-sections.ts';
import { type Headline, MESSAGE_COLUMNS, type MessageLinks } from './message-wording.ts';
import { paint } from './paint.ts';
import { subjectText } from './subject.ts';

export type { MessageLinks } from './message-wording.ts';

export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Most that a text has, in bytes of UTF-8. SNS takes 256 KB, and bills each 64 KB as a request. */
export const MAX_MESSAGE_BYTES = 60_000;

/** The message that follows the alarm's own. */
export function renderMessage(explanation: Explanation, links: MessageLinks): Message {
  const headline = headlineOf(explanation, links);
  const sections = sectionsOf(explanation, links);
  // What is needed least goes first. The headline alone fits: all of its parts are bounded in characters, to less than
  // 6,000 of at most 3 bytes each.
  const shorter = [sections, sections.filter(({ needed }) => needed)];
  const texts = shorter.map((some) => textOf(headline, some)).filter((text) => bytesOf(text) <= MAX_MESSAGE_BYTES);
  return { subject: subjectText(headline.subject), text: texts[0] ?? textOf(headline, []) };
}

function textOf(headline: Headline, sections: readonly Section[]): string {
  const first: readonly Line[] = [headline.what, headline.since, headline.first].map((text) => line(text));
  return paint(stacked([first, ...sections.map(({ lines }) => lines)]), { colour: false, columns: MESSAGE_COLUMNS });
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
