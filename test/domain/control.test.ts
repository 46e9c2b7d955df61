// The control probes: what they dial and send, for whom they are planned, and when a failure calls for one more.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTROLS, type ControlKind, planControls, planFollowUps } from '../../src/domain/control.ts';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import { FAILURES, type FailureCode, type Step } from '../../src/domain/failure.ts';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import { identityOf, type Observation } from '../../src/domain/observation.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import type { Target } from '../../src/domain/target.ts';
import { CONNECT_TIMEOUT, ENDPOINT_ID, endpointOf, OTHER_ENDPOINT_ID, PASSED } from '../report/report-builder.ts';
import { API, targetOf, vpceName } from './examples.ts';

const BOTH_ZONES = endpointOf(['us-west-2a', 'us-west-2b']);
const API_NAME = '01234567ab.execute-api.us-west-2.amazonaws.com';
const PATH = '/private-api-canary/not-deployed';

describe('of every run', () => {
  test('an API that does not exist, and a path that is not deployed, over the regional name', () => {
    const name = vpceName();
    const common = { accessMethod: 'vpce-api-id', endpoint: ENDPOINT_ID, family: 4 };
    const route = { dial: name, sni: name, host: name, path: `/test${PATH}` };
    const resource = { method: 'GET', auth: 'none', path: PATH, label: `GET ${PATH}` };
    const refused = (errorType: string) => ({ ...resource, expect: { status: [403], body: [], errorType } });
    expect(planControls(targetOf(), [BOTH_ZONES])).toEqual([
      {
        ...common,
        route: { ...route, headers: { 'x-apigw-api-id': '0000000000' } },
        resource: refused('ForbiddenException'),
        control: 'unknown-api',
      },
      {
        ...common,
        route: { ...route, headers: { 'x-apigw-api-id': '01234567ab' } },
        resource: refused('MissingAuthenticationTokenException'),
        control: 'undeployed-path',
      },
    ]);
  });

  test('the unknown id is not that of the target, whatever that is', () => {
    const zeroes = targetOf({ api: { ...API, id: '0000000000' } });
    expect(planControls(zeroes, [BOTH_ZONES]).map(({ route }) => route.headers['x-apigw-api-id'])).toEqual([
      '0000000001',
      '0000000000',
    ]);
  });

  const where = (probes: readonly PlannedProbe[]) =>
    probes.map(({ control, endpoint, zone, family, route }) => [control, endpoint, zone, family, route.dial]);

  test('for each endpoint, and each family that its names have', () => {
    const dual = endpointOf(['us-west-2c'], {
      id: OTHER_ENDPOINT_ID as EndpointId,
      families: [4, 6],
      privateFamilies: [4],
    });
    const other = vpceName(OTHER_ENDPOINT_ID);
    expect(where(planControls(targetOf(), [BOTH_ZONES, dual]))).toEqual([
      ['unknown-api', ENDPOINT_ID, undefined, 4, vpceName()],
      ['undeployed-path', ENDPOINT_ID, undefined, 4, vpceName()],
      ['unknown-api', OTHER_ENDPOINT_ID, undefined, 4, other],
      ['undeployed-path', OTHER_ENDPOINT_ID, undefined, 4, other],
      ['unknown-api', OTHER_ENDPOINT_ID, undefined, 6, other],
      ['undeployed-path', OTHER_ENDPOINT_ID, undefined, 6, other],
    ]);
  });

  test('an endpoint that has IPv6 alone is asked by IPv6', () => {
    const six = endpointOf([], { families: [6], privateFamilies: [6] });
    expect(planControls(targetOf(), [six]).map(({ family }) => family)).toEqual([6, 6]);
  });

  test('over a zonal name where no other is known, and it says so', () => {
    const { regionalName: _regionalName, ...zonal } = BOTH_ZONES;
    const first = vpceName(ENDPOINT_ID, 'us-west-2a');
    expect(where(planControls(targetOf(), [zonal]))).toEqual([
      ['unknown-api', ENDPOINT_ID, 'us-west-2a', 4, first],
      ['undeployed-path', ENDPOINT_ID, 'us-west-2a', 4, first],
    ]);
    expect(planControls(targetOf(), [{ ...zonal, zones: [] }])).toEqual([]);
  });

  test('none without an endpoint, and none when they are switched off', () => {
    expect(planControls(targetOf(), [])).toEqual([]);
    expect(planControls(targetOf({ controls: false }), [BOTH_ZONES])).toEqual([]);
  });

  // They look at the endpoint and the stage, so that the private name and the custom domain can be compared with those.
  test.each([
    ['the private name alone is probed', { accessMethods: ['private-dns'] }],
    ['a custom domain is, with a base path', { customDomain: { name: 'pets.example.com', basePath: 'v1' } }],
    ['a custom domain alone is', { accessMethods: ['custom-domain'], customDomain: { name: 'pets.example.com' } }],
    ['private names are forwarded to on-premises', { vantage: { network: 'on-premises', privateNames: 'forwarded' } }],
    [
      'the private name is probed from on-premises',
      { vantage: { network: 'on-premises' }, accessMethods: ['private-dns', 'vpce-host'] },
    ],
    ['the resources are others', { resources: [{ path: '/owners' }] }],
    ['the port is another', { connection: { port: 8443 } }],
  ])('the same when %s', (_when, more) => {
    expect(planControls(targetOf(more), [BOTH_ZONES])).toEqual(planControls(targetOf(), [BOTH_ZONES]));
  });

  test("from on-premises the API's own name as well, for a path that is not deployed and without what others carry", () => {
    const elsewhere = targetOf({ vantage: { network: 'on-premises' }, auth: { iam: true } });
    expect(planControls(elsewhere, [BOTH_ZONES]).slice(2)).toEqual([
      {
        accessMethod: 'private-dns',
        family: 4,
        route: { dial: API_NAME, sni: API_NAME, host: API_NAME, path: `/test${PATH}`, headers: {} },
        resource: {
          method: 'GET',
          auth: 'none',
          path: PATH,
          label: `GET ${PATH}`,
          expect: { status: [403], body: [], errorType: 'MissingAuthenticationTokenException' },
        },
        control: 'private-name',
      },
    ]);
    const six = endpointOf([], { families: [6], privateFamilies: [6] });
    expect(planControls(elsewhere, [six]).at(-1)?.family).toBe(6);
  });

  test('none is a probe of the plan', () => {
    const key = ({ route, family }: PlannedProbe) => JSON.stringify([route, family]);
    const planned = new Set(plan(targetOf(), [BOTH_ZONES]).map(key));
    for (const control of planControls(targetOf(), [BOTH_ZONES])) expect(planned.has(key(control))).toBe(false);
  });
});

describe('after a failure', () => {
  type Way = Pick<PlannedProbe, 'accessMethod' | 'endpoint' | 'zone' | 'family'> & { readonly resource: string };

  /** What follows when the probes that `fails` picks failed with this code at this step, and all others passed. */
  function followUps(
    failure: { readonly code: FailureCode; readonly step?: Step },
    fails: (way: Way) => boolean = () => true,
    {
      target = targetOf(),
      endpoints = [BOTH_ZONES],
    }: { readonly target?: Target; readonly endpoints?: readonly Endpoint[] } = {},
  ): readonly PlannedProbe[] {
    const probes = plan(target, endpoints);
    const observations = probes.map((probe): Observation => {
      const identity = identityOf(probe);
      if (!fails(identity)) return { ...identity, ...PASSED, curl: 'curl' };
      const { code, step = FAILURES[code].step ?? 'expect' } = failure;
      return { ...identity, ...CONNECT_TIMEOUT, failure: { code, step, message: code }, curl: 'curl' };
    });
    return planFollowUps(target, probes, observations);
  }

  test("the same request again, with the API's own name as SNI", () => {
    const [again, ...more] = followUps({ code: 'tls-name-mismatch' });
    const first = plan(targetOf(), [BOTH_ZONES]).find(({ accessMethod }) => accessMethod === 'vpce-host');
    expect(more).toEqual([]);
    expect(again).toEqual({
      ...first,
      route: { dial: vpceName(), sni: API_NAME, host: API_NAME, path: '/test/pets', headers: {} },
      control: 'api-sni',
    });
  });

  const CALLED_FOR: Readonly<Record<FailureCode, boolean>> = {
    ...(Object.fromEntries(
      Object.entries(FAILURES).map(([code, { step }]) => [code, step === 'tls' || step === 'request']),
    ) as Record<FailureCode, boolean>),
    forbidden: true,
    'access-denied': true,
    'gateway-error': true,
    'not-api-gateway': true,
    'unexpected-status': true,
  };

  test.each(Object.entries(CALLED_FOR) as [FailureCode, boolean][])('%s: %s', (code, called) => {
    expect(followUps({ code }).map(({ control }) => control)).toEqual(called ? ['api-sni'] : []);
  });

  test.each([
    ['dns', false],
    ['connect', false],
    ['tls', true],
    ['request', true],
  ] as const)('one that nobody knows, at the step %s: %s', (step, called) => {
    expect(followUps({ code: 'unknown', step })).toHaveLength(called ? 1 : 0);
  });

  test('only of vpce-host', () => {
    expect(followUps({ code: 'forbidden' }, ({ accessMethod }) => accessMethod !== 'vpce-host')).toEqual([]);
    const withoutIt = { target: targetOf({ accessMethods: ['vpce-api-id', 'private-dns'] }) };
    expect(followUps({ code: 'forbidden' }, () => true, withoutIt)).toEqual([]);
  });

  test('not of what is to be refused: it would pass by being refused', () => {
    const routes = [{ accessMethod: 'vpce-host', expect: { denied: true } }];
    expect(followUps({ code: 'tls-alert' }, () => true, { target: targetOf({ routes }) })).toEqual([]);
    const resources = [{ path: '/a', expect: { denied: true } }, { path: '/b' }];
    const [control] = followUps({ code: 'tls-alert' }, () => true, { target: targetOf({ resources }) });
    expect(control?.resource.path).toBe('/b');
  });

  test('not when controls are switched off', () => {
    expect(followUps({ code: 'forbidden' }, () => true, { target: targetOf({ controls: false }) })).toEqual([]);
  });

  test('the first that was refused, with its zone and resource', () => {
    const picked = ({ zone, resource }: Way) => zone === 'us-west-2b' && resource === 'GET /pets/1';
    expect(followUps({ code: 'forbidden' }, picked)).toMatchObject([
      {
        zone: 'us-west-2b',
        resource: { label: 'GET /pets/1' },
        route: { dial: vpceName(ENDPOINT_ID, 'us-west-2b'), sni: API_NAME },
      },
    ]);
  });

  test('once for each endpoint that refused', () => {
    const other = endpointOf(['us-west-2c'], { id: OTHER_ENDPOINT_ID as EndpointId });
    const endpoints = { endpoints: [BOTH_ZONES, other] };
    expect(followUps({ code: 'tls-alert' }, () => true, endpoints).map(({ endpoint }) => endpoint)).toEqual([
      ENDPOINT_ID,
      OTHER_ENDPOINT_ID,
    ]);
    const one = followUps({ code: 'tls-alert' }, ({ endpoint }) => endpoint === OTHER_ENDPOINT_ID, endpoints);
    expect(one.map(({ endpoint }) => endpoint)).toEqual([OTHER_ENDPOINT_ID]);
  });

  test('nothing when nothing failed, and nothing without observations', () => {
    expect(followUps({ code: 'forbidden' }, () => false)).toEqual([]);
    expect(planFollowUps(targetOf(), plan(targetOf(), [BOTH_ZONES]), [])).toEqual([]);
  });
});

test('whatever the target and its endpoints: every control is known, and none asks for a resource of the target', () => {
  const endpoint = fc
    .record({
      number: fc.integer({ min: 0, max: 9 }),
      zones: fc.subarray(['us-west-2a', 'us-west-2b']),
      families: fc.constantFrom<Endpoint['families']>([4], [6], [4, 6]),
      regional: fc.boolean(),
    })
    .map(({ number, zones, families, regional }): Endpoint => {
      const { regionalName, ...rest } = endpointOf(zones, { id: `vpce-0000000${number}` as EndpointId, families });
      return { ...rest, ...(regional && regionalName !== undefined ? { regionalName } : {}) };
    });
  const endpoints = fc.uniqueArray(endpoint, { selector: ({ id }) => id, maxLength: 4 });
  fc.assert(
    fc.property(endpoints, fc.constantFrom('0000000000', '0000000001', '01234567ab'), (known, id) => {
      const target = targetOf({ api: { ...API, id } });
      const controls = planControls(target, known);
      const named = known.filter(({ regionalName, zones }) => regionalName !== undefined || zones.length > 0);
      expect(controls).toHaveLength(2 * named.reduce((sum, { families }) => sum + families.length, 0));
      for (const { control, route, resource } of controls) {
        expect(Object.keys(CONTROLS)).toContain(control satisfies ControlKind | undefined);
        expect(target.resources.map(({ label }) => label)).not.toContain(resource.label);
        expect(route.headers['x-apigw-api-id'] === id).toBe(control === 'undeployed-path');
      }
    }),
  );
});
