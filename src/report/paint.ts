// Lines into the text of a terminal: the only place that writes colour codes. Must not look at the environment: whether
// there is colour is the caller's decision.

import picocolors from 'picocolors';
import { type Line, type Span, span, type Tone } from './line.ts';

export interface TerminalStyle {
  readonly colour: boolean;
  /** Width of the terminal; 100 when it is not one. */
  readonly columns: number;
}

type Paint = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'blue' | 'magenta';

// Green, yellow and red are kept for outcomes.
const PAINTS: Readonly<Record<Tone, readonly Paint[]>> = {
  plain: [],
  quiet: ['dim'],
  strong: ['bold'],
  good: ['green'],
  bad: ['red'],
  warn: ['yellow'],
  'good-strong': ['green', 'bold'],
  'bad-strong': ['red', 'bold'],
  'warn-strong': ['yellow', 'bold'],
  dns: ['cyan'],
  connect: ['blue'],
  tls: ['magenta'],
};

/** The line as text, without a newline. */
export function paintLine(spans: Line, style: TerminalStyle): string {
  return painter(style)(spans);
}

/** The lines as text, each with its newline. */
export function paint(lines: readonly Line[], style: TerminalStyle): string {
  const painted = painter(style);
  return lines.map((spans) => `${painted(spans)}\n`).join('');
}

function painter({ colour }: TerminalStyle): (spans: Line) => string {
  const colours = picocolors.createColors(colour);
  const painted = ({ text, tone }: Span) => PAINTS[tone].reduce((inner, paint) => colours[paint](inner), `${text}`);
  return (spans) => withoutTrailingSpace(spans).map(painted).join('');
}

function withoutTrailingSpace(spans: Line): Line {
  const last = spans.findLastIndex(({ text }) => text.trim() !== '');
  return spans.slice(0, last + 1).map((own, index) => (index === last ? span(own.text.trimEnd(), own.tone) : own));
}
