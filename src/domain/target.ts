// The configuration, parsed once: one API under watch. All problems are reported together, each with its key, what was
// given and what is accepted. Pure: what the environment adds (the default Region) is passed in.

import type * as z from 'zod/mini';
import type { AccessMethodId } from './access-method.ts';
import { CanaryError } from './canary-error.ts';
import { type ConfigurationProblem, isRecord, keyText, quoted } from './configuration-problem.ts';
import type { ApiId, EndpointId, HostName, Region, StageName, VpcId } from './identifiers.ts';
import { oneLine } from './one-line.ts';
import { inconsistencies } from './target-consistency.ts';
import { targetSchema } from './target-schema.ts';

type Parsed = z.output<typeof targetSchema>;

/** A configuration as it is written, before defaults and checks. */
export type TargetInput = z.input<typeof targetSchema>;

/** Where the endpoints are: asked of EC2 by their ids or by their VPC, or named so that EC2 is not asked. */
export type EndpointSource =
  | { readonly kind: 'ids'; readonly ids: readonly EndpointId[] }
  | { readonly kind: 'vpc'; readonly vpcId: VpcId }
  | { readonly kind: 'names'; readonly names: readonly string[] };

/** One request to the API and what it must answer. `label` is its name in metrics and reports: `GET /pets`. */
export interface Resource {
  readonly method: 'GET';
  readonly path: string;
  readonly label: string;
  readonly expect: {
    readonly status: readonly number[];
    /** JMESPath expressions, each of which must be `true`. */
    readonly body: readonly string[];
    /** What `x-amzn-ErrorType` must be; only of control probes. */
    readonly errorType?: string;
    /** Total time above which a passed probe counts as slow, in milliseconds. */
    readonly latencyMs?: number;
  };
}

/** Where the canary stands. */
export interface Vantage {
  readonly name: string;
  readonly network: 'vpc' | 'on-premises';
}

/** One API under watch, with every default filled in. */
export interface Target {
  readonly api: { readonly id: ApiId; readonly stage: StageName; readonly region: Region; readonly name: string };
  readonly endpoints: EndpointSource;
  /** Absent: all that apply. */
  readonly accessMethods?: readonly AccessMethodId[];
  readonly customDomain?: { readonly name: HostName; readonly basePath?: string };
  readonly resources: readonly Resource[];
  readonly vantage: Vantage;
  readonly connection: { readonly port: number; readonly resolver?: readonly string[]; readonly caFile?: string };
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
  const { $schema: _schema, api, endpoints, resources, vantage, ...rest } = result.data;
  return {
    ...rest,
    api: {
      id: api.id,
      stage: api.stage,
      region: (api.region ?? defaultRegion) as Region,
      name: api.name ?? api.id,
    },
    endpoints: endpointSource(endpoints),
    resources: resources.map(({ path, expect }) => ({ method: 'GET', path, label: `GET ${path}`, expect })),
    vantage: { name: vantage.name ?? vantage.network, network: vantage.network },
  };
}

function endpointSource({ vpcEndpointIds, vpcId, dnsNames }: Parsed['endpoints']): EndpointSource {
  if (vpcEndpointIds !== undefined) return { kind: 'ids', ids: vpcEndpointIds };
  if (vpcId !== undefined) return { kind: 'vpc', vpcId };
  return { kind: 'names', names: dnsNames ?? [] };
}

function configurationError(problems: readonly ConfigurationProblem[]): CanaryError {
  const lines = problems.map(
    ({ key, given, accepted }) => `  ${key}: given ${given}; accepted: ${oneLine(accepted, 500)}`,
  );
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new CanaryError('configuration-invalid', [`The configuration has ${count}:`, ...lines].join('\n'));
}

function problemsOf(issue: z.core.$ZodIssue): readonly ConfigurationProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      key: keyText([...issue.path, key]),
      given: quoted(isRecord(issue.input) ? issue.input[key] : undefined),
      accepted: issue.message,
    }));
  }
  return [{ key: keyText(issue.path), given: quoted(issue.input), accepted: issue.message }];
}
