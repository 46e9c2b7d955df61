// Lines of a terminal as data: spans of safe text with a tone. Layout happens here, on widths without colour codes;
// colours are put on in paint.ts and nowhere else.

import { clipEnd, type SafeText, safeText, widthOfText } from './safe-text.ts';

/** What a piece of text is, not which colour it has. */
export type Tone =
  | 'plain'
  | 'quiet'
  | 'strong'
  | 'good'
  | 'bad'
  | 'warn'
  | 'good-strong'
  | 'bad-strong'
  | 'warn-strong'
  | 'dns'
  | 'connect'
  | 'tls';

export interface Span {
  readonly text: SafeText;
  readonly tone: Tone;
}

/** One line without its newline; empty for a blank one. */
export type Line = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text: safeText(text), tone };
}

export function line(text: string, tone: Tone = 'plain'): Line {
  return [span(text, tone)];
}

/** Columns that the line takes. */
export function widthOf(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + widthOfText(text), 0);
}

/** Sections below each other with a blank line between them; empty ones are left out. */
export function stacked(sections: readonly (readonly Line[])[]): readonly Line[] {
  const shown = sections.filter((lines) => lines.length > 0);
  return shown.flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
}

/** The line, cut at its end to fit into `columns`. */
export function clipLine(spans: Line, columns: number): Line {
  if (widthOf(spans) <= columns) return spans;
  const kept: Span[] = [];
  let room = columns;
  for (const { text, tone } of spans) {
    const width = widthOfText(text);
    // The last span that is kept makes room for the ellipsis even where it would just fit: more follows.
    if (width < room) kept.push({ text, tone });
    else return [...kept, { text: clipEnd(safeText(`${text} `), room), tone }];
    room -= width;
  }
  return kept;
}

/** Text broken at spaces, behind a first prefix and below it. A word longer than the line stays whole: it is a name
 * that somebody may want to copy. */
export function paragraph(prefix: Line, body: Span, columns: number): readonly Line[] {
  return flow(prefix, body.text.split(' '), columns).map(([start, text]) => [...start, span(text, body.tone)]);
}

/** Items with commas between them, broken only behind a comma. */
export function enumeration(prefix: Line, items: readonly Span[], columns: number): readonly Line[] {
  const words = items.map(({ text }, index) => (index === items.length - 1 ? text : `${text},`));
  const tone = items[0]?.tone ?? 'plain';
  return flow(prefix, words, columns).map(([start, text]) => [...start, span(text, tone)]);
}

function flow(prefix: Line, words: readonly string[], columns: number): readonly (readonly [Line, string])[] {
  const indent = widthOf(prefix);
  const lines = wrapped(words, Math.max(columns - indent, 20));
  return lines.map((text, index) => [index === 0 ? prefix : line(' '.repeat(indent)), text]);
}

function wrapped(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && widthOfText(safeText(longer)) > width) {
      lines.push(current);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
