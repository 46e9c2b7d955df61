// Runs that nobody has thought of: random plans, outcomes, addresses, controls and discoveries.

import fc from 'fast-check';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts';
import type { HostName, Region } from '../../src/domain/identifiers.ts';
import type { Discovery } from '../../src/domain/report.ts';
import { ENDPOINT_ID, endpointOf, OTHER_ENDPOINT_ID } from '../report/report-builder.ts';
import { CUSTOM_DOMAIN, FOUR_WAYS, type Matrix, STRICT_ROUTES, type World } from './facts.ts';
import type { Outcome, Sight } from './seen.ts';

/** Region and domain of each partition that has private APIs. */
const PARTITIONS = [
  ['us-west-2', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-northwest-1', 'amazonaws.com.cn'],
] as const;

const CODES = Object.keys(FAILURES) as readonly FailureCode[];
const ADDRESSES = [
  '10.0.1.7',
  '10.0.2.7',
  '10.0.3.7',
  '10.1.1.7',
  '10.9.9.9',
  '3.5.140.2',
  'fd00:0:1::7',
  '2600:1f::1',
];
const BODIES = [
  'not authorized with an explicit deny in a resource-based policy',
  'because no resource-based policy allows the execute-api:Invoke action',
  'because no VPC endpoint policy allows the execute-api:Invoke action',
  'not authorized to access this resource',
  'because no identity-based policy allows the execute-api:Invoke action',
  'Signature expired: 20261122T030405Z is now earlier than 20261122T030905Z (20261122T031405Z - 5 min.)',
  '',
];

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { arbitrary: fc.constantFrom(...CODES), weight: 3 },
  { arbitrary: fc.constant('passed' as const), weight: 2 },
  { arbitrary: fc.constant('not-run' as const), weight: 1 },
);

const addresses = fc.uniqueArray(fc.constantFrom(...ADDRESSES), { minLength: 1, maxLength: 3 });
const failed = fc.record(
  {
    is: fc.constantFrom(...CODES),
    addresses,
    status: fc.constantFrom(200, 403, 500, 502),
    errorType: fc.constantFrom('UnrecognizedClientException', 'InvalidSignatureException', 'ForbiddenException'),
    bodyExcerpt: fc.constantFrom(...BODIES),
  },
  { requiredKeys: ['is'] },
);
const passed = fc.record(
  { is: fc.constant('passed' as const), addresses, slow: fc.constant(true as const) },
  { requiredKeys: ['is'] },
);
const sight: fc.Arbitrary<Sight> = fc.oneof({ arbitrary: outcome, weight: 3 }, failed, passed);

const WAYS = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id', 'vpce', 'custom', 'default', 'every'];
const WHERE = ['', ' us-west-2a', ' us-west-2b', ' regional', ' /pets', ' /pets/1', ' IPv6', ' first', ' second'];

const place = fc.tuple(fc.constantFrom(...WAYS), fc.constantFrom(...WHERE)).map((words) => words.join(''));
const matrix: fc.Arbitrary<Matrix> = fc
  .array(fc.tuple(place, sight), { maxLength: 5 })
  .map((places) => Object.fromEntries(places));
const controls: fc.Arbitrary<NonNullable<World['controls']>> = fc.oneof(
  fc.constant('none' as const),
  fc.record({ 'unknown-api': sight, 'undeployed-path': sight, 'api-sni': sight }, { requiredKeys: [] }),
);

const described = fc.record({
  privateDns: fc.constantFrom('on', 'off', 'pending'),
  state: fc.constantFrom('available', 'pending', 'deleting', 'partial'),
});

/** One or two endpoints of a partition. EC2 was asked of them, or not. */
function endpoints(said: fc.Arbitrary<Partial<Endpoint>>): fc.Arbitrary<readonly Endpoint[]> {
  const each = fc.record({ zones: fc.integer({ min: 1, max: 3 }), dual: fc.boolean(), said });
  return fc
    .tuple(fc.array(each, { minLength: 1, maxLength: 2 }), fc.constantFrom(...PARTITIONS))
    .map(([all, partition]) => all.map((made, index) => endpointAt(index, partition, made)));
}

function endpointAt(
  index: number,
  [region, dnsSuffix]: (typeof PARTITIONS)[number],
  { zones, dual, said }: { readonly zones: number; readonly dual: boolean; readonly said: Partial<Endpoint> },
): Endpoint {
  const id = (index === 0 ? ENDPOINT_ID : OTHER_ENDPOINT_ID) as Endpoint['id'];
  const {
    privateDns: _,
    state: _s,
    vpcId: _v,
    ...named
  } = endpointOf(
    ['a', 'b', 'c'].slice(0, zones).map((letter) => `${region}${letter}`),
    { id },
  );
  const here = (name: string) =>
    name.replace('us-west-2.vpce.amazonaws.com', `${region}.vpce.${dnsSuffix}`) as HostName;
  return {
    ...named,
    region: region as Region,
    dnsSuffix,
    regionalName: here(named.regionalName ?? ''),
    zones: named.zones.map(({ zone, name }) => ({ zone, name: here(name) })),
    ...(dual ? { families: [4, 6], privateFamilies: [4, 6] } : {}),
    ...said,
  };
}

const discovery: fc.Arbitrary<Partial<Omit<Discovery, 'endpoints'>>> = fc.record(
  {
    source: fc.constantFrom('ec2', 'remembered', 'last-known-good', 'configuration', 'none'),
    problem: fc.constant({ code: 'ec2-failed', message: 'EC2: no answer within 2000 ms', hint: 'Add an endpoint.' }),
  },
  { requiredKeys: ['source'] },
);

const target = fc.constantFrom<Readonly<Record<string, unknown>>>(
  {},
  FOUR_WAYS,
  CUSTOM_DOMAIN,
  { ...CUSTOM_DOMAIN, accessMethods: ['custom-domain', 'vpce-custom-domain'] },
  { accessMethods: ['private-dns', 'vpce-host'] },
  { ...FOUR_WAYS, vantage: { network: 'on-premises' } },
  { ...CUSTOM_DOMAIN, vantage: { network: 'on-premises', privateNames: 'forwarded' } },
  { resources: [{ path: '/pets' }] },
  { resources: [{ path: '/pets' }, { path: '/pets/1', expect: { denied: true } }] },
  { ...CUSTOM_DOMAIN, routes: STRICT_ROUTES },
  { resources: [{ path: '/pets', expect: { denied: true } }] },
  { auth: { iam: true } },
  { auth: { headers: { 'x-api-key': { env: 'PETS_API_KEY' } } } },
);

/** Any run at all. */
export const anyWorld: fc.Arbitrary<World> = endpoints(fc.oneof(fc.constant({}), described)).chain((planned) =>
  fc.record(
    {
      see: matrix,
      controls,
      target: target.map((keys) => ({ ...keys, ...regionOf(planned) })),
      endpoints: fc.constant(planned),
      endpointsNow: fc.constantFrom(planned, []),
      discovery,
    },
    { requiredKeys: ['see', 'target', 'endpoints'] },
  ),
);

/** Runs of APIs that serve everybody: private DNS on, or off and not asked for. */
export const healthyWorld: fc.Arbitrary<World> = endpoints(
  fc.record({ privateDns: fc.constantFrom('on', 'off'), state: fc.constant('available') }),
).chain((planned) =>
  fc.record({
    endpoints: fc.constant(planned),
    target: fc
      .constantFrom<Readonly<Record<string, unknown>>>(
        {},
        CUSTOM_DOMAIN,
        { resources: [{ path: '/' }] },
        { vantage: { network: 'on-premises' } },
        { routes: STRICT_ROUTES },
        { resources: [{ path: '/', expect: { denied: true } }] },
      )
      .map((keys) => ({ ...keys, ...regionOf(planned) })),
    controls: fc.constantFrom('none' as const, {}),
  }),
);

function regionOf([first]: readonly Endpoint[]): Readonly<Record<string, unknown>> {
  return { api: { id: '01234567ab', stage: 'test', region: first?.region ?? 'us-west-2', name: 'pets' } };
}
