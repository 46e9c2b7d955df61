import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import {
  byEveryWay,
  denied,
  type Expected,
  everyWay,
  explicitDeny,
  forbidden,
  missingToken,
  noEndpointPolicy,
  noResourcePolicy,
  outcome,
  outcomeIn,
  passes,
  type Refusal,
  unknownApi,
} from './answers.ts';
import { ask, customDomainWays, names, ways } from './clients.ts';

const tooMany: Refusal = {
  status: 429,
  errorType: 'TooManyRequestsException',
  body: '{"message":"Too Many Requests"}',
};
const overQuota: Refusal = { status: 429, errorType: 'LimitExceededException', body: '{"message":"Limit Exceeded"}' };
const unauthorized: Refusal = { status: 401, errorType: 'UnauthorizedException', body: '{"message":"Unauthorized"}' };
const invalid: Refusal = { status: 400, errorType: 'BadRequestException', body: '{"message":"Invalid request body"}' };

describe('for the whole API', () => {
  const rows: readonly (readonly [ScenarioName, string, Expected])[] = [
    ['endpoint-policy-denies', '/test/pets', denied('test/GET/pets', noEndpointPolicy)],
    ['endpoint-policy-denies', '/test/nowhere', denied('test/GET/nowhere', noEndpointPolicy)],
    ['endpoint-policy-denies', '/prod/pets', denied('prod/GET/pets', noEndpointPolicy)],
    ['resource-policy-denies', '/test/pets', denied('test/GET/pets', noResourcePolicy)],
    ['resource-policy-explicit-deny', '/test/pets/1', denied('test/GET/pets/1', explicitDeny)],
    ['resource-policy-explicit-deny', '/prod/pets', forbidden],
    ['policy-denies-old-wording', '/test', denied('test/GET/', '')],
    ['default-endpoint-disabled', '/test/pets', forbidden],
    ['default-endpoint-disabled', '/test/nowhere', forbidden],
    ['throttled', '/test/pets', tooMany],
    ['throttled', '/test/nowhere', tooMany],
    ['throttled', '/prod/pets', forbidden],
    ['quota-exceeded', '/test/pets/1', overQuota],
    ['quota-exceeded', '/prod/pets', forbidden],
    ['iam-on-every-method', '/test/pets', missingToken],
    ['iam-on-every-method', '/test', missingToken],
    ['iam-on-every-method', '/test/nowhere', missingToken],
    ['api-key-required', '/test/pets', forbidden],
    ['api-key-required', '/test', forbidden],
    ['api-key-required', '/test/nowhere', missingToken],
    ['api-key-on-one-route', '/test/pets/1', forbidden],
    ['api-key-on-one-route', '/test/pets', passes],
    ['api-key-on-one-route', '/test', passes],
    ['api-key-on-one-route', '/test/nowhere', missingToken],
    ['authorizer-refuses', '/test/pets', unauthorized],
    ['authorizer-refuses', '/test/pets/1', unauthorized],
    ['authorizer-refuses', '/test/nowhere', missingToken],
    ['validator-refuses', '/test/pets', invalid],
    ['validator-refuses', '/test/pets/1', invalid],
    ['validator-refuses', '/test/nowhere', missingToken],
  ];

  test.each(rows)('%s: GET %s', async (scenario, path, expected) => {
    await using simulator = await startSimulator({ scenario });
    expect(await byEveryWay(simulator, path)).toEqual(everyWay(expected));
  });

  test.each([
    ['endpoint-policy-denies', denied('test/GET/pets', noEndpointPolicy, '0000000000')],
    ['resource-policy-denies', forbidden],
    ['resource-policy-explicit-deny', forbidden],
    ['default-endpoint-disabled', forbidden],
    ['strict-access-mode', forbidden],
    ['throttled', forbidden],
    ['quota-exceeded', forbidden],
    ['iam-on-every-method', forbidden],
    ['authorizer-refuses', forbidden],
    ['waf-blocks-some', forbidden],
    ['validator-refuses', forbidden],
  ] as const)('%s: an unknown API', async (scenario, expected) => {
    expect(await outcomeIn(scenario, { ...unknownApi, path: '/test/pets' })).toEqual(expected);
  });

  test.each([
    ['the alias of an unassociated endpoint', names.alias, '01234567ab-vpce-01234567abcdef012'],
    ['the name that was dialled', names.regional, 'vpce-01234567abcdef012-01234567'],
    ['a name of somebody else', 'nlb.example.com:8443', 'nlb'],
    ["another Region's name", '01234567ab.execute-api.us-east-1.amazonaws.com', '01234567ab'],
    ['a custom domain that is not associated', names.domain, 'pets'],
  ])('endpoint-policy-denies: a Host that names no API: %s', async (_, host, said) => {
    const none = ['alias-not-associated', 'custom-domain-not-associated'] as const;
    const request = { sni: names.regional, host, path: '/test/pets' };
    expect(await outcomeIn(none, request)).toEqual(forbidden);
    expect(await outcomeIn([...none, 'endpoint-policy-denies'], request)).toEqual(
      denied('test/GET/pets', noEndpointPolicy, said),
    );
  });

  const authorizations = [
    ['Bearer x', denied('test/GET/pets', noEndpointPolicy)],
    [
      'AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=0',
      { status: 403, errorType: 'IncompleteSignatureException' },
    ],
    ['AWS4-HMAC-SHA256 Credential=x, Signature=0', { status: 403, errorType: 'IncompleteSignatureException' }],
  ] as const;

  test.each(authorizations)('endpoint-policy-denies: Authorization: %s', async (authorization, expected) => {
    const request = { ...ways['private-dns'], headers: { authorization }, path: '/test/pets' };
    expect(await outcomeIn('endpoint-policy-denies', request)).toMatchObject(expected);
    expect(await outcomeIn('healthy', request)).toBe(passes);
  });

  const keyed = ['api-key', 'api-key-required', 'api-key-on-one-route', 'api-key-refused'] as const;

  test.each(keyed)('%s: the key, and no other', async (scenario) => {
    await using simulator = await startSimulator({ scenario });
    const withKey = (key: string) => ({ ...ways['private-dns'], headers: { 'X-API-Key': key }, path: '/test/pets/1' });
    const { apiKey } = simulator.credentials;
    const refuses = scenario === 'api-key-refused';
    expect(await outcome(simulator, withKey(apiKey))).toEqual(refuses ? forbidden : passes);
    for (const other of ['', 'any', apiKey.toUpperCase(), `${apiKey}, ${apiKey}`]) {
      expect(await outcome(simulator, withKey(other)), other).toEqual(forbidden);
    }
  });

  test.each([
    ['api-key-on-one-route', '/test/pets/1', 403],
    ['api-key-on-one-route', '/test/pets', 200],
    ['route-missing', '/test/pets/1', 403],
    ['stage-missing', '/test/pets', 403],
    ['answer-cut', '/test/pets', 200],
  ] as const)('%s: HEAD %s', async (scenario, path, status) => {
    await using simulator = await startSimulator({ scenario });
    const head = await ask(simulator, { ...ways['private-dns'], method: 'HEAD', path });
    expect([head.status, head.body]).toEqual([status, '']);
  });

  test('iam-on-every-method: an Authorization header that is no signature', async () => {
    const request = { ...ways['private-dns'], headers: { authorization: 'Bearer y' }, path: '/test/pets' };
    expect(await outcomeIn('iam-on-every-method', request)).toMatchObject({
      errorType: 'IncompleteSignatureException',
    });
  });
});

describe('strict-access-mode', () => {
  test.each([
    ['private DNS', names.api, names.api, {}, passes],
    [
      'private DNS, in capitals and with a port',
      names.api.toUpperCase(),
      `${names.api.toUpperCase()}:8443`,
      {},
      passes,
    ],
    ['the alias', names.alias, names.alias, {}, forbidden],
    ['a vpce name with Host', names.regional, names.api, {}, forbidden],
    ['a zonal name with Host', names.zoneA, names.api, {}, forbidden],
    ['a vpce name with the API id', names.regional, names.regional, { 'x-apigw-api-id': '01234567ab' }, forbidden],
    ['the name in the handshake alone', names.api, names.regional, { 'x-apigw-api-id': '01234567ab' }, forbidden],
    ['private DNS and the API id', names.api, names.api, { 'x-apigw-api-id': '01234567ab' }, passes],
  ] as const)('%s', async (_, sni, host, headers, expected) => {
    await using simulator = await startSimulator({ scenario: 'strict-access-mode' });
    for (const zone of ['us-west-2a', 'us-west-2b']) {
      expect(await outcome(simulator, { zone, sni, host, headers, path: '/test/pets' })).toEqual(expected);
    }
  });

  test('the custom domain is served by its own name alone', async () => {
    await using simulator = await startSimulator({ scenario: 'strict-access-mode' });
    const { 'custom-domain': byName, 'vpce-custom-domain': byEndpoint } = customDomainWays;
    expect(await outcome(simulator, { ...byName, path: '/v1/pets' })).toBe(passes);
    expect(await outcome(simulator, { ...byEndpoint, path: '/v1/pets' })).toEqual(forbidden);
    expect(await outcome(simulator, { ...byName, host: names.api, path: '/test/pets' })).toEqual(forbidden);
  });
});

describe('waf-blocks-some', () => {
  test.each([
    ['us-west-2a', '/test/pets', passes],
    ['us-west-2a', '/test/pets/1', forbidden],
    ['us-west-2b', '/test/pets', forbidden],
    ['us-west-2b', '/test/pets/1', passes],
    ['us-west-2c', '/test/pets?type=cat', forbidden],
    ['us-west-2c', '/test/pets/1', passes],
    ['us-west-2a', '/test', passes],
    ['us-west-2b', '/test', passes],
    ['us-west-2b', '/test/nowhere', missingToken],
  ] as const)('in %s: GET %s', async (zone, path, expected) => {
    await using simulator = await startSimulator({
      scenario: 'waf-blocks-some',
      zones: ['us-west-2b', 'us-west-2c', 'us-west-2a'],
    });
    for (const way of Object.values(ways)) expect(await outcome(simulator, { zone, ...way, path })).toEqual(expected);
  });

  test('with one zone: the list alone', async () => {
    await using simulator = await startSimulator({ scenario: 'waf-blocks-some', zones: ['us-west-2b'] });
    expect(await byEveryWay(simulator, '/test/pets')).toEqual(everyWay(forbidden));
    expect(await byEveryWay(simulator, '/test/pets/1')).toEqual(everyWay(passes));
  });

  test.each([
    ['/v1/pets', forbidden],
    ['/v1/pets/1', denied('test/GET/pets/1', noResourcePolicy)],
  ])('comes before the policy of the custom domain: GET %s', async (path, expected) => {
    const scenario = ['waf-blocks-some', 'custom-domain-policy-denies'] as const;
    for (const way of Object.values(customDomainWays)) {
      expect(await outcomeIn(scenario, { ...way, path })).toEqual(expected);
    }
  });
});

describe('two at once: the first in the order refuses', () => {
  const rows: readonly (readonly [readonly ScenarioName[], string, Expected])[] = [
    [['endpoint-policy-denies', 'stage-missing'], '/test/pets', denied('test/GET/pets', noEndpointPolicy)],
    [['endpoint-policy-denies', 'resource-policy-denies'], '/test/pets', denied('test/GET/pets', noEndpointPolicy)],
    [['stage-missing', 'throttled'], '/test/pets', forbidden],
    [['throttled', 'resource-policy-denies'], '/test/pets', tooMany],
    [['resource-policy-explicit-deny', 'route-missing'], '/test/pets/1', denied('test/GET/pets/1', explicitDeny)],
    [['waf-blocks-some', 'endpoint-policy-denies'], '/test/pets', denied('test/GET/pets', noEndpointPolicy)],
    [['waf-blocks-some', 'throttled'], '/test/pets', tooMany],
    [['waf-blocks-some', 'resource-policy-denies'], '/test/pets', forbidden],
    [['waf-blocks-some', 'resource-policy-denies'], '/test/pets/1', denied('test/GET/pets/1', noResourcePolicy)],
    [['waf-blocks-some', 'resource-policy-explicit-deny'], '/test/pets', forbidden],
    [['waf-blocks-some', 'authorizer-refuses'], '/test/pets', forbidden],
    [['waf-blocks-some', 'authorizer-refuses'], '/test/pets/1', unauthorized],
    [['route-missing', 'authorizer-refuses'], '/test/pets/1', missingToken],
    [['route-missing', 'authorizer-refuses'], '/test/pets', unauthorized],
    [['route-missing', 'api-key-on-one-route'], '/test/pets/1', missingToken],
    [['authorizer-refuses', 'validator-refuses'], '/test/pets', unauthorized],
    [['api-key-on-one-route', 'validator-refuses'], '/test/pets', invalid],
    [['api-key-on-one-route', 'validator-refuses'], '/test/pets/1', forbidden],
    [['validator-refuses', 'backend-unreachable'], '/test/pets', invalid],
  ];

  test.each(rows)('%j: GET %s', async (scenario, path, expected) => {
    await using simulator = await startSimulator({ scenario });
    expect(await byEveryWay(simulator, path)).toEqual(everyWay(expected));
  });
});
