// What became different between two answers of EC2 to the same question, in texts for a person. Pure: it neither asks
// nor judges whether a difference is harmful.

import type { Endpoint } from '../domain/endpoint.ts';
import type { EndpointId } from '../domain/identifiers.ts';
import type { EndpointChange } from '../domain/report.ts';
import type { Reading } from './endpoints.ts';

/** An answer of EC2 as it was read, and when it came, in milliseconds since 1970. */
export interface Answered {
  readonly reading: Reading;
  readonly atMs: number;
}

/** What a change of an endpoint that can be probed before and after is found by: its values, in no order. `other` is the
 * same endpoint in the other answer. */
const ASPECTS: Readonly<
  Record<Exclude<EndpointChange['what'], 'endpoint'>, (own: Endpoint, other: Endpoint) => readonly string[]>
> = {
  state: ({ state }) => textOf(state),
  names: differingNames,
  zones: ({ zones }) => zones.map(({ zone }) => zone),
  'private-dns': ({ privateDns }) => textOf(privateDns),
  'security-groups': ({ securityGroupIds }) => securityGroupIds ?? [],
  subnets: ({ subnetIds }) => subnetIds ?? [],
};

/** The changes from the earlier answer to the later one, by endpoint id. An endpoint that cannot be probed is compared
 * as a whole: only that it came, or what became of it. */
export function changesBetween(earlier: Answered, later: Answered): readonly EndpointChange[] {
  const between = [isoTime(earlier.atMs), isoTime(later.atMs)] as const;
  const known = byId(earlier);
  const found = byId(later);
  return [...new Set([...known.keys(), ...found.keys()])].sort().flatMap((endpoint) => {
    const before = known.get(endpoint);
    const after = found.get(endpoint);
    const whole = {
      what: 'endpoint' as const,
      before: wholeOf(endpoint, before, earlier),
      after: wholeOf(endpoint, after, later),
    };
    const compared = before === undefined || after === undefined ? [whole] : aspectsOf(before, after);
    return compared
      .filter((each) => each.before !== each.after)
      .map((difference) => ({ endpoint, ...difference, between }));
  });
}

function aspectsOf(before: Endpoint, after: Endpoint): readonly Pick<EndpointChange, 'what' | 'before' | 'after'>[] {
  return (Object.keys(ASPECTS) as (keyof typeof ASPECTS)[]).map((what) => ({
    what,
    before: listed(ASPECTS[what](before, after)),
    after: listed(ASPECTS[what](after, before)),
  }));
}

/** Endpoints that can be probed. */
function byId({ reading }: Answered): ReadonlyMap<EndpointId, Endpoint> {
  return new Map(reading.endpoints.map((endpoint) => [endpoint.id, endpoint]));
}

/** An endpoint in one line: its state and zones, or why it cannot be probed; nothing when EC2 does not list it. */
function wholeOf(id: EndpointId, endpoint: Endpoint | undefined, { reading }: Answered): string {
  if (endpoint !== undefined) {
    const zones = listed(endpoint.zones.map(({ zone }) => zone));
    return `${endpoint.state || 'listed'}${zones === '' ? '' : ` in ${zones}`}`;
  }
  const why = reading.notices.find(({ code, subject }) => subject === id && code !== 'endpoint-missing');
  return why?.message ?? '';
}

/** The names that only this one of the two answers has. A zone that came or went takes its name with it; that is told as
 * a change of the zones. */
function differingNames(own: Endpoint, other: Endpoint): readonly string[] {
  const common = other.zones.map(({ zone }) => zone);
  const names = (endpoint: Endpoint) => [
    ...textOf(endpoint.regionalName),
    ...endpoint.zones.filter(({ zone }) => common.includes(zone)).map(({ name }) => name),
  ];
  const others = new Set<string>(names(other));
  return names(own).filter((name) => !others.has(name));
}

function textOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** EC2 lists in no fixed order. */
function listed(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(', ');
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
