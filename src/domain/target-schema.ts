// The one schema of the configuration. Every leaf says what it accepts; parsing and the wording of problems are in
// target.ts, the conditions that span several keys in target-consistency.ts.

import * as z from 'zod';
import { ACCESS_METHOD_IDS } from './access-method.ts';
import { expressionProblem, MAX_EXPRESSION_LENGTH } from './body-expression.ts';
import { parseDnsEntry } from './endpoint.ts';
import {
  dimensionValue,
  identifier,
  integer,
  listOf,
  milliseconds,
  object,
  serverAddress,
  text,
} from './schema-leaf.ts';

const bodyExpression = z
  .string({ error: 'a JMESPath expression' })
  .max(MAX_EXPRESSION_LENGTH, {
    error: `a JMESPath expression of at most ${MAX_EXPRESSION_LENGTH} characters`,
    abort: true,
  })
  .superRefine((expression, context) => {
    const problem = expressionProblem(expression);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `a JMESPath expression (${problem})` });
  });

const bodyExpressions = z
  .array(bodyExpression, { error: 'a list of up to 20 JMESPath expressions that must be true' })
  .max(20, { error: 'a list of up to 20 JMESPath expressions that must be true' });

const dnsName = z
  .string({ error: 'a DNS name of the endpoint' })
  .refine((name) => parseDnsEntry(name).kind !== 'unknown', {
    error:
      'a DNS name of an execute-api endpoint, such as "vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com"',
  });

const resource = object({
  path: text(
    'a path from the stage on, starting with "/", of at most 1020 characters, without query, fragment or spaces',
    // A CloudWatch dimension has at most 1,024 characters, and the resource's is "GET " and the path.
    /^\/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]{0,1019}$/,
  ),
  expect: object({
    status: listOf(integer(100, 599), 'status codes', 20).default([200]),
    body: bodyExpressions.default([]),
    latencyMs: integer(1, 900_000).exactOptional(),
  }).prefault({}),
});

/** The PetStore of the source document, whose own way to fail is status 200 with an `errors` array. */
const DEFAULT_RESOURCES: z.input<typeof resource>[] = [
  { path: '/pets', expect: { status: [200], body: ["type(@) == 'array'", 'length(@) > `0`'] } },
  { path: '/pets/1', expect: { status: [200], body: ['id == `1`'] } },
];

export const targetSchema = object({
  $schema: z.string({ error: 'the address of this schema, for editors' }).exactOptional(),
  api: object({
    id: identifier('apiId'),
    stage: identifier('stageName'),
    region: identifier('region').exactOptional(),
    name: dimensionValue("the REST API's own name").exactOptional(),
  }),
  endpoints: object({
    vpcEndpointIds: listOf(identifier('endpointId'), 'VPC endpoint ids', 50).exactOptional(),
    vpcId: identifier('vpcId').exactOptional(),
    dnsNames: listOf(dnsName, 'DNS names of endpoints', 200).exactOptional(),
  }).meta({ oneOf: ['vpcEndpointIds', 'vpcId', 'dnsNames'].map((key) => ({ required: [key] })) }),
  accessMethods: listOf(
    z.enum(ACCESS_METHOD_IDS, { error: `one of ${ACCESS_METHOD_IDS.join(', ')}` }),
    'access methods',
    ACCESS_METHOD_IDS.length,
  ).exactOptional(),
  customDomain: object({
    name: identifier('hostName'),
    basePath: text(
      'a base path without slashes at its ends, such as "v1"',
      /^[A-Za-z0-9\-._~$+!]+(?:\/[A-Za-z0-9\-._~$+!]+)*$/,
    ).exactOptional(),
  }).exactOptional(),
  resources: listOf(resource, 'resources', 100).prefault(DEFAULT_RESOURCES),
  vantage: object({
    name: dimensionValue('a name').exactOptional(),
    network: z.enum(['vpc', 'on-premises'], { error: 'one of vpc, on-premises' }).default('vpc'),
  }).prefault({}),
  connection: object({
    port: integer(1, 65_535).default(443),
    resolver: listOf(serverAddress(), 'DNS servers', 10).exactOptional(),
    caFile: text('the path of a PEM file', /^[^\0]{1,4096}$/).exactOptional(),
  }).prefault({}),
  timeouts: object({
    dnsMs: milliseconds(1_000),
    connectMs: milliseconds(2_000),
    tlsMs: milliseconds(2_000),
    probeMs: milliseconds(5_000),
    awsMs: milliseconds(10_000),
    runMs: milliseconds(60_000),
  }).prefault({}),
  discovery: object({ maxAgeMs: integer(0, 86_400_000).default(300_000) }).prefault({}),
  metrics: object({
    namespace: text(
      'a CloudWatch namespace: 1 to 255 letters, digits and .-_/#:, not starting with "AWS/" or ":"',
      /^(?!AWS\/)(?!:)[0-9A-Za-z.\-_/#:]{1,255}$/,
    ).default('PrivateApiCanary'),
    phases: z.boolean({ error: 'true or false' }).default(false),
  }).prefault({}),
  controls: z.boolean({ error: 'true or false' }).default(true),
  publish: z.enum(['cloudwatch', 'emf', 'none'], { error: 'one of cloudwatch, emf, none' }).default('cloudwatch'),
});
