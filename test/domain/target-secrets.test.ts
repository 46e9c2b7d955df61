// What is told of a configuration never has a secret in it, wherever somebody wrote one.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/domain/target.ts';
import { MINIMAL, thrownBy } from './examples.ts';

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
  expect(messageOf({ ...MINIMAL, endpoints: { password: SECRET, vpcId: 7 } }).split('\n')).toEqual([
    'The configuration has 2 problems:',
    '  endpoints.vpcId: given 7; accepted: a VPC id: "vpc-" and 8 or 17 hexadecimal digits, such as "vpc-0a1b2c3d4e5f60718"',
    '  endpoints.password: no such key; known here: vpcEndpointIds, vpcId, dnsNames, ipAddressType',
  ]);
  expect(messageOf({ ...MINIMAL, endpoints: { token: SECRET } })).toContain('endpoints: given {"token":"…"}');
});

describe('what may be a secret is told by its length', () => {
  test.each([
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6y',
    '9f8e7d6c5b4a39281706f5e4d3c2b1a0',
    '9f8e7d6c-5b4a-3928-1706-f5e4d3c2b1a0',
    '9F8E7D6C-5B4A-3928-1706-F5E4D3C2B1A0',
    'k3y.qz7wq7rxw5tyu8iop2as',
    'pets?api_key=hunter2secret',
    'https://admin:hunter2@[fd00::2]:53',
    'admin:hunter2@',
    'Bearer hunter2secret',
    'x-api-key: hunter2secret',
  ])('%s', (text) => {
    expect(messageOf({ ...MINIMAL, publish: text })).toBe(
      `The configuration has 1 problem:\n  publish: given a string of ${text.length} characters that is not shown; accepted: one of cloudwatch, emf, none`,
    );
    expect(messageOf({ ...MINIMAL, publish: { [text]: [`a${text}`] } })).not.toContain(text.slice(-7));
    expect(messageOf({ ...MINIMAL, [text]: 1 })).not.toContain(text.slice(-7));
  });

  test.each([
    'vpce-01234567abcdef012-01234567-us-west-2a.execute-api.us-west-2.vpce.amazonaws.com',
    '/v1/customers/{customerId}/$orders*',
    'Käfer_7',
    ' none ',
    '',
  ])('but not %j', (text) => {
    expect(messageOf({ ...MINIMAL, publish: text })).toContain(`publish: given ${JSON.stringify(text).slice(0, 79)}`);
    expect(messageOf({ ...MINIMAL, publish: [text] })).toContain(
      `publish: given ${JSON.stringify([text]).slice(0, 79)}`,
    );
  });
});

test('of a key, no more than the name before a value is told', () => {
  const told = (key: string) => messageOf({ ...MINIMAL, endpoints: { [key]: 1 } });
  for (const key of ['Authorization: Bearer hunter2', 'Authorization=hunter2', 'Authorization hunter2'])
    expect(told(key)).toMatch(/^ {2}endpoints\.Authorization…: no such key; [\s\S]*given \{"Authorization…":"…"\};/m);
  expect(told('admin@hunter2')).toMatch(/^ {2}endpoints\.…: no such key; [\s\S]*given \{"…":1\};/m);
  expect(told('Zq7-Kd92-mN4p-Xw81-vB6t')).toMatch(/^ {2}endpoints\.…: no such key/m);
  expect(told('X-Amz-Date')).toMatch(/^ {2}endpoints\.X-Amz-Date: no such key; /m);
  expect(told('connectionTimeoutMilliseconds')).toContain('given {"connectionTimeoutMilliseconds":1};');
});

test('of an expression, the words of the parser are told, and not those that it repeats', () => {
  const told = (expression: string) =>
    messageOf({ ...MINIMAL, resources: [{ path: '/a', expect: { body: [expression] } }] }).split('accepted: ')[1];
  expect(told('Bearer hunter2secret')).toBe(
    'a JMESPath expression (Syntax error: unexpected token type: UnquotedIdentifier, value: …)',
  );
  expect(told("a.'hunter2 secret'")).toBe('a JMESPath expression (Syntax error, unexpected token: … …(Literal))');
  expect(told('length(@) > 1')).toBe(
    'a JMESPath expression (Syntax error: invalid token (Number): "1"; a number is written in backticks: `1`)',
  );
  expect(told('hunter2secret(@)')).toBe('a JMESPath expression (Unknown function: …())');
  expect(told('lenght(@)')).toBe('a JMESPath expression (Unknown function: lenght())');
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
