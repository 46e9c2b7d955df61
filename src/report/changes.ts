// What changed at the endpoints shortly before the run, as far as the canary saw it. Whether a change is the cause is
// for the verdict to say.

import type { EndpointChange, Report } from '../domain/report.ts';
import type { Field } from './field.ts';
import { counted } from './quantity.ts';

/** A change of more than this is a change of everything; the report itself has them all. */
const MAX_LISTED = 10;

const NAMES = {
  endpoint: 'the endpoint',
  state: 'state',
  names: 'DNS names',
  zones: 'zones',
  'private-dns': 'private DNS',
  'security-groups': 'security groups',
  subnets: 'subnets',
} as const satisfies Record<EndpointChange['what'], string>;

/** Empty when nothing changed. */
export function changeFields({ discovery }: Report): readonly Field[] {
  const changes = discovery.changes ?? [];
  const more = changes.length - MAX_LISTED;
  return [
    ...changes.slice(0, MAX_LISTED).map((change, index) => ({
      label: index === 0 ? 'changed' : '',
      text: changeText(change),
    })),
    ...(more > 0 ? [{ label: '', text: `and ${counted(more, 'more change')} (see --json)` }] : []),
  ];
}

/** `vpce-01234567abcdef012, state: available → deleting (between 2026-02-03T04:00:00Z and 2026-02-03T04:05:00Z)`. */
function changeText({ endpoint, what, before, after, between: [earlier, later] }: EndpointChange): string {
  const value = (text: string) => (text === '' ? 'nothing' : text);
  return `${endpoint}, ${NAMES[what]}: ${value(before)} → ${value(after)} (between ${earlier} and ${later})`;
}
