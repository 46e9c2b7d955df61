// The one schema of the configuration. Every leaf says what it accepts; parsing and the wording of problems are in
// target.ts, the conditions that span several keys in target-consistency.ts.

import * as z from 'zod/mini';
import { ACCESS_METHOD_IDS } from './access-method.ts';
import { parseDnsEntry } from './endpoint.ts';
import { accessMethodSchema, authSchema, resourcesSchema, routesSchema } from './request-schema.ts';
import {
  dimensionValue,
  identifier,
  integer,
  listOf,
  milliseconds,
  network,
  object,
  serverAddress,
  text,
} from './schema-leaf.ts';

const dnsName = z.string({ error: 'a DNS name of the endpoint' }).check(
  z.refine((name) => parseDnsEntry(name).kind !== 'unknown', {
    error:
      'a DNS name of an execute-api endpoint, such as "vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com"',
  }),
);

// Private address space: RFC 1918, shared (RFC 6598) and benchmarking (RFC 2544), which some VPCs use, unique local
// (RFC 4193). The IPv6 addresses of a VPC are mostly global unicast ones, Amazon's or its owner's.
const VPC_NETWORKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '198.18.0.0/15',
  'fc00::/7',
  '2000::/3',
];

export const targetSchema = object({
  $schema: z.exactOptional(z.string({ error: 'the address of this schema, for editors' })),
  api: object({
    id: identifier('apiId'),
    stage: identifier('stageName'),
    region: z.exactOptional(identifier('region')),
    name: z.exactOptional(dimensionValue("the REST API's own name")),
  }),
  endpoints: object({
    vpcEndpointIds: z.exactOptional(listOf(identifier('endpointId'), 'VPC endpoint ids', 50)),
    vpcId: z.exactOptional(identifier('vpcId')),
    dnsNames: z.exactOptional(listOf(dnsName, 'DNS names of endpoints', 200)),
    ipAddressType: z.exactOptional(z.enum(['ipv4', 'dualstack', 'ipv6'], { error: 'one of ipv4, dualstack, ipv6' })),
  }).check(z.meta({ oneOf: ['vpcEndpointIds', 'vpcId', 'dnsNames'].map((key) => ({ required: [key] })) })),
  accessMethods: z.exactOptional(listOf(accessMethodSchema, 'access methods', ACCESS_METHOD_IDS.length)),
  customDomain: z.exactOptional(
    object({
      name: identifier('hostName'),
      basePath: z.exactOptional(
        text(
          'a base path without slashes at its ends, such as "v1"',
          /^[A-Za-z0-9\-._~$+!]+(?:\/[A-Za-z0-9\-._~$+!]+)*$/,
        ),
      ),
    }),
  ),
  resources: resourcesSchema,
  routes: routesSchema,
  auth: authSchema,
  vantage: z.prefault(
    object({
      name: z.exactOptional(dimensionValue('a name')),
      network: z._default(z.enum(['vpc', 'on-premises'], { error: 'one of vpc, on-premises' }), 'vpc'),
      privateNames: z.exactOptional(
        z.enum(['forwarded', 'not-forwarded'], { error: 'one of forwarded, not-forwarded' }),
      ),
    }),
    {},
  ),
  connection: z.prefault(
    object({
      port: z._default(integer(1, 65_535), 443),
      resolver: z.exactOptional(listOf(serverAddress(), 'DNS servers', 10)),
      caFile: z.exactOptional(text('the path of a PEM file', /^[^\0]{1,4096}$/)),
      trustedNetworks: z._default(listOf(network(), 'CIDR blocks', 50), VPC_NETWORKS),
    }),
    {},
  ),
  timeouts: z.prefault(
    object({
      dnsMs: milliseconds(1_000),
      connectMs: milliseconds(2_000),
      tlsMs: milliseconds(2_000),
      probeMs: milliseconds(5_000),
      awsMs: milliseconds(10_000),
      runMs: milliseconds(60_000),
    }),
    {},
  ),
  discovery: z.prefault(object({ maxAgeMs: z._default(integer(0, 86_400_000), 300_000) }), {}),
  metrics: z.prefault(
    object({
      namespace: z._default(
        text(
          'a CloudWatch namespace: 1 to 255 letters, digits and .-_/#:, not starting with "AWS/" or ":"',
          /^(?!AWS\/)(?!:)[0-9A-Za-z.\-_/#:]{1,255}$/,
        ),
        'PrivateApiCanary',
      ),
      phases: z._default(z.boolean({ error: 'true or false' }), false),
    }),
    {},
  ),
  controls: z._default(z.boolean({ error: 'true or false' }), true),
  publish: z._default(z.enum(['cloudwatch', 'emf', 'none'], { error: 'one of cloudwatch, emf, none' }), 'cloudwatch'),
});
