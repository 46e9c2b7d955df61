// The certificates of a run, for an alarm that says that one of them ends soon. Whether it does is for the alarm to say.

import type { Report } from '../domain/report.ts';
import type { Field } from './field.ts';
import { bounded } from './message-wording.ts';
import { counted } from './quantity.ts';

const MAX_LISTED = 4;

/** Each certificate once, soonest to end first, with the ways that met it; those whose days are not known are left out. */
export function certificateFields({ observations }: Report): readonly Field[] {
  const met = observations.flatMap(({ tls, accessMethod }) =>
    tls?.daysLeft === undefined ? [] : [{ ...tls, daysLeft: tls.daysLeft, accessMethod }],
  );
  const byCertificate = Map.groupBy(met, ({ subject, issuer, daysLeft }) =>
    JSON.stringify([subject, issuer, daysLeft]),
  );
  const soonestFirst = [...byCertificate.values()].toSorted(([a], [b]) => (a?.daysLeft ?? 0) - (b?.daysLeft ?? 0));
  const more = soonestFirst.length - MAX_LISTED;
  const texts = soonestFirst.slice(0, MAX_LISTED).flatMap(([one, ...others]) => {
    if (one === undefined) return [];
    const ways = new Set([one, ...others].map(({ accessMethod }) => accessMethod));
    const whose = one.subject === '' ? 'a certificate' : bounded(one.subject, 200);
    const issuer = one.issuer === '' ? '' : `, issued by ${bounded(one.issuer, 200)}`;
    return [`${daysText(one.daysLeft)}: ${whose}${issuer}, met by ${[...ways].join(', ')}`];
  });
  return [
    ...texts.map((text, index) => ({ label: index === 0 ? 'certificates' : '', text })),
    ...(more > 0 ? [{ label: '', text: `and ${counted(more, 'more certificate')}, in the log` }] : []),
  ];
}

function daysText(days: number): string {
  return days < 0 ? `ended ${counted(-days, 'day')} ago` : `${counted(days, 'day')} left`;
}
