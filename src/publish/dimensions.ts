// Which series there are of a metric: its sets of dimensions, and what belongs to which of them.

import type { Observation } from '../domain/observation.ts';
import type { Target } from '../domain/target.ts';

/** Which observations go into one series. No dimension ever holds a URL, an address or an error text. */
export const DIMENSION_SETS = {
  target: ['Api', 'Stage', 'Vantage'],
  accessMethod: ['Api', 'Stage', 'Vantage', 'AccessMethod'],
  resource: ['Api', 'Stage', 'Vantage', 'AccessMethod', 'Resource'],
  zone: ['Api', 'Stage', 'Vantage', 'Zone'],
} as const satisfies Record<string, readonly string[]>;

export type DimensionSet = keyof typeof DIMENSION_SETS;

/** What the dimensions of an observation or a planned probe are made of. */
type Identity = Pick<Observation, 'accessMethod' | 'resource' | 'zone'>;

/** Nothing when the set does not apply: a regional route belongs to no zone. */
export function dimensionsOf(
  run: { readonly target: { readonly api: Target['api'] }; readonly vantage: Target['vantage'] },
  set: DimensionSet,
  identity: Identity | undefined,
): Readonly<Record<string, string>> | undefined {
  const values: Readonly<Record<string, string | undefined>> = {
    Api: run.target.api.name,
    Stage: run.target.api.stage,
    Vantage: run.vantage.name,
    AccessMethod: identity?.accessMethod,
    Resource: identity?.resource,
    Zone: identity?.zone,
  };
  const entries = DIMENSION_SETS[set].flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]));
  return entries.length === DIMENSION_SETS[set].length ? Object.fromEntries(entries) : undefined;
}

/** Members with the same dimensions together, in the order of their first. */
export function seriesOf<Member>(
  members: readonly Member[],
  dimensionsFor: (member: Member) => Readonly<Record<string, string>> | undefined,
): readonly { readonly dimensions: Readonly<Record<string, string>>; readonly members: readonly Member[] }[] {
  const groups = new Map<string, { dimensions: Readonly<Record<string, string>>; members: Member[] }>();
  for (const member of members) {
    const dimensions = dimensionsFor(member);
    if (dimensions === undefined) continue;
    const key = JSON.stringify(dimensions);
    const group = groups.get(key) ?? { dimensions, members: [] };
    group.members.push(member);
    groups.set(key, group);
  }
  return [...groups.values()];
}
