// The access methods made concrete: the table of the documented ways in, for one endpoint with two zones.

import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import type { Target } from '../../src/domain/target.ts';
import { ENDPOINT_ID, endpointOf, OTHER_ENDPOINT_ID } from '../report/report-builder.ts';
import { targetOf, vpceName } from './examples.ts';

const ONE = { resources: [{ path: '/pets' }] };
const BOTH_ZONES = endpointOf(['us-west-2a', 'us-west-2b']);

type Row = readonly [way: string, zone: string, dial: string, sni: string, host: string, path: string, headers: object];

const rowOf = ({ accessMethod, zone, route }: PlannedProbe): Row => [
  accessMethod,
  zone ?? '',
  route.dial,
  route.sni,
  route.host,
  route.path,
  route.headers,
];
const rowsOf = (target: Target, ...endpoints: readonly Endpoint[]) => plan(target, endpoints).map(rowOf);

const API = '01234567ab.execute-api.us-west-2.amazonaws.com';
const ALIAS = '01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com';
const VPCE = 'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com';
const VPCE_A = 'vpce-01234567abcdef012-01234567-us-west-2a.execute-api.us-west-2.vpce.amazonaws.com';
const VPCE_B = 'vpce-01234567abcdef012-01234567-us-west-2b.execute-api.us-west-2.vpce.amazonaws.com';
const DOMAIN = 'pets.internal.example.com';
const BY_ID = { 'x-apigw-api-id': '01234567ab' };

const STAGE_ROWS: readonly Row[] = [
  ['private-dns', '', API, API, API, '/test/pets', {}],
  ['route53-alias', '', ALIAS, ALIAS, ALIAS, '/test/pets', {}],
  ['vpce-host', '', VPCE, VPCE, API, '/test/pets', {}],
  ['vpce-host', 'us-west-2a', VPCE_A, VPCE_A, API, '/test/pets', {}],
  ['vpce-host', 'us-west-2b', VPCE_B, VPCE_B, API, '/test/pets', {}],
  ['vpce-api-id', '', VPCE, VPCE, VPCE, '/test/pets', BY_ID],
  ['vpce-api-id', 'us-west-2a', VPCE_A, VPCE_A, VPCE_A, '/test/pets', BY_ID],
  ['vpce-api-id', 'us-west-2b', VPCE_B, VPCE_B, VPCE_B, '/test/pets', BY_ID],
];

const domainRows = (path: string): readonly Row[] => [
  ['custom-domain', '', DOMAIN, DOMAIN, DOMAIN, path, {}],
  ['vpce-custom-domain', '', VPCE, VPCE, DOMAIN, path, {}],
  ['vpce-custom-domain', 'us-west-2a', VPCE_A, VPCE_A, DOMAIN, path, {}],
  ['vpce-custom-domain', 'us-west-2b', VPCE_B, VPCE_B, DOMAIN, path, {}],
];

describe('what each way dials and sends', () => {
  test('without a custom domain', () => {
    expect(rowsOf(targetOf(ONE), BOTH_ZONES)).toEqual(STAGE_ROWS);
  });

  test('with a custom domain and a base path', () => {
    const target = targetOf({ ...ONE, customDomain: { name: DOMAIN, basePath: 'v1' } });
    expect(rowsOf(target, BOTH_ZONES)).toEqual([...STAGE_ROWS, ...domainRows('/v1/pets')]);
  });

  test('with a custom domain alone', () => {
    const target = targetOf({ ...ONE, customDomain: { name: DOMAIN } });
    expect(rowsOf(target, BOTH_ZONES)).toEqual([...STAGE_ROWS, ...domainRows('/pets')]);
  });

  test('whatever port is dialled, no name has one', () => {
    expect(rowsOf(targetOf({ ...ONE, connection: { port: 8443 } }), BOTH_ZONES)).toEqual(STAGE_ROWS);
  });

  test('in another partition, by the suffix of the DNS names', () => {
    const china = endpointOf([], { dnsSuffix: 'amazonaws.com.cn' });
    expect(
      rowsOf(targetOf({ ...ONE, accessMethods: ['private-dns', 'route53-alias'] }), china).map(([, , dial]) => dial),
    ).toEqual([
      '01234567ab.execute-api.us-west-2.amazonaws.com.cn',
      '01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com.cn',
    ]);
  });

  test('for a resource at the root, and for every resource', () => {
    const target = targetOf({ resources: [{ path: '/' }, { path: '/pets' }], accessMethods: ['private-dns'] });
    expect(plan(target, [BOTH_ZONES])).toEqual(
      target.resources.map((resource) => ({
        accessMethod: 'private-dns',
        family: 4,
        route: { dial: API, sni: API, host: API, path: `/test${resource.path}`, headers: {} },
        resource,
      })),
    );
  });
});

describe('several endpoints', () => {
  const other = endpointOf(['us-west-2c'], { id: OTHER_ENDPOINT_ID as EndpointId, privateDns: 'off' });

  test('the ways of the target once, the others for each endpoint and name', () => {
    const probes = plan(targetOf({ ...ONE, customDomain: { name: DOMAIN } }), [endpointOf(['us-west-2a']), other]);
    expect(probes.map(({ accessMethod, endpoint, zone }) => [accessMethod, endpoint, zone])).toEqual([
      ['private-dns', undefined, undefined],
      ['route53-alias', ENDPOINT_ID, undefined],
      ['route53-alias', OTHER_ENDPOINT_ID, undefined],
      ...['vpce-host', 'vpce-api-id'].flatMap((way) => [
        [way, ENDPOINT_ID, undefined],
        [way, ENDPOINT_ID, 'us-west-2a'],
        [way, OTHER_ENDPOINT_ID, undefined],
        [way, OTHER_ENDPOINT_ID, 'us-west-2c'],
      ]),
      ['custom-domain', undefined, undefined],
      ['vpce-custom-domain', ENDPOINT_ID, undefined],
      ['vpce-custom-domain', ENDPOINT_ID, 'us-west-2a'],
      ['vpce-custom-domain', OTHER_ENDPOINT_ID, undefined],
      ['vpce-custom-domain', OTHER_ENDPOINT_ID, 'us-west-2c'],
    ]);
  });

  test('an endpoint without private DNS does not say which families the private name has', () => {
    const six = { ...other, families: [6], privateFamilies: [6] } as const;
    const probes = plan(targetOf({ ...ONE, accessMethods: ['private-dns'] }), [six, BOTH_ZONES]);
    expect(probes.map(({ family }) => family)).toEqual([4]);
  });

  test('no endpoint, no probe', () => {
    expect(plan(targetOf(), [])).toEqual([]);
  });

  test('an endpoint of which only a zone is named has no regional routes', () => {
    const { regionalName: _regionalName, ...zonal } = endpointOf(['us-west-2a']);
    const probes = plan(targetOf({ ...ONE, accessMethods: ['vpce-host'] }), [zonal]);
    expect(probes.map(({ route }) => route.dial)).toEqual([vpceName(ENDPOINT_ID, 'us-west-2a')]);
  });
});

describe('address families', () => {
  const familiesOf = (more: Partial<Endpoint>) =>
    plan(targetOf({ ...ONE, accessMethods: ['private-dns', 'route53-alias', 'vpce-host'] }), [
      endpointOf([], more),
    ]).map(({ accessMethod, family }) => [accessMethod, family]);

  test('IPv4', () => {
    expect(familiesOf({})).toEqual([
      ['private-dns', 4],
      ['route53-alias', 4],
      ['vpce-host', 4],
    ]);
  });

  test('dual-stack: both, as routes of their own', () => {
    expect(familiesOf({ families: [4, 6], privateFamilies: [4, 6] })).toEqual([
      ['private-dns', 4],
      ['private-dns', 6],
      ['route53-alias', 4],
      ['route53-alias', 6],
      ['vpce-host', 4],
      ['vpce-host', 6],
    ]);
  });

  test('IPv6 alone', () => {
    expect(familiesOf({ families: [6], privateFamilies: [6] })).toEqual([
      ['private-dns', 6],
      ['route53-alias', 6],
      ['vpce-host', 6],
    ]);
  });

  test('service-defined: AAAA records only with the vpce names', () => {
    expect(familiesOf({ families: [4, 6], privateFamilies: [4] })).toEqual([
      ['private-dns', 4],
      ['route53-alias', 4],
      ['route53-alias', 6],
      ['vpce-host', 4],
      ['vpce-host', 6],
    ]);
  });
});
