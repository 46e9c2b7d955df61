// A good configuration, with every default filled in.

import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/domain/target.ts';
import { API, ENDPOINTS, MINIMAL, targetOf, thrownBy, vpceName } from './examples.ts';

const PETSTORE = [
  {
    method: 'GET',
    path: '/pets',
    label: 'GET /pets',
    expect: { status: [200], body: ["type(@) == 'array'", 'length(@) > `0`'] },
  },
  { method: 'GET', path: '/pets/1', label: 'GET /pets/1', expect: { status: [200], body: ['id == `1`'] } },
];

test('only the API and its endpoints are required, and everything else has its default', () => {
  expect(targetOf()).toEqual({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: '01234567ab' },
    endpoints: { kind: 'ids', ids: ['vpce-01234567abcdef012'] },
    resources: PETSTORE,
    routes: [],
    vantage: { name: 'vpc', network: 'vpc' },
    connection: {
      port: 443,
      trustedNetworks: [
        '10.0.0.0/8',
        '172.16.0.0/12',
        '192.168.0.0/16',
        '100.64.0.0/10',
        '198.18.0.0/15',
        'fc00::/7',
        '2000::/3',
      ],
    },
    timeouts: { dnsMs: 1000, connectMs: 2000, tlsMs: 2000, probeMs: 5000, awsMs: 10_000, runMs: 60_000 },
    discovery: { maxAgeMs: 300_000 },
    metrics: { namespace: 'PrivateApiCanary', phases: false },
    controls: true,
    publish: 'cloudwatch',
  });
});

const CONNECTION = {
  port: 8443,
  resolver: ['10.0.0.2', '10.0.0.2:53', 'fd00::2', '[fd00::2]:5353'],
  caFile: 'ca.pem',
  trustedNetworks: ['203.0.113.0/24', '2001:db8::/32', '0.0.0.0/0', '::/0'],
};

test('everything can be said', () => {
  const target = parseTarget({
    $schema: 'target.schema.json',
    api: { ...API, name: 'pets' },
    endpoints: { vpcId: 'vpc-0a1b2c3d4e5f60718' },
    accessMethods: ['vpce-custom-domain', 'private-dns'],
    customDomain: { name: 'pets.internal.example.com', basePath: 'v1/eu' },
    resources: [{ path: '/', expect: { status: [200, 204], latencyMs: 800 } }, { path: '/owners' }],
    vantage: { name: 'berlin', network: 'on-premises' },
    connection: CONNECTION,
    timeouts: { dnsMs: 1, connectMs: 2, tlsMs: 3, probeMs: 4, awsMs: 5, runMs: 900_000 },
    discovery: { maxAgeMs: 0 },
    metrics: { namespace: 'Pets/Canary', phases: true },
    controls: false,
    publish: 'emf',
  });
  expect(target).toEqual({
    api: { ...API, name: 'pets' },
    endpoints: { kind: 'vpc', vpcId: 'vpc-0a1b2c3d4e5f60718' },
    accessMethods: ['vpce-custom-domain', 'private-dns'],
    customDomain: { name: 'pets.internal.example.com', basePath: 'v1/eu' },
    resources: [
      { method: 'GET', path: '/', label: 'GET /', expect: { status: [200, 204], body: [], latencyMs: 800 } },
      { method: 'GET', path: '/owners', label: 'GET /owners', expect: { status: [200], body: [] } },
    ],
    routes: [],
    vantage: { name: 'berlin', network: 'on-premises' },
    connection: CONNECTION,
    timeouts: { dnsMs: 1, connectMs: 2, tlsMs: 3, probeMs: 4, awsMs: 5, runMs: 900_000 },
    discovery: { maxAgeMs: 0 },
    metrics: { namespace: 'Pets/Canary', phases: true },
    controls: false,
    publish: 'emf',
  });
});

test('one timeout that is given leaves the others at their defaults', () => {
  expect(targetOf({ timeouts: { probeMs: 9_000 } }).timeouts).toEqual({
    dnsMs: 1000,
    connectMs: 2000,
    tlsMs: 2000,
    probeMs: 9000,
    awsMs: 10_000,
    runMs: 60_000,
  });
});

test('a vantage without a name is called after its network', () => {
  expect(targetOf({ vantage: { network: 'on-premises' } }).vantage).toEqual({
    name: 'on-premises',
    network: 'on-premises',
  });
});

test('a path may fill a CloudWatch dimension to its last character', () => {
  const [resource] = targetOf({ resources: [{ path: `/${'a'.repeat(1019)}` }] }).resources;
  expect(resource?.label.length).toBe(1024);
});

describe('the Region', () => {
  const { region: _region, ...api } = API;
  test('comes from the environment when the configuration has none', () => {
    expect(parseTarget({ api, endpoints: ENDPOINTS }, 'eu-central-1').api.region).toBe('eu-central-1');
  });
  test('of the configuration wins', () => {
    expect(parseTarget(MINIMAL, 'eu-central-1').api.region).toBe('us-west-2');
  });
  test('of the configuration wins over an environment that names none', () => {
    expect(parseTarget(MINIMAL, '').api.region).toBe('us-west-2');
  });
  test('of the environment is what the endpoint names must be in', () => {
    const named = { api, endpoints: { dnsNames: [vpceName()] } };
    expect(parseTarget(named, 'us-west-2').api.region).toBe('us-west-2');
    expect(thrownBy(() => parseTarget(named, 'us-east-1'))).toMatchObject({
      message: `The configuration has 1 problem:\n  endpoints.dnsNames[0]: given "${vpceName()}"; accepted: a name in us-east-1, the Region of the API`,
    });
  });
  test.each([
    { environment: undefined, given: 'nothing' },
    { environment: '', given: '""' },
    { environment: 'Frankfurt', given: '"Frankfurt"' },
    { environment: 'us-west-2\n', given: '"us-west-2\\n"' },
  ])('must be known: the environment says $given', ({ environment, given }) => {
    expect(thrownBy(() => parseTarget({ api, endpoints: ENDPOINTS }, environment))).toMatchObject({
      message: `The configuration has 1 problem:\n  api.region: given ${given}; accepted: a Region name, here or as AWS_REGION in the environment`,
    });
  });
});

describe('the endpoints', () => {
  test('by id, of the old length and the new', () => {
    const vpcEndpointIds = ['vpce-01234567', 'vpce-01234567abcdef012'];
    expect(targetOf({ endpoints: { vpcEndpointIds } }).endpoints).toEqual({ kind: 'ids', ids: vpcEndpointIds });
  });
  test('by name, private names beside public ones', () => {
    const dnsNames = [vpceName(), '*.execute-api.us-west-2.amazonaws.com'];
    expect(targetOf({ endpoints: { dnsNames } }).endpoints).toEqual({ kind: 'names', names: dnsNames });
  });
});
