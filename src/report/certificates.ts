// The certificates that were presented, each once. Whether few days left are too few is for the verdict to say.

import type { TlsFacts } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import type { Field } from './field.ts';
import { counted } from './quantity.ts';

/** Nobody has this many by intention; a report from elsewhere may. */
const MAX_LISTED = 5;

/** Soonest to expire first; empty when no handshake got as far as a certificate. */
export function certificateFields({ observations }: Report): readonly Field[] {
  const presented = observations.flatMap(({ tls }) => (tls === undefined ? [] : [tls]));
  const byIdentity = new Map(presented.map((tls) => [JSON.stringify([tls.subject, tls.issuer, tls.validTo]), tls]));
  const soonestFirst = [...byIdentity.values()].sort((a, b) => daysOf(a) - daysOf(b));
  const more = soonestFirst.length - MAX_LISTED;
  return [
    ...soonestFirst.slice(0, MAX_LISTED).map(
      (tls, index): Field => ({
        label: index === 0 ? 'certificate' : '',
        text: certificateText(tls),
        tone: daysOf(tls) < 0 ? 'bad' : 'plain',
      }),
    ),
    ...(more > 0 ? [{ label: '', text: `and ${counted(more, 'more certificate')} (see --json)` }] : []),
  ];
}

function certificateText({ daysLeft, subject, issuer, protocol }: TlsFacts): string {
  if (daysLeft === undefined) return `ends on a date that cannot be read: ${subject}, issued by ${issuer}, ${protocol}`;
  const days = daysLeft < 0 ? `expired ${counted(-daysLeft, 'day')} ago` : `${counted(daysLeft, 'day')} left`;
  return `${days}: ${subject}, issued by ${issuer}, ${protocol}`;
}

function daysOf({ daysLeft = Number.NEGATIVE_INFINITY }: TlsFacts): number {
  return daysLeft;
}
