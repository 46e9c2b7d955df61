// What became of the metric data of the run.

import type { Published, Report } from '../domain/report.ts';
import { type Field, problemFields } from './field.ts';
import { amount } from './quantity.ts';

const SINKS = {
  cloudwatch: 'accepted by CloudWatch',
  emf: 'written in the embedded metric format',
} as const satisfies Record<Exclude<Published['sink'], 'none'>, string>;

export function publicationFields({ published }: Report): readonly Field[] {
  const { sink, accepted, rejected, kept = 0, fallback, problem } = published;
  if (sink !== 'none' && accepted + rejected + kept === 0) {
    return [
      {
        label: 'published',
        text: 'nothing: no probe was tried, so there are no metrics, not even the heartbeat',
        tone: 'warn',
      },
    ];
  }
  if (sink === 'none') return [{ label: 'published', text: 'nothing, as asked for' }];
  const later = kept === 0 ? '' : `, ${amount(kept)} kept on disk and sent later`;
  const counts = `${amount(accepted)} metric data ${SINKS[sink]}${later}, ${amount(rejected)} rejected`;
  const instead = fallback === undefined ? 'lost' : 'written in the embedded metric format instead';
  return [
    rejected === 0
      ? { label: 'published', text: counts }
      : { label: 'published', text: `${counts} and ${instead}`, tone: 'warn' },
    ...(problem === undefined ? [] : problemFields(problem)),
  ];
}
