import { describe, expect, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import {
  denied,
  essence,
  forbidden,
  missingToken,
  noEndpointPolicy,
  noResourcePolicy,
  type Refusal,
} from './answers.ts';
import { ask, customDomainWays, names, ways } from './clients.ts';

const DOG = '{\n  "id": 1,\n  "type": "dog",\n  "price": 249.99\n}';
const everyWay = Object.entries(customDomainWays);

describe.each(everyWay)('%s', (_, way) => {
  test('reaches the pets below the base path, in every zone', async () => {
    await using simulator = await startSimulator({ scenario: 'custom-domain' });
    for (const zone of Object.keys(simulator.addresses)) {
      expect(await ask(simulator, { zone, ...way, path: '/v1/pets/1' })).toMatchObject({ status: 200, body: DOG });
    }
    for (const path of ['/v1/pets', '/v1/pets/?type=cat', '/v1', '/v1/']) {
      expect(await ask(simulator, { ...way, path })).toMatchObject({ status: 200 });
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
    await using simulator = await startSimulator();
    expect(essence(await ask(simulator, { ...way, path }))).toEqual(expected);
  });

  test('in capitals and with a port', async () => {
    await using simulator = await startSimulator();
    const host = `${way.host.toUpperCase()}:8443`;
    expect(await ask(simulator, { ...way, host, path: '/v1/pets' })).toMatchObject({ status: 200 });
  });

  test('the API id in a header wins over the domain, and wants the stage', async () => {
    await using simulator = await startSimulator();
    const headers = { 'x-apigw-api-id': '01234567ab' };
    expect(await ask(simulator, { ...way, headers, path: '/test/pets' })).toMatchObject({ status: 200 });
    expect(essence(await ask(simulator, { ...way, headers, path: '/v1/pets' }))).toEqual(forbidden);
  });

  const rows: readonly (readonly [ScenarioName, string, Refusal])[] = [
    ['custom-domain-not-associated', '/v1/pets', forbidden],
    ['custom-domain-not-associated', '/v1/nowhere', forbidden],
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
    await using simulator = await startSimulator({ scenario });
    expect(essence(await ask(simulator, { ...way, path }))).toEqual(expected);
  });

  test('default-endpoint-disabled: it is the way that is left', async () => {
    await using simulator = await startSimulator({ scenario: 'default-endpoint-disabled' });
    expect(await ask(simulator, { ...way, path: '/v1/pets' })).toMatchObject({ status: 200 });
    const headers = { 'x-apigw-api-id': '01234567ab' };
    expect(essence(await ask(simulator, { ...way, headers, path: '/test/pets' }))).toEqual(forbidden);
  });
});

test.each(['custom-domain-not-associated', 'custom-domain-policy-denies', 'custom-domain-base-path-wrong'] as const)(
  '%s: the default endpoint is as it was',
  async (scenario) => {
    await using simulator = await startSimulator({ scenario });
    for (const way of Object.values(ways)) {
      expect(await ask(simulator, { ...way, path: '/test/pets' })).toMatchObject({ status: 200 });
      expect(essence(await ask(simulator, { ...way, path: '/draft/pets' }))).toEqual(
        scenario === 'custom-domain-base-path-wrong' ? missingToken : forbidden,
      );
    }
  },
);

test('a name below the domain is nobody', async () => {
  await using simulator = await startSimulator();
  const request = { sni: names.regional, host: `x.${names.domain}`, path: '/v1/pets' };
  expect(essence(await ask(simulator, request))).toEqual(forbidden);
});

describe('two at once', () => {
  test('a disabled default endpoint and a domain whose policy denies: no way is left, each by its own refusal', async () => {
    const scenario = ['default-endpoint-disabled', 'custom-domain-policy-denies'] as const;
    await using simulator = await startSimulator({ scenario });
    expect(essence(await ask(simulator, { ...ways['private-dns'], path: '/test/pets' }))).toEqual(forbidden);
    expect(essence(await ask(simulator, { ...customDomainWays['custom-domain'], path: '/v1/pets' }))).toEqual(
      denied('test/GET/pets', noResourcePolicy),
    );
  });

  test('a wrong base path on a throttled API is throttled', async () => {
    await using simulator = await startSimulator({ scenario: ['custom-domain-base-path-wrong', 'throttled'] });
    expect(await ask(simulator, { ...customDomainWays['custom-domain'], path: '/v1/pets' })).toMatchObject({
      status: 429,
    });
  });
});
