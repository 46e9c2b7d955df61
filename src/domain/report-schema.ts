// The shape of a report that comes from outside. Keys that are not known here are dropped.

import * as z from 'zod/mini';
import { CANARY_ERRORS, type CanaryErrorCode } from './canary-error.ts';
import { observationSchema } from './observation-schema.ts';
import { type DiscoveryNotice, type EndpointChange, REPORT_SCHEMA } from './report.ts';
import {
  accessMethod,
  count,
  ec2Id,
  family,
  freeText,
  isoTime,
  keyOf,
  list,
  number,
  object,
  oneOf,
  zone,
} from './report-leaf.ts';
import { dimensionValue, identifier, text } from './schema-leaf.ts';

const problem = object({ code: keyOf<CanaryErrorCode>(CANARY_ERRORS), message: freeText, hint: freeText });

const endpoint = object({
  id: identifier('endpointId'),
  region: identifier('region'),
  dnsSuffix: text('a domain', /^[a-z0-9.-]{1,100}$/),
  regionalName: z.exactOptional(identifier('hostName')),
  zones: list(object({ zone, name: identifier('hostName') })),
  families: list(family),
  privateFamilies: list(family),
  privateDns: z.exactOptional(oneOf(['on', 'off', 'pending'])),
  state: z.exactOptional(freeText),
  vpcId: z.exactOptional(ec2Id),
  subnetIds: z.exactOptional(list(ec2Id)),
  securityGroupIds: z.exactOptional(list(ec2Id)),
});

const NOTICES = [
  'unknown-dns-entry',
  'other-service',
  'endpoint-missing',
  'not-usable',
  'without-dns-names',
  'private-dns-pending',
] as const satisfies readonly DiscoveryNotice['code'][];

const CHANGES = [
  'endpoint',
  'state',
  'names',
  'zones',
  'private-dns',
  'security-groups',
  'subnets',
] as const satisfies readonly EndpointChange['what'][];

const discovery = object({
  source: oneOf(['ec2', 'remembered', 'last-known-good', 'configuration', 'none']),
  ageSeconds: count,
  notices: list(object({ code: oneOf(NOTICES), subject: freeText, message: freeText })),
  changes: z.exactOptional(
    list(
      object({
        endpoint: identifier('endpointId'),
        what: oneOf(CHANGES),
        before: freeText,
        after: freeText,
        between: z.tuple([isoTime, isoTime], { error: 'two times' }),
      }),
    ),
  ),
  problem: z.exactOptional(problem),
});

const diagnosis = object({
  code: freeText,
  title: freeText,
  cause: z._default(freeText, ''),
  evidence: list(freeText),
  remedy: freeText,
  command: freeText,
  affects: list(freeText),
  link: freeText,
});

const endpointSource = z.union(
  [
    object({ kind: z.literal('ids'), ids: list(identifier('endpointId')) }),
    object({ kind: z.literal('vpc'), vpcId: identifier('vpcId') }),
    object({
      kind: z.literal('names'),
      names: list(freeText),
      ipAddressType: z.exactOptional(oneOf(['ipv4', 'dualstack', 'ipv6'])),
    }),
  ],
  { error: 'how the configuration names the endpoints: ids, vpc or names' },
);

export const reportSchema = object({
  schema: z.literal(REPORT_SCHEMA, { error: `"${REPORT_SCHEMA}"` }),
  target: object({
    api: object({
      id: identifier('apiId'),
      stage: identifier('stageName'),
      region: identifier('region'),
      name: dimensionValue("the REST API's own name"),
    }),
    accessMethods: list(accessMethod),
    leftOut: list(object({ accessMethod, reason: freeText })),
    resources: list(freeText),
    endpoints: endpointSource,
    routes: z.exactOptional(
      list(
        object({
          accessMethod: z.exactOptional(accessMethod),
          endpoint: z.exactOptional(identifier('endpointId')),
          expect: object({ denied: z.literal(true, { error: 'true' }) }),
        }),
      ),
    ),
    auth: z.exactOptional(object({ iam: z.boolean({ error: 'true or false' }), headers: list(freeText) })),
    port: z.int({ error: 'a port' }).check(z.gte(1, { error: 'a port' }), z.lte(65_535, { error: 'a port' })),
  }),
  vantage: object({
    name: dimensionValue('a name'),
    network: oneOf(['vpc', 'on-premises']),
    privateNames: z.exactOptional(z.literal('forwarded', { error: '"forwarded"' })),
  }),
  startedAt: isoTime,
  durationMs: number,
  measurementDelayMs: number,
  cutShort: z.boolean({ error: 'true or false' }),
  endpoints: list(endpoint),
  discovery,
  observations: list(observationSchema),
  controls: list(observationSchema),
  verdict: object({
    state: oneOf(['healthy', 'degraded', 'unreachable', 'unknown']),
    summary: freeText,
    diagnoses: list(diagnosis),
    since: z.exactOptional(isoTime),
  }),
  published: object({
    sink: oneOf(['cloudwatch', 'emf', 'none']),
    accepted: count,
    rejected: count,
    kept: z.exactOptional(count),
    fallback: z.exactOptional(oneOf(['emf'])),
    problem: z.exactOptional(problem),
  }),
  shortened: z.exactOptional(
    object({
      leftOut: count,
      // Version 0.1.0 did not say.
      replayable: z._default(z.boolean({ error: 'true or false' }), false),
    }),
  ),
});
