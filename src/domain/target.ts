// The configuration, parsed once: one API under watch. All problems are reported together, each with its key, and what was
// given and is accepted. Pure: what the environment adds (the default Region) is passed in.

import type * as z from 'zod/mini';
import type { AccessMethodId } from './access-method.ts';
import { CanaryError } from './canary-error.ts';
import { type ConfigurationProblem, keyProblem, problem, unknownKey } from './configuration-problem.ts';
import type { ApiId, EndpointId, HostName, Region, StageName, VpcId } from './identifiers.ts';
import { KEY_SEPARATOR } from './schema-leaf.ts';
import { inconsistencies } from './target-consistency.ts';
import { targetSchema } from './target-schema.ts';

type Parsed = z.output<typeof targetSchema>;

/** A configuration as it is written, before defaults and checks. */
export type TargetInput = z.input<typeof targetSchema>;

/** Where the endpoints are: asked of EC2 by their ids or by their VPC, or named so that EC2 is not asked. */
export type EndpointSource =
  | { readonly kind: 'ids'; readonly ids: readonly EndpointId[] }
  | { readonly kind: 'vpc'; readonly vpcId: VpcId }
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly ipAddressType?: IpAddressType };

/** Address families of an endpoint, in EC2's words. */
export type IpAddressType = 'ipv4' | 'dualstack' | 'ipv6';

/** One request to the API and what it must answer. `label` is its name in metrics and reports: `GET /pets`. */
export interface Resource {
  readonly method: 'GET' | 'HEAD';
  /** With its query. */
  readonly path: string;
  readonly label: string;
  /** Sent without the target's `auth`. */
  readonly auth?: 'none';
  readonly expect: {
    readonly status: readonly number[];
    /** JMESPath expressions, each of which must be `true`. */
    readonly body: readonly string[];
    /** What `x-amzn-ErrorType` must be; only of control probes. */
    readonly errorType?: string;
    /** Total time above which a passed probe counts as slow, in milliseconds; not counting what the canary itself may
     * have added. */
    readonly latencyMs?: number;
    /** API Gateway must refuse it. An endpoint that cannot be reached has not refused anything. */
    readonly denied?: true;
  };
}

/** What routes must be refused by API Gateway: those of an access method, of an endpoint, or of both together. */
export interface DeniedRoutes {
  readonly accessMethod?: AccessMethodId;
  readonly endpoint?: EndpointId;
  readonly expect: { readonly denied: true };
}

/** Where the value of a header comes from: the environment, or a secret of Secrets Manager, whole or one key of it. */
export type SecretSource =
  | { readonly kind: 'env'; readonly env: string }
  | { readonly kind: 'secret'; readonly secretId: string; readonly jsonKey?: string };

/** What requests carry to prove who asks. `iam`: a signature, SigV4, made with the canary's own AWS credentials. */
export interface Auth {
  readonly iam: boolean;
  /** By header name, in lower case. */
  readonly headers: Readonly<Record<string, SecretSource>>;
}

/** Where the canary stands. */
export interface Vantage {
  readonly name: string;
  readonly network: 'vpc' | 'on-premises';
  /** On-premises: somebody there leads private names to the VPC's resolver, or has records of its own for them. */
  readonly privateNames?: 'forwarded';
}

/** One API under watch, with every default filled in. */
export interface Target {
  readonly api: { readonly id: ApiId; readonly stage: StageName; readonly region: Region; readonly name: string };
  readonly endpoints: EndpointSource;
  /** Absent: all that apply. */
  readonly accessMethods?: readonly AccessMethodId[];
  readonly customDomain?: { readonly name: HostName; readonly basePath?: string };
  readonly resources: readonly Resource[];
  readonly routes: readonly DeniedRoutes[];
  /** Absent: requests carry nothing of the kind. */
  readonly auth?: Auth;
  readonly vantage: Vantage;
  readonly connection: {
    readonly port: number;
    readonly resolver?: readonly string[];
    readonly caFile?: string;
    /** CIDR blocks of both families: a request that carries something to prove who asks is sent to no other address. */
    readonly trustedNetworks: readonly string[];
  };
  /** All in milliseconds. */
  readonly timeouts: Parsed['timeouts'];
  readonly discovery: { readonly maxAgeMs: number };
  readonly metrics: { readonly namespace: string; readonly phases: boolean };
  readonly publish: 'cloudwatch' | 'emf' | 'none';
  /** Whether control probes are sent. */
  readonly controls: boolean;
}

/** Parses a configuration. `defaultRegion` is what the environment says (`AWS_REGION`). Throws a `CanaryError`. */
export function parseTarget(input: unknown, defaultRegion?: string): Target {
  const result = targetSchema.safeParse(input, { reportInput: true });
  const problems = [...(result.error?.issues.flatMap(problemsOf) ?? []), ...inconsistencies(input, defaultRegion)];
  if (!result.success || problems.length > 0) throw configurationError(problems);
  const { $schema: _schema, api, endpoints, resources, auth, vantage, ...rest } = result.data;
  return {
    ...rest,
    api: {
      id: api.id,
      stage: api.stage,
      region: (api.region ?? defaultRegion) as Region,
      name: api.name ?? api.id,
    },
    endpoints: endpointSource(endpoints),
    resources: resources.map((each) => ({ ...each, label: `${each.method} ${each.path}` })),
    ...(auth === undefined ? {} : { auth: authOf(auth) }),
    vantage: {
      name: vantage.name ?? vantage.network,
      network: vantage.network,
      ...(vantage.privateNames === 'forwarded' ? { privateNames: vantage.privateNames } : {}),
    },
  };
}

function authOf({ iam, headers }: NonNullable<Parsed['auth']>): Auth {
  const sources = Object.entries(headers).map(([name, { env, secretId = '', jsonKey }]): [string, SecretSource] => [
    name,
    env === undefined
      ? { kind: 'secret', secretId, ...(jsonKey === undefined ? {} : { jsonKey }) }
      : { kind: 'env', env },
  ]);
  return { iam, headers: Object.fromEntries(sources) };
}

function endpointSource({ vpcEndpointIds, vpcId, dnsNames, ipAddressType }: Parsed['endpoints']): EndpointSource {
  if (vpcEndpointIds !== undefined) return { kind: 'ids', ids: vpcEndpointIds };
  if (vpcId !== undefined) return { kind: 'vpc', vpcId };
  return { kind: 'names', names: dnsNames ?? [], ...(ipAddressType === undefined ? {} : { ipAddressType }) };
}

function configurationError(problems: readonly ConfigurationProblem[]): CanaryError {
  const lines = problems.map(({ key, says }) => `  ${key}: ${says}`);
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new CanaryError('configuration-invalid', [`The configuration has ${count}:`, ...lines].join('\n'));
}

function problemsOf(issue: z.core.$ZodIssue): readonly ConfigurationProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...issue.path, key], issue.message.split(KEY_SEPARATOR)));
  }
  // zod's own words would be about the record.
  if (issue.code === 'invalid_key') return [keyProblem(issue.path, issue.issues[0]?.message ?? issue.message)];
  return [problem(issue.path, issue.input, issue.message)];
}
