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

/** A shortened report may have nothing left of it but its days. */
function certificateText({ daysLeft, subject, issuer, protocol }: TlsFacts): string {
  const whose = [subject, issuer && `issued by ${issuer}`, protocol].filter((part) => part !== '').join(', ');
  const days = daysText(daysLeft);
  return whose === '' ? days : `${days}: ${whose}`;
}

function daysText(days: number | undefined): string {
  if (days === undefined) return 'ends on a date that cannot be read';
  return days < 0 ? `expired ${counted(-days, 'day')} ago` : `${counted(days, 'day')} left`;
}

function daysOf({ daysLeft = Number.NEGATIVE_INFINITY }: TlsFacts): number {
  return daysLeft;
}
