// What is told of a configuration never has a secret in it, wherever somebody wrote one.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/domain/target.ts';
import { API, MINIMAL, thrownBy } from './examples.ts';

const SECRET = 'wJalrXUtnFEMI';
const messageOf = (input: unknown): string => (thrownBy(() => parseTarget(input)) as Error).message;

describe('a secret is not told', () => {
  test.each(
    Object.entries({
      'under auth': { auth: SECRET },
      'under auth, where nobody expects it': { auth: { iam: { nested: [SECRET] } } },
      'as the value of a header': { auth: { headers: { 'x-tenant': SECRET } } },
      'as a variable': { auth: { headers: { 'x-tenant': { env: `${SECRET} ` } } } },
      'as a secret id': { auth: { headers: { 'x-tenant': { secretId: `${SECRET} ` } } } },
      'under a key of the root': { apiKey: SECRET },
      'under a key of a resource': { resources: [{ path: '/a', headers: { accept: SECRET } }] },
      'under a key of an object that is wrong itself': { endpoints: { password: SECRET } },
      'under a key of a list that is wrong itself': { resources: { token: SECRET } },
      'under a key of an element of a list': {
        resources: [
          { path: '/a', token: SECRET },
          { path: '/a', token: SECRET },
        ],
      },
      'deep in an object that is wrong itself': {
        connection: { caFile: { pem: [{ clientSecret: { text: SECRET } }] } },
      },
      'in a route': { routes: [{ credentials: SECRET }] },
    }),
  )('%s', (_where, more) => {
    const message = messageOf({ ...MINIMAL, ...more });
    expect(message).toMatch(/^The configuration has \d+ problems?:\n/);
    expect(message).not.toContain(SECRET);
  });

  test('in place of the whole configuration', () => {
    expect(messageOf([{ token: SECRET }])).toContain('given [{"token":"…"}]');
  });
});

test('what is no secret is told as it was given', () => {
  expect(messageOf({ ...MINIMAL, api: { ...API, stage: 'a b' } })).toContain('given "a b"');
  expect(messageOf({ ...MINIMAL, endpoints: { password: SECRET, vpcId: 7 } }).split('\n')).toEqual([
    'The configuration has 2 problems:',
    '  endpoints.vpcId: given 7; accepted: a VPC id: "vpc-" and 8 or 17 hexadecimal digits, such as "vpc-0a1b2c3d4e5f60718"',
    '  endpoints.password: no such key; known here: vpcEndpointIds, vpcId, dnsNames, ipAddressType',
  ]);
  expect(messageOf({ ...MINIMAL, endpoints: { token: SECRET } })).toContain('endpoints: given {"token":"…"}');
});

test('whatever the configuration and wherever the secret', () => {
  const CONFIDENTIAL = [
    'auth',
    'headers',
    'x-api-key',
    'apiKey',
    'secret',
    'token',
    'password',
    'Cookie',
    'credentials',
  ];
  const KEYS = ['api', 'endpoints', 'resources', 'routes', 'vantage', 'expect', 'path', 'iam', 'env', 'secretId', 'id'];
  const { open } = fc.letrec<{ open: unknown; hidden: unknown }>((tie) => ({
    open: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 1, '/a', 'us-west-2'),
      fc.array(tie('open'), { maxLength: 3 }),
      fc
        .tuple(
          fc.dictionary(fc.constantFrom(...KEYS), tie('open'), { maxKeys: 4 }),
          fc.dictionary(fc.constantFrom(...CONFIDENTIAL), tie('hidden'), { maxKeys: 3 }),
        )
        .map(([shown, secrets]) => ({ ...shown, ...secrets })),
    ),
    // Below such a key everything is confidential, whatever the keys are.
    hidden: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(SECRET, `${SECRET}\n`, `a ${SECRET}`),
      fc.array(tie('hidden'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...KEYS, 'x-tenant'), tie('hidden'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(open, fc.boolean(), (value, inside) => {
      const more = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { auth: SECRET };
      // Wrong by a key of its own, so that there is always something to tell.
      expect(messageOf(inside ? { ...MINIMAL, ...more, unknown: 1 } : value)).not.toContain(SECRET);
    }),
    { numRuns: 500 },
  );
});
