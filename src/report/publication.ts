// What became of the metric data of the run, in a line or two.

import type { Published, Report } from '../domain/report.ts';
import { fieldLines, problemLines } from './field.ts';
import type { Line } from './line.ts';
import { amount } from './quantity.ts';

const SINKS = {
  cloudwatch: 'accepted by CloudWatch',
  emf: 'written in the embedded metric format',
} as const satisfies Record<Exclude<Published['sink'], 'none'>, string>;

export function publicationLines({ published }: Report, columns: number): readonly Line[] {
  const { sink, accepted, rejected, fallback, problem } = published;
  const field = (text: string, warn: boolean) =>
    fieldLines({ label: 'published', text, tone: warn ? 'warn' : 'plain' }, columns);
  if (sink === 'none') return field('nothing, as asked for', false);
  const counts = `${amount(accepted)} metric data ${SINKS[sink]}, ${amount(rejected)} rejected`;
  const instead = fallback === undefined ? 'lost' : 'written in the embedded metric format instead';
  return [
    ...field(rejected === 0 ? counts : `${counts} and ${instead}`, rejected > 0),
    ...(problem === undefined ? [] : problemLines(problem, columns)),
  ];
}
