// What is said of the difference between two answers of EC2.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answered, changesBetween } from '../../src/discovery/changes.ts';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import type { EndpointId, HostName, ZoneName } from '../../src/domain/identifiers.ts';
import type { DiscoveryNotice } from '../../src/domain/report.ts';
import { ENDPOINT_ID, endpointOf, OTHER_ENDPOINT_ID } from '../report/report-builder.ts';

const EARLIER_MS = Date.UTC(2030, 0, 1, 12, 0);
const LATER_MS = Date.UTC(2030, 0, 1, 12, 5);
const BETWEEN = ['2030-01-01T12:00:00.000Z', '2030-01-01T12:05:00.000Z'];

const answered = (
  endpoints: readonly Endpoint[],
  atMs: number,
  notices: readonly DiscoveryNotice[] = [],
): Answered => ({ reading: { endpoints, notices }, atMs });

/** The changes of one endpoint that can be probed before and after: what, before, after. */
function changed(before: Endpoint, after: Endpoint) {
  return changesBetween(answered([before], EARLIER_MS), answered([after], LATER_MS)).map((change) => [
    change.what,
    change.before,
    change.after,
  ]);
}

const A = 'us-west-2a';
const B = 'us-west-2b';
const C = 'us-west-2c';
const name = (suffix: string, zone = '') =>
  `${ENDPOINT_ID}-${suffix}${zone}.execute-api.us-west-2.vpce.amazonaws.com` as HostName;

describe('an endpoint that can be probed before and after', () => {
  const NETWORK = { securityGroupIds: ['sg-1', 'sg-2'], subnetIds: ['subnet-1', 'subnet-2'] };
  const USUAL = endpointOf([A, B], NETWORK);
  const CASES: readonly (readonly [what: string, after: Endpoint, expected: readonly string[]])[] = [
    ['state', { ...USUAL, state: 'deleting' }, ['state', 'available', 'deleting']],
    ['zones', endpointOf([A, C], NETWORK), ['zones', 'us-west-2a, us-west-2b', 'us-west-2a, us-west-2c']],
    ['private DNS', { ...USUAL, privateDns: 'off' }, ['private-dns', 'on', 'off']],
    [
      'security groups',
      { ...USUAL, securityGroupIds: ['sg-3', 'sg-1'] },
      ['security-groups', 'sg-1, sg-2', 'sg-1, sg-3'],
    ],
    ['subnets', { ...USUAL, subnetIds: [] }, ['subnets', 'subnet-1, subnet-2', '']],
    ['regional name', { ...USUAL, regionalName: name('89abcdef') }, ['names', name('01234567'), name('89abcdef')]],
    [
      'name of a zone',
      {
        ...USUAL,
        zones: USUAL.zones.map((each) => (each.zone === B ? { ...each, name: name('89abcdef', `-${B}`) } : each)),
      },
      ['names', name('01234567', `-${B}`), name('89abcdef', `-${B}`)],
    ],
  ];

  test.each(CASES)('%s', (_what, after, expected) => {
    expect(changed(USUAL, after)).toEqual([expected]);
  });

  test('several at once, and when', () => {
    const after = { ...USUAL, state: 'pending', privateDns: 'pending' } as const;
    expect(changesBetween(answered([USUAL], EARLIER_MS), answered([after], LATER_MS))).toEqual([
      { endpoint: ENDPOINT_ID, what: 'state', before: 'available', after: 'pending', between: BETWEEN },
      { endpoint: ENDPOINT_ID, what: 'private-dns', before: 'on', after: 'pending', between: BETWEEN },
    ]);
  });

  test('a regional name that EC2 no longer lists', () => {
    const { regionalName: _regionalName, ...without } = USUAL;
    expect(changed(USUAL, without)).toEqual([['names', name('01234567'), '']]);
  });
});

describe('an endpoint that can be probed only before, or only after', () => {
  const OTHER = endpointOf([C], { id: OTHER_ENDPOINT_ID as EndpointId });
  const ONE = endpointOf([B, A]);
  const notice = (code: DiscoveryNotice['code'], message: string) => [{ code, subject: ENDPOINT_ID, message }];
  const told = (earlier: Answered, later: Answered) =>
    changesBetween(earlier, later).map(({ endpoint, what, before, after }) => [endpoint, what, before, after]);

  test('came, and went', () => {
    expect(told(answered([OTHER], EARLIER_MS), answered([ONE], LATER_MS))).toEqual([
      [ENDPOINT_ID, 'endpoint', '', 'available in us-west-2a, us-west-2b'],
      [OTHER_ENDPOINT_ID, 'endpoint', 'available in us-west-2c', ''],
    ]);
  });

  test('is not known to EC2 any more', () => {
    const missing = answered([], LATER_MS, notice('endpoint-missing', 'EC2 knows no endpoint of this id'));
    expect(told(answered([ONE], EARLIER_MS), missing)).toEqual([
      [ENDPOINT_ID, 'endpoint', 'available in us-west-2a, us-west-2b', ''],
    ]);
  });

  test('is still listed: why it cannot be probed', () => {
    const dying = answered([], LATER_MS, notice('not-usable', 'the endpoint is deleting'));
    expect(told(answered([ONE], EARLIER_MS), dying)).toEqual([
      [ENDPOINT_ID, 'endpoint', 'available in us-west-2a, us-west-2b', 'the endpoint is deleting'],
    ]);
  });

  test('in neither answer: nothing to compare', () => {
    const waiting = answered(
      [],
      EARLIER_MS,
      notice('without-dns-names', 'the endpoint (pending) has no DNS names yet'),
    );
    expect(told(waiting, answered([], LATER_MS, notice('not-usable', 'the endpoint is failed')))).toEqual([]);
  });

  test('without state and zones it is at least listed', () => {
    expect(told(answered([], EARLIER_MS), answered([endpointOf([], { state: '' })], LATER_MS))).toEqual([
      [ENDPOINT_ID, 'endpoint', '', 'listed'],
    ]);
  });
});

const ids = ['vpce-00000001', 'vpce-00000002', 'vpce-00000003'].map((id) => id as EndpointId);
const subset = (...texts: readonly string[]) => fc.subarray([...texts]);
const endpoint = (id: EndpointId): fc.Arbitrary<Endpoint> =>
  fc
    .record({
      suffixes: fc.array(fc.constantFrom('01234567', '89abcdef'), { minLength: 4, maxLength: 4 }),
      regional: fc.boolean(),
      zones: subset(A, B, C),
      state: fc.constantFrom('available', 'pending', 'deleting', ''),
      privateDns: fc.constantFrom('on' as const, 'off' as const, 'pending' as const),
      securityGroupIds: subset('sg-1', 'sg-2', 'sg-3'),
      subnetIds: fc.option(subset('subnet-1', 'subnet-2'), { nil: undefined }),
    })
    .map(({ suffixes, regional, zones, subnetIds, ...more }) => {
      const named = (index: number, zone: string) =>
        `${id}-${suffixes[index]}${zone}.execute-api.us-west-2.vpce.amazonaws.com` as HostName;
      const { regionalName: _regionalName, ...rest } = endpointOf([], { id, ...more });
      return {
        ...rest,
        ...(regional ? { regionalName: named(3, '') } : {}),
        zones: zones.map((zone, index) => ({ zone: zone as ZoneName, name: named(index, `-${zone}`) })),
        ...(subnetIds === undefined ? {} : { subnetIds }),
      };
    });
const endpoints = fc.subarray([...ids]).chain((some) => fc.tuple(...some.map(endpoint)));
const notices = fc.subarray(
  ids.map((subject): DiscoveryNotice => ({ code: 'not-usable', subject, message: `${subject} is deleting` })),
);
const reading = fc.record({ endpoints, notices });

/** The same answer with everything in another order, as EC2 may give it. */
const reordered = (given: Answered['reading']): Answered['reading'] => ({
  notices: given.notices.toReversed(),
  endpoints: given.endpoints.toReversed().map((each) => ({
    ...each,
    zones: each.zones.toReversed(),
    securityGroupIds: (each.securityGroupIds ?? []).toReversed(),
    ...(each.subnetIds === undefined ? {} : { subnetIds: each.subnetIds.toReversed() }),
  })),
});

describe('whatever EC2 answers', () => {
  test('an answer does not differ from itself, in whatever order', () => {
    fc.assert(
      fc.property(reading, (given) => {
        const earlier = { reading: given, atMs: EARLIER_MS };
        expect(changesBetween(earlier, { reading: given, atMs: LATER_MS })).toEqual([]);
        expect(changesBetween(earlier, { reading: reordered(given), atMs: LATER_MS })).toEqual([]);
      }),
    );
  });

  test('the way back is the mirror of the way there', () => {
    fc.assert(
      fc.property(reading, reading, (one, two) => {
        const there = changesBetween({ reading: one, atMs: EARLIER_MS }, { reading: two, atMs: LATER_MS });
        const back = changesBetween({ reading: two, atMs: LATER_MS }, { reading: one, atMs: EARLIER_MS });
        expect(back).toEqual(
          there.map(({ before, after, between: [earlier, later], ...same }) => ({
            ...same,
            before: after,
            after: before,
            between: [later, earlier],
          })),
        );
      }),
    );
  });

  test('answers that differ differ in something that is told', () => {
    fc.assert(
      fc.property(endpoint(ids[0] as EndpointId), endpoint(ids[0] as EndpointId), (one, two) => {
        const changes = changed(one, two);
        const what = changes.map(([aspect]) => aspect);
        expect(what.includes('state')).toBe(one.state !== two.state);
        expect(what.includes('private-dns')).toBe(one.privateDns !== two.privateDns);
        expect(what.includes('zones')).toBe(String(zonesOf(one)) !== String(zonesOf(two)));
        for (const [, before, after] of changes) expect(before).not.toBe(after);
      }),
    );
  });
});

function zonesOf({ zones }: Endpoint): readonly string[] {
  return zones.map(({ zone }) => zone).sort();
}
