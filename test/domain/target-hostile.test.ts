// Configurations by people who mean harm, or whose tools do: each is refused as a configuration, one line a problem.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { API, ENDPOINTS, MINIMAL, thrownBy } from './examples.ts';

const linesOf = (input: unknown): readonly string[] => {
  const error = thrownBy(() => parseTarget(input));
  if (!(error instanceof CanaryError)) throw error;
  return error.message.split('\n');
};

const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
const ROOT_KEYS =
  'api, endpoints, accessMethods, customDomain, resources, routes, auth, vantage, connection, timeouts, discovery, metrics, controls, publish';

describe('is told in one line', () => {
  const HOSTILE: Readonly<Record<string, { readonly input: unknown; readonly line: string }>> = {
    'NUL in a path': {
      input: { ...MINIMAL, connection: { caFile: '/etc/passwd\0.pem' } },
      line: '  connection.caFile: given a string of 16 characters that is not shown; accepted: the path of a PEM file',
    },
    'line break in a value': {
      input: { ...MINIMAL, api: { ...API, stage: 'a\r\nHost: x' } },
      line: '  api.stage: given a string of 10 characters that is not shown; accepted: a stage name: letters, digits, "_" and "-", such as "test"',
    },
    'line break at the end of a value': {
      input: { ...MINIMAL, publish: 'none\n' },
      line: '  publish: given "none\\n"; accepted: one of cloudwatch, emf, none',
    },
    'line separators and terminal commands in a value': {
      input: { ...MINIMAL, publish: '\u2028\u2029\u0085\u001b[2J\u009b2J\u007f\u202e' },
      line: '  publish: given a string of 12 characters that is not shown; accepted: one of cloudwatch, emf, none',
    },
    'line separator and byte order mark around a value': {
      input: { ...MINIMAL, publish: '\u2028none\ufeff' },
      line: '  publish: given "\\u2028none\\ufeff"; accepted: one of cloudwatch, emf, none',
    },
    'line break in a key': {
      input: { ...MINIMAL, 'a\n  api.id': 1 },
      line: `  a…: no such key; known here: ${ROOT_KEYS}`,
    },
    'endless key': {
      input: { ...MINIMAL, ['k'.repeat(100_000)]: 1 },
      line: `  ${'k'.repeat(119)}…: no such key; known here: ${ROOT_KEYS}`,
    },
    'endless value': {
      input: { ...MINIMAL, api: { ...API, id: 'a'.repeat(1_000_000) } },
      line: `  api.id: given a string of 1000000 characters that is not shown; accepted: a REST API id: lower-case letters and digits, such as "01234567ab"`,
    },
    'another prototype': {
      input: { ...MINIMAL, vantage: JSON.parse('{"__proto__": {"network": "on-premises"}}') },
      line: '  vantage.__proto__: no such key; known here: name, network, privateNames',
    },
    'key of every object': {
      input: { ...MINIMAL, constructor: { prototype: {} } },
      line: `  constructor: no such key; known here: ${ROOT_KEYS}`,
    },
    'name that cannot become text': {
      input: { ...MINIMAL, endpoints: { dnsNames: [{ toString: 1, valueOf: 1 }] } },
      line: '  endpoints.dnsNames[0]: given {"toString":1,"valueOf":1}; accepted: a DNS name of the endpoint',
    },
    'Region that cannot become text': {
      input: { ...MINIMAL, api: { ...API, region: { toString: 1 } } },
      line: '  api.region: given {"toString":1}; accepted: a Region name, such as "us-west-2"',
    },
    'value too deep to be shown': {
      input: { ...MINIMAL, endpoints: { vpcId: deep } },
      line: '  endpoints.vpcId: given a value that cannot be shown (RangeError: Maximum call stack size exceeded); accepted: a VPC id: "vpc-" and 8 or 17 hexadecimal digits, such as "vpc-0a1b2c3d4e5f60718"',
    },
    'half a character where the value is cut': {
      input: { ...MINIMAL, publish: `${'x'.repeat(77)}𝒶𝒶` },
      line: `  publish: given "${'x'.repeat(77)}\u{fffd}…; accepted: one of cloudwatch, emf, none`,
    },
  };

  test.each(Object.entries(HOSTILE))('%s', (_name, { input, line }) => {
    expect(linesOf(input)).toEqual(['The configuration has 1 problem:', line]);
  });
});

test('a prototype does not stand in for keys that are missing', () => {
  const api: unknown = JSON.parse('{"__proto__": {"id": "01234567ab", "stage": "test", "region": "us-west-2"}}');
  expect(linesOf({ api, endpoints: ENDPOINTS }).map((line) => line.split(':')[0])).toEqual([
    'The configuration has 4 problems',
    '  api.id',
    '  api.stage',
    '  api.__proto__',
    '  api.region',
  ]);
});

test('a Region that is wrong is not repeated by every endpoint name', () => {
  const input = {
    api: { ...API, region: 'x\ny' },
    endpoints: { dnsNames: ['vpce-01234567-abcdefgh.execute-api.us-west-2.vpce.amazonaws.com'] },
  };
  expect(linesOf(input)).toEqual([
    'The configuration has 1 problem:',
    '  api.region: given a string of 3 characters that is not shown; accepted: a Region name, such as "us-west-2"',
  ]);
});

describe('whatever JSON is given', () => {
  const keys = fc.constantFrom(
    'api',
    'endpoints',
    'id',
    'stage',
    'region',
    'vpcId',
    'dnsNames',
    'accessMethods',
    'resources',
    'path',
    'expect',
    'body',
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 1, '', 'us-west-2', 'a\nb', '\u2028', 'execute-api.us-west-2.amazonaws.com'),
      fc.string({ unit: 'binary' }),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(keys, fc.string({ unit: 'binary' })), tie('json'), { maxKeys: 6 }),
    ),
  }));

  test('it is a target or a list of problems, one line each', () => {
    fc.assert(
      fc.property(json, fc.option(fc.string(), { nil: undefined }), (input, environment) => {
        try {
          parseTarget(input, environment);
        } catch (error) {
          expect(error).toBeInstanceOf(CanaryError);
          const [title, ...lines] = (error as CanaryError).message.split(/[\r\n\u2028\u2029\u0085]/);
          expect(title).toBe(`The configuration has ${lines.length === 1 ? '1 problem' : `${lines.length} problems`}:`);
          for (const line of lines)
            expect(line).toMatch(/^ {2}.*: (?:given .*; accepted: |no such key; .*known here: |not |names of ).+$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
