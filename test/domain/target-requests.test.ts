// What is asked of the API, as it is configured: methods, queries, what requests carry, what has to be refused.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTarget, type TargetInput } from '../../src/domain/target.ts';
import { ENDPOINT_ID, OTHER_ENDPOINT_ID } from '../report/report-builder.ts';
import { MINIMAL, targetOf, vpceName } from './examples.ts';

describe('a resource', () => {
  test('is asked for with GET, and with a query where its path has one', () => {
    const { resources } = targetOf({ resources: [{ path: '/pets?type=cat&page=2' }] });
    expect(resources).toEqual([
      {
        method: 'GET',
        path: '/pets?type=cat&page=2',
        label: 'GET /pets?type=cat&page=2',
        expect: { status: [200], body: [] },
      },
    ]);
  });

  test('may be asked for by both methods', () => {
    const { resources } = targetOf({ resources: [{ path: '/pets' }, { path: '/pets', method: 'HEAD' }] });
    expect(resources.map(({ label }) => label)).toEqual(['GET /pets', 'HEAD /pets']);
  });

  test('may do without what other requests carry', () => {
    const [resource] = targetOf({ auth: { iam: true }, resources: [{ path: '/ping', auth: 'none' }] }).resources;
    expect(resource?.auth).toBe('none');
  });

  test('may have to be refused', () => {
    const [resource] = targetOf({ resources: [{ path: '/admin', expect: { denied: true } }] }).resources;
    expect(resource?.expect).toEqual({ status: [200], body: [], denied: true });
  });

  test('HEAD and the longest path fill a CloudWatch dimension to its last character', () => {
    const [resource] = targetOf({ resources: [{ method: 'HEAD', path: `/${'a'.repeat(1018)}` }] }).resources;
    expect(resource?.label.length).toBe(1024);
  });
});

describe('what requests carry', () => {
  test('is nothing by default', () => {
    expect(Object.keys(targetOf())).not.toContain('auth');
  });

  test('a signature', () => {
    expect(targetOf({ auth: { iam: true } }).auth).toEqual({ iam: true, headers: {} });
  });

  test('headers, whose values come from the environment, a secret, or one key of a secret', () => {
    const headers = {
      'x-api-key': { env: 'PETS_API_KEY' },
      authorization: { secretId: 'pets/token', jsonKey: 'token' },
      'x-tenant': { secretId: 'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets-AbCdEf' },
    };
    expect(targetOf({ auth: { headers } }).auth).toEqual({
      iam: false,
      headers: {
        'x-api-key': { kind: 'env', env: 'PETS_API_KEY' },
        authorization: { kind: 'secret', secretId: 'pets/token', jsonKey: 'token' },
        'x-tenant': {
          kind: 'secret',
          secretId: 'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets-AbCdEf',
        },
      },
    });
  });
});

test('routes that have to be refused: of a way, of an endpoint, of both', () => {
  const routes = [
    { accessMethod: 'vpce-host', expect: { denied: true } },
    { endpoint: OTHER_ENDPOINT_ID, expect: { denied: true } },
    { accessMethod: 'vpce-api-id', endpoint: ENDPOINT_ID, expect: { denied: true } },
  ];
  expect(targetOf({ endpoints: { vpcEndpointIds: [ENDPOINT_ID, OTHER_ENDPOINT_ID] }, routes }).routes).toEqual(routes);
});

test('a route may name an endpoint that EC2 or DNS names will tell', () => {
  const routes = [{ endpoint: OTHER_ENDPOINT_ID, expect: { denied: true } }];
  for (const endpoints of [{ vpcId: 'vpc-01234567' }, { dnsNames: [vpceName()] }])
    expect(targetOf({ endpoints, routes }).routes).toEqual(routes);
});

describe('an on-premises vantage', () => {
  const vantageOf = (more: object) => targetOf({ vantage: { network: 'on-premises', ...more } }).vantage;

  test('says whether somebody forwards private names to the VPC', () => {
    expect(vantageOf({ name: 'dc1', privateNames: 'forwarded' })).toEqual({
      name: 'dc1',
      network: 'on-premises',
      privateNames: 'forwarded',
    });
  });

  test('that says nobody does is the same as one that says nothing', () => {
    expect(vantageOf({ privateNames: 'not-forwarded' })).toEqual(vantageOf({}));
    expect(vantageOf({})).toEqual({ name: 'on-premises', network: 'on-premises' });
  });
});

test('DNS names may be told the address families that they have', () => {
  const dnsNames = [vpceName()];
  expect(targetOf({ endpoints: { dnsNames, ipAddressType: 'dualstack' } }).endpoints).toEqual({
    kind: 'names',
    names: dnsNames,
    ipAddressType: 'dualstack',
  });
});

test('whatever is asked for: it comes through as it was given, with its defaults', () => {
  const path = fc.constantFrom('/', '/pets', '/pets/1', '/pets?type=cat', '/a?b=c/d?e');
  const resource = fc.record(
    {
      path,
      method: fc.constantFrom('GET' as const, 'HEAD' as const),
      auth: fc.constant('none' as const),
      expect: fc.oneof(
        fc.constant({ denied: true as const }),
        fc.constant([204]).map((status) => ({ status: [...status] })),
        fc.constant({ latencyMs: 800 }),
      ),
    },
    { requiredKeys: ['path'] },
  );
  const resources = fc.uniqueArray(resource, {
    selector: ({ method = 'GET', path: at }) => `${method} ${at}`,
    minLength: 1,
    maxLength: 8,
  });
  const source = fc.oneof(
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/).map((env) => ({ env })),
    fc.stringMatching(/^[A-Za-z0-9/_+=.@:!-]{1,20}$/).map((secretId) => ({ secretId })),
    fc.stringMatching(/^[ -~]{1,20}$/).map((jsonKey) => ({ secretId: 'pets', jsonKey })),
  );
  const headers = fc.dictionary(fc.constantFrom('x-api-key', 'authorization', 'x-tenant', 'cookie'), source, {
    minKeys: 1,
  });
  fc.assert(
    fc.property(resources, headers, (asked, sources) => {
      const input: TargetInput = { ...MINIMAL, resources: asked, auth: { headers: sources } };
      const target = parseTarget(input);
      expect(target.resources.map(({ label: _label, ...given }) => given)).toEqual(
        asked.map((given) => ({ method: 'GET', ...given, expect: { status: [200], body: [], ...given.expect } })),
      );
      expect(
        Object.entries(target.auth?.headers ?? {}).map(([name, { kind: _kind, ...each }]) => [name, { ...each }]),
      ).toEqual(Object.entries(sources));
      // It is JSON, and comes through that, too.
      expect(parseTarget(JSON.parse(JSON.stringify(input)))).toEqual(target);
    }),
  );
});
