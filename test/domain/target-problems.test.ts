// What is wrong with a configuration, each problem with its key, what was given and what is accepted.

import { describe, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { API, ENDPOINTS, MINIMAL, thrownBy, vpceName } from './examples.ts';

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `vpce-${index.toString(16).padStart(8, '0')}`);

// The source document's own typing error: an endpoint in one Region, the API in another.
const EAST = 'vpce-01234567abcdef012-01234567.execute-api.us-east-1.vpce.amazonaws.com';
const ENDPOINT_NAME =
  'a DNS name of an execute-api endpoint, such as "vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com"';
const WAYS = 'private-dns, route53-alias, vpce-host, vpce-api-id, custom-domain, vpce-custom-domain';
const API_ID = 'a REST API id: lower-case letters and digits, such as "01234567ab"';
const STAGE = 'a stage name: letters, digits, "_" and "-", such as "test"';
const REGION = 'a Region name, such as "us-west-2"';
const NAME = '1 to 256 printable ASCII characters, not starting with ":"';

describe('every kind of problem is told by itself', () => {
  const PROBLEMS: Readonly<Record<string, { readonly more: object; readonly problem: string }>> = {
    'api missing': {
      more: { api: undefined },
      problem: 'api: given nothing; accepted: an object with the keys id, stage, region, name',
    },
    'api id in upper case': {
      more: { api: { ...API, id: '01234567AB' } },
      problem: `api.id: given "01234567AB"; accepted: ${API_ID}`,
    },
    'stage as in the console': {
      more: { api: { ...API, stage: '$default' } },
      problem: `api.stage: given "$default"; accepted: ${STAGE}`,
    },
    'stage missing': {
      more: { api: { id: 'ab', region: 'us-west-2' } },
      problem: `api.stage: given nothing; accepted: ${STAGE}`,
    },
    'zone for a Region': {
      more: { api: { ...API, region: 'us-west-2a' } },
      problem: `api.region: given "us-west-2a"; accepted: ${REGION}`,
    },
    'empty API name': {
      more: { api: { ...API, name: '' } },
      problem: `api.name: given ""; accepted: the REST API's own name: ${NAME}`,
    },
    'API name of spaces': {
      more: { api: { ...API, name: '  ' } },
      problem: `api.name: given "  "; accepted: the REST API's own name: ${NAME}`,
    },
    'key that api does not have': {
      more: { api: { ...API, arn: 1 } },
      problem: 'api.arn: no such key; known here: id, stage, region, name',
    },
    'key misspelt in the middle': {
      more: { api: { ...API, regoin: 'us-west-2' } },
      problem: 'api.regoin: no such key; did you mean region? known here: id, stage, region, name',
    },
    'key misspelt in its first letter': {
      more: { api: { ...API, tage: 'test' } },
      problem: 'api.tage: no such key; did you mean stage? known here: id, stage, region, name',
    },
    'no endpoints': {
      more: { endpoints: {} },
      problem: 'endpoints: given {}; accepted: exactly one of vpcEndpointIds, vpcId, dnsNames',
    },
    'endpoints in two ways': {
      more: { endpoints: { vpcId: 'vpc-01234567', vpcEndpointIds: ['vpce-01234567'] } },
      problem: `endpoints: given {"vpcId":"vpc-01234567","vpcEndpointIds":["vpce-01234567"]}; accepted: exactly one of vpcEndpointIds, vpcId, dnsNames`,
    },
    'endpoint id of nine digits': {
      more: { endpoints: { vpcEndpointIds: ['vpce-012345678'] } },
      problem:
        'endpoints.vpcEndpointIds[0]: given "vpce-012345678"; accepted: a VPC endpoint id: "vpce-" and 8 or 17 hexadecimal digits, such as "vpce-01234567abcdef012"',
    },
    'too many endpoint ids': {
      more: { endpoints: { vpcEndpointIds: ids(51) } },
      problem:
        'endpoints.vpcEndpointIds: given ["vpce-00000000","vpce-00000001","vpce-00000002","vpce-00000003","vpce-00000004…; accepted: a list of 1 to 50 VPC endpoint ids, each once',
    },
    'endpoint id twice': {
      more: { endpoints: { vpcEndpointIds: ['vpce-01234567', 'vpce-01234567'] } },
      problem:
        'endpoints.vpcEndpointIds: given ["vpce-01234567","vpce-01234567"]; accepted: a list of 1 to 50 VPC endpoint ids, each once',
    },
    'endpoint id for a VPC': {
      more: { endpoints: { vpcId: 'vpce-01234567' } },
      problem:
        'endpoints.vpcId: given "vpce-01234567"; accepted: a VPC id: "vpc-" and 8 or 17 hexadecimal digits, such as "vpc-0a1b2c3d4e5f60718"',
    },
    'DNS name of another service': {
      more: { endpoints: { dnsNames: ['vpce-01234567-abcdefgh.ec2.us-west-2.vpce.amazonaws.com', vpceName()] } },
      problem: `endpoints.dnsNames[0]: given "vpce-01234567-abcdefgh.ec2.us-west-2.vpce.amazonaws.com"; accepted: ${ENDPOINT_NAME}`,
    },
    'DNS name of another Region': {
      more: { endpoints: { dnsNames: [EAST] } },
      problem: `endpoints.dnsNames[0]: given "${EAST}"; accepted: a name in us-west-2, the Region of the API`,
    },
    'private DNS names alone': {
      more: { endpoints: { dnsNames: ['execute-api.us-west-2.amazonaws.com'] } },
      problem:
        'endpoints.dnsNames: given ["execute-api.us-west-2.amazonaws.com"]; accepted: at least one name that starts with "vpce-"',
    },
    'way in that does not exist': {
      more: { accessMethods: ['vpn'] },
      problem: `accessMethods[0]: given "vpn"; accepted: one of ${WAYS}`,
    },
    'way in twice': {
      more: { accessMethods: ['vpce-host', 'vpce-host'] },
      problem: 'accessMethods: given ["vpce-host","vpce-host"]; accepted: a list of 1 to 6 access methods, each once',
    },
    'no way in': {
      more: { accessMethods: [] },
      problem: 'accessMethods: given []; accepted: a list of 1 to 6 access methods, each once',
    },
    'custom domain way without a domain': {
      more: { accessMethods: ['vpce-host', 'vpce-custom-domain'] },
      problem: 'accessMethods[1]: given "vpce-custom-domain"; accepted: this way only together with "customDomain"',
    },
    'custom domain as an address': {
      more: { customDomain: { name: 'https://pets.example.com' } },
      problem:
        'customDomain.name: given a string of 24 characters that is not shown; accepted: a host name in lower case, such as "pets.internal.example.com"',
    },
    'base path with a slash': {
      more: { customDomain: { name: 'pets.example.com', basePath: '/v1' } },
      problem: 'customDomain.basePath: given "/v1"; accepted: a base path without slashes at its ends, such as "v1"',
    },
  };

  test.each(Object.entries(PROBLEMS))('%s', (_name, { more, problem }) => {
    const error = thrownBy(() => parseTarget({ ...MINIMAL, ...more }));
    expect(error).toBeInstanceOf(CanaryError);
    expect(error).toMatchObject({
      code: 'configuration-invalid',
      message: `The configuration has 1 problem:\n  ${problem}`,
    });
  });
});

describe('a value that is no object', () => {
  const KEYS =
    'an object with the keys api, endpoints, accessMethods, customDomain, resources, routes, auth, vantage, connection, timeouts, discovery, metrics, controls, publish';
  test.each([
    { input: undefined, given: 'nothing' },
    { input: null, given: 'null' },
    { input: 'api', given: '"api"' },
    { input: 7, given: '7' },
    { input: [], given: '[]' },
  ])('$given', ({ input, given }) => {
    expect(thrownBy(() => parseTarget(input))).toMatchObject({
      message: `The configuration has 1 problem:\n  (the whole value): given ${given}; accepted: ${KEYS}`,
    });
  });
});

test('all problems are listed at once', () => {
  const error = thrownBy(() =>
    parseTarget({
      api: { id: 'PETS', stage: 'a b', name: 'Käfer', arn: 'arn:aws:execute-api' },
      endpoints: { vpcEndpointIds: ['vpce-1'], vpcId: 'vpc-0a1b2c3d4e5f60718', subnets: [] },
      accessMethods: ['private-dns', 'vpn', 'custom-domain'],
      resources: [{ path: '/pets', expect: { body: ['length('] } }, { path: '/pets' }],
      vantage: { network: 'cloud' },
      connection: { resolver: ['ns1'], port: 0 },
      timeouts: { probeMs: '5s' },
      publish: 'everywhere',
      retries: 3,
    }),
  );
  expect(error).toMatchObject({
    code: 'configuration-invalid',
    hint: 'Correct the keys that are listed; `private-api-canary plan --config FILE` checks a file without sending a probe.',
  });
  expect((error as Error).message.split('\n')).toEqual([
    'The configuration has 18 problems:',
    '  api.id: given "PETS"; accepted: a REST API id: lower-case letters and digits, such as "01234567ab"',
    '  api.stage: given a string of 3 characters that is not shown; accepted: a stage name: letters, digits, "_" and "-", such as "test"',
    '  api.name: given "Käfer"; accepted: the REST API\'s own name: 1 to 256 printable ASCII characters, not starting with ":"',
    '  api.arn: no such key; known here: id, stage, region, name',
    '  endpoints.vpcEndpointIds[0]: given "vpce-1"; accepted: a VPC endpoint id: "vpce-" and 8 or 17 hexadecimal digits, such as "vpce-01234567abcdef012"',
    '  endpoints.subnets: no such key; known here: vpcEndpointIds, vpcId, dnsNames, ipAddressType',
    '  accessMethods[1]: given "vpn"; accepted: one of private-dns, route53-alias, vpce-host, vpce-api-id, custom-domain, vpce-custom-domain',
    '  resources[0].expect.body[0]: given a string of 7 characters that is not shown; accepted: a JMESPath expression (Syntax error: invalid token (EOF): "")',
    '  vantage.network: given "cloud"; accepted: one of vpc, on-premises',
    '  connection.port: given 0; accepted: a whole number from 1 to 65535',
    '  connection.resolver[0]: given "ns1"; accepted: the IP address of a DNS server, with or without a port, such as "10.0.0.2:53" or "[fd00::2]:53"',
    '  timeouts.probeMs: given "5s"; accepted: a whole number of milliseconds from 1 to 900000',
    '  publish: given "everywhere"; accepted: one of cloudwatch, emf, none',
    '  retries: no such key; known here: api, endpoints, accessMethods, customDomain, resources, routes, auth, vantage, connection, timeouts, discovery, metrics, controls, publish',
    '  api.region: given nothing; accepted: a Region name, here or as AWS_REGION in the environment',
    '  endpoints: given {"vpcEndpointIds":["vpce-1"],"vpcId":"vpc-0a1b2c3d4e5f60718","subnets":[]}; accepted: exactly one of vpcEndpointIds, vpcId, dnsNames',
    '  accessMethods[2]: given "custom-domain"; accepted: this way only together with "customDomain"',
    '  resources[1].path: given "/pets"; accepted: each path once for a method',
  ]);
});

test('what was wrong with the parts does not hide what is wrong between them', () => {
  const error = thrownBy(() =>
    parseTarget({
      api: { ...API, id: '' },
      endpoints: { ...ENDPOINTS, vpcId: 'vpc-01234567' },
      accessMethods: ['custom-domain'],
    }),
  );
  expect((error as Error).message.split('\n').map((line) => line.split(':')[0])).toEqual([
    'The configuration has 3 problems',
    '  api.id',
    '  endpoints',
    '  accessMethods[0]',
  ]);
});
