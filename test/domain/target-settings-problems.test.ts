// What is wrong with the resources and the settings of a configuration, one kind of problem at a time.

import { describe, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { MINIMAL, thrownBy } from './examples.ts';

const paths = (count: number) => Array.from({ length: count }, (_, index) => ({ path: `/${index}` }));
const resourceWith = (expectation: unknown) => ({ resources: [{ path: '/a', expect: expectation }] });
const MILLISECONDS = 'a whole number of milliseconds from 1 to 900000';
const NETWORK = 'a CIDR block, such as "10.0.0.0/8" or "fd00::/8"';
const RESOLVER = 'the IP address of a DNS server, with or without a port, such as "10.0.0.2:53" or "[fd00::2]:53"';
const PATH =
  'a path from the stage on, starting with "/", of at most 1020 characters, with or without a query, without fragment or spaces';
const NAMESPACE = 'a CloudWatch namespace: 1 to 255 letters, digits and .-_/#:, not starting with "AWS/" or ":"';
const NAME = '1 to 256 printable ASCII characters, not starting with ":"';

describe('every kind of problem is told by itself', () => {
  const PROBLEMS: Readonly<Record<string, { readonly more: object; readonly problem: string }>> = {
    'path with a fragment': {
      more: { resources: [{ path: '/pets?type=cat#1' }] },
      problem: `resources[0].path: given a string of 16 characters that is not shown; accepted: ${PATH}`,
    },
    'path without its slash': {
      more: { resources: [{ path: 'pets' }] },
      problem: `resources[0].path: given "pets"; accepted: ${PATH}`,
    },
    'path too long for a dimension': {
      more: { resources: [{ path: `/${'a'.repeat(1020)}` }] },
      problem: `resources[0].path: given a string of 1021 characters that is not shown; accepted: ${PATH}`,
    },
    'path twice': {
      more: { resources: [{ path: '/a' }, { path: '/b' }, { path: '/a', expect: { status: [404] } }] },
      problem: 'resources[2].path: given "/a"; accepted: each path once for a method',
    },
    'too many resources': {
      more: { resources: paths(101) },
      problem:
        'resources: given [{"path":"/0"},{"path":"/1"},{"path":"/2"},{"path":"/3"},{"path":"/4"},{"path":…; accepted: a list of 1 to 100 resources, each once',
    },
    'one status, not a list': {
      more: resourceWith({ status: 200 }),
      problem: 'resources[0].expect.status: given 200; accepted: a list of 1 to 20 status codes, each once',
    },
    'status that does not exist': {
      more: resourceWith({ status: [200, 600] }),
      problem: 'resources[0].expect.status[1]: given 600; accepted: a whole number from 100 to 599',
    },
    'JMESPath syntax error': {
      more: resourceWith({ body: ['length(@) > `0`', 'a..b'] }),
      problem:
        'resources[0].expect.body[1]: given "a..b"; accepted: a JMESPath expression (Syntax error, unexpected token: .(Dot))',
    },
    'endless JMESPath': {
      more: resourceWith({ body: ['('.repeat(1001)] }),
      problem: `resources[0].expect.body[0]: given a string of 1001 characters that is not shown; accepted: a JMESPath expression of at most 1000 characters`,
    },
    'body expectation that is no list': {
      more: resourceWith({ body: 'id' }),
      problem:
        'resources[0].expect.body: given "id"; accepted: a list of up to 20 JMESPath expressions that must be true',
    },
    'latency of nothing': {
      more: resourceWith({ latencyMs: 0 }),
      problem: 'resources[0].expect.latencyMs: given 0; accepted: a whole number from 1 to 900000',
    },
    'key that an expectation does not have': {
      more: resourceWith({ statusCode: 200 }),
      problem: 'resources[0].expect.statusCode: no such key; known here: status, body, latencyMs, denied',
    },
    'method of a resource': {
      more: { resources: [{ path: '/a', method: 'POST' }] },
      problem: 'resources[0].method: given "POST"; accepted: one of GET, HEAD',
    },
    'network that does not exist': {
      more: { vantage: { network: 'office' } },
      problem: 'vantage.network: given "office"; accepted: one of vpc, on-premises',
    },
    'vantage with a colon in front': {
      more: { vantage: { name: ':a' } },
      problem: `vantage.name: given a string of 2 characters that is not shown; accepted: a name: ${NAME}`,
    },
    'port as text': {
      more: { connection: { port: '443' } },
      problem: 'connection.port: given "443"; accepted: a whole number from 1 to 65535',
    },
    'resolver by name': {
      more: { connection: { resolver: ['dns.example.com'] } },
      problem: `connection.resolver[0]: given "dns.example.com"; accepted: ${RESOLVER}`,
    },
    'resolver with a port too high': {
      more: { connection: { resolver: ['10.0.0.2:65536'] } },
      problem: `connection.resolver[0]: given a string of 14 characters that is not shown; accepted: ${RESOLVER}`,
    },
    'empty CA file': {
      more: { connection: { caFile: '' } },
      problem: 'connection.caFile: given ""; accepted: the path of a PEM file',
    },
    'a network as an address': {
      more: { connection: { trustedNetworks: ['10.0.0.0'] } },
      problem: `connection.trustedNetworks[0]: given "10.0.0.0"; accepted: ${NETWORK}`,
    },
    'a network of more bits than there are': {
      more: { connection: { trustedNetworks: ['10.0.0.0/8', '10.0.0.0/33'] } },
      problem: `connection.trustedNetworks[1]: given "10.0.0.0/33"; accepted: ${NETWORK}`,
    },
    'an IPv6 network of more bits than there are': {
      more: { connection: { trustedNetworks: ['fd00::/129'] } },
      problem: `connection.trustedNetworks[0]: given a string of 10 characters that is not shown; accepted: ${NETWORK}`,
    },
    'trusted network of IPv4 in IPv6': {
      more: { connection: { trustedNetworks: ['::ffff:10.0.0.0/104'] } },
      problem: `connection.trustedNetworks[0]: given a string of 19 characters that is not shown; accepted: ${NETWORK}`,
    },
    'trusted network of IPv4 in IPv6, without its dots': {
      more: { connection: { trustedNetworks: ['fd00::/8', '::FFFF:a00:0/104'] } },
      problem: `connection.trustedNetworks[1]: given a string of 16 characters that is not shown; accepted: ${NETWORK}`,
    },
    'trusted network of IPv4 in IPv6, with all its zeros': {
      more: { connection: { trustedNetworks: ['0:0:0:0:0:ffff:a00:0/104'] } },
      problem: `connection.trustedNetworks[0]: given a string of 24 characters that is not shown; accepted: ${NETWORK}`,
    },
    'trusted network of IPv4 in IPv6, with one of its zeros': {
      more: { connection: { trustedNetworks: ['0::ffff:a00:0/104'] } },
      problem: `connection.trustedNetworks[0]: given a string of 17 characters that is not shown; accepted: ${NETWORK}`,
    },
    'a network with a mask': {
      more: { connection: { trustedNetworks: ['10.0.0.0/255.0.0.0'] } },
      problem: `connection.trustedNetworks[0]: given "10.0.0.0/255.0.0.0"; accepted: ${NETWORK}`,
    },
    'no network at all': {
      more: { connection: { trustedNetworks: [] } },
      problem: 'connection.trustedNetworks: given []; accepted: a list of 1 to 50 CIDR blocks, each once',
    },
    'half a millisecond': {
      more: { timeouts: { dnsMs: 0.5 } },
      problem: `timeouts.dnsMs: given 0.5; accepted: ${MILLISECONDS}`,
    },
    'longer than a Lambda lasts': {
      more: { timeouts: { runMs: 900_001 } },
      problem: `timeouts.runMs: given 900001; accepted: ${MILLISECONDS}`,
    },
    'timeout that does not exist': {
      more: { timeouts: { totalMs: 1 } },
      problem: 'timeouts.totalMs: no such key; known here: dnsMs, connectMs, tlsMs, probeMs, awsMs, runMs',
    },
    'negative age': {
      more: { discovery: { maxAgeMs: -1 } },
      problem: 'discovery.maxAgeMs: given -1; accepted: a whole number from 0 to 86400000',
    },
    'namespace of AWS': {
      more: { metrics: { namespace: 'AWS/ApiGateway' } },
      problem: `metrics.namespace: given "AWS/ApiGateway"; accepted: ${NAMESPACE}`,
    },
    'phases as text': {
      more: { metrics: { phases: 'yes' } },
      problem: 'metrics.phases: given "yes"; accepted: true or false',
    },
    'controls as a list': {
      more: { controls: ['unknown-api'] },
      problem: 'controls: given ["unknown-api"]; accepted: true or false',
    },
    'sink that does not exist': {
      more: { publish: 'statsd' },
      problem: 'publish: given "statsd"; accepted: one of cloudwatch, emf, none',
    },
    'key that does not exist': {
      more: { acessMethods: ['vpce-host'] },
      problem:
        'acessMethods: no such key; did you mean accessMethods? known here: api, endpoints, accessMethods, customDomain, resources, routes, auth, vantage, connection, timeouts, discovery, metrics, controls, publish',
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
