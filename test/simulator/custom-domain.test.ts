import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import {
  byEveryWay,
  denied,
  everyWay,
  forbidden,
  missingToken,
  noEndpointPolicy,
  noResourcePolicy,
  outcome,
  outcomeIn,
  passes,
  type Refusal,
} from './answers.ts';
import { ask, customDomainWays, names, ways } from './clients.ts';

const DOG = '{\n  "id": 1,\n  "type": "dog",\n  "price": 249.99\n}';

describe.each(Object.entries(customDomainWays))('%s', (_, way) => {
  test('reaches the pets below the base path, in every zone', async () => {
    await using simulator = await startSimulator({ scenario: 'custom-domain' });
    for (const zone of Object.keys(simulator.addresses)) {
      expect(await ask(simulator, { zone, ...way, path: '/v1/pets/1' })).toMatchObject({ status: 200, body: DOG });
    }
    for (const path of ['/v1/pets', '/v1/pets/?type=cat', '/v1', '/v1/']) {
      expect(await outcome(simulator, { ...way, path })).toBe(passes);
    }
  });

  test.each([
    ['/v1/nowhere', missingToken],
    ['/v1/test/pets', missingToken],
    ['/v2/pets', forbidden],
    ['/test/pets', forbidden],
    ['/pets', forbidden],
    ['/', forbidden],
  ])('GET %s', async (path, expected) => {
    expect(await outcomeIn('healthy', { ...way, path })).toEqual(expected);
  });

  test('in capitals and with a port', async () => {
    const host = `${way.host.toUpperCase()}:8443`;
    expect(await outcomeIn('healthy', { ...way, host, path: '/v1/pets' })).toBe(passes);
  });

  test('the API id in a header wins over the domain, and wants the stage', async () => {
    await using simulator = await startSimulator();
    const headers = { 'x-apigw-api-id': '01234567ab' };
    expect(await outcome(simulator, { ...way, headers, path: '/test/pets' })).toBe(passes);
    expect(await outcome(simulator, { ...way, headers, path: '/v1/pets' })).toEqual(forbidden);
  });

  const rows: readonly (readonly [ScenarioName, string, Refusal])[] = [
    ['custom-domain-policy-denies', '/v1/pets', denied('test/GET/pets', noResourcePolicy)],
    ['custom-domain-policy-denies', '/v2/pets', forbidden],
    ['custom-domain-base-path-wrong', '/v1/pets', missingToken],
    ['custom-domain-base-path-wrong', '/v1/pets/1', missingToken],
    ['custom-domain-base-path-wrong', '/v1', missingToken],
    ['custom-domain-base-path-wrong', '/v2/pets', forbidden],
    ['stage-missing', '/v1/pets', forbidden],
    ['route-missing', '/v1/pets/1', missingToken],
    ['resource-policy-denies', '/v1/pets', denied('test/GET/pets', noResourcePolicy)],
    ['endpoint-policy-denies', '/v1/pets', denied('test/GET/pets', noEndpointPolicy)],
  ];

  test.each(rows)('%s: GET %s', async (scenario, path, expected) => {
    expect(await outcomeIn(scenario, { ...way, path })).toEqual(expected);
  });

  test('default-endpoint-disabled: it is the way that is left', async () => {
    await using simulator = await startSimulator({ scenario: 'default-endpoint-disabled' });
    expect(await outcome(simulator, { ...way, path: '/v1/pets' })).toBe(passes);
    const headers = { 'x-apigw-api-id': '01234567ab' };
    expect(await outcome(simulator, { ...way, headers, path: '/test/pets' })).toEqual(forbidden);
  });
});

describe('custom-domain-not-associated', () => {
  test.each(['/v1/pets', '/v1/nowhere'])('GET %s: refused wherever the handshake succeeds', async (path) => {
    await using simulator = await startSimulator({ scenario: 'custom-domain-not-associated' });
    await expect(ask(simulator, { ...customDomainWays['custom-domain'], path })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    for (const sni of [names.regional, names.zoneA, names.api]) {
      expect(await outcome(simulator, { sni, host: names.domain, path })).toEqual(forbidden);
    }
  });
});

test.each(['custom-domain-not-associated', 'custom-domain-policy-denies', 'custom-domain-base-path-wrong'] as const)(
  '%s: the default endpoint is as it was',
  async (scenario) => {
    await using simulator = await startSimulator({ scenario });
    expect(await byEveryWay(simulator, '/test/pets')).toEqual(everyWay(passes));
    expect(await byEveryWay(simulator, '/draft/pets')).toEqual(
      everyWay(scenario === 'custom-domain-base-path-wrong' ? missingToken : forbidden),
    );
  },
);

test('a name below the domain is nobody', async () => {
  const request = { sni: names.regional, host: `x.${names.domain}`, path: '/v1/pets' };
  expect(await outcomeIn('healthy', request)).toEqual(forbidden);
});

describe('two at once', () => {
  test('a disabled default endpoint and a domain whose policy denies: no way is left, each by its own refusal', async () => {
    const scenario = ['default-endpoint-disabled', 'custom-domain-policy-denies'] as const;
    await using simulator = await startSimulator({ scenario });
    expect(await outcome(simulator, { ...ways['private-dns'], path: '/test/pets' })).toEqual(forbidden);
    expect(await outcome(simulator, { ...customDomainWays['custom-domain'], path: '/v1/pets' })).toEqual(
      denied('test/GET/pets', noResourcePolicy),
    );
  });

  test('a wrong base path on a throttled API is throttled', async () => {
    const request = { ...customDomainWays['custom-domain'], path: '/v1/pets' };
    expect(await outcomeIn(['custom-domain-base-path-wrong', 'throttled'], request)).toMatchObject({ status: 429 });
  });
});
