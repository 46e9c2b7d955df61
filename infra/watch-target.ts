// A target as a CDK program writes it -> the API under watch: validated as the function will validate it, its access
// methods named, its periods chosen.

import { Duration, type Stack, Token } from 'aws-cdk-lib';
import { type Datapoints, periodsFor, thresholdsFor } from '../src/alarms/settings.ts';
import {
  ACCESS_METHOD_IDS,
  ACCESS_METHODS,
  type AccessMethod,
  type AccessMethodId,
} from '../src/domain/access-method.ts';
import { parseDnsEntry } from '../src/domain/endpoint.ts';
import { parseTarget, type Target, type TargetInput } from '../src/domain/target.ts';
import type { FunctionNeeds } from './function-permissions.ts';
import { jsonText } from './json-text.ts';
import { knownRegion, withStandIns } from './placeholders.ts';
import { watchProblems } from './watch-problems.ts';
import type { WatchedApi } from './watched-api.ts';

/** How one API is watched. */
export interface WatchOptions {
  /** Time between two runs: whole minutes. Default: one minute, the shortest that EventBridge Scheduler offers. */
  readonly every?: Duration;
  /** A way whose 90th percentile is above this is slow. Default: one second. */
  readonly latencyThreshold?: Duration;
  /** Fewer days left than this, and the certificate alarm is red. Default: 14, as in the report. */
  readonly certificateDays?: number;
  /** How many of the last so many runs must fail before an alarm is red. An API that fails in every second run stays red
   * with 2 of 4 and flips with 2 of 3. Default: 2 of 3. */
  readonly datapoints?: Datapoints;
  /** Begins the names of the resources in the template. Needed where the API's name or stage is a token. Alarms are
   * named by API: with another id, CloudFormation would make a second alarm of the same name, and CloudWatch has only
   * one of each. Default: API and stage. */
  readonly id?: string;
}

/** What the canary around it adds. */
export interface Surroundings {
  readonly stack: Stack;
  readonly prefix: string;
  readonly vpcId: string;
  readonly functionTimeoutSeconds: number;
  /** EC2 is asked through an endpoint of the canary's own, which serves the stack's Region alone. */
  readonly ec2Endpoint: boolean;
}

/** Throws with every problem of the configuration, or where it cannot be watched by alarms. */
export function watchTarget(input: TargetInput, options: WatchOptions, around: Surroundings): WatchedApi {
  const { stack } = around;
  const stackRegion = Token.isUnresolved(stack.region) ? undefined : stack.region;
  const region = knownRegion(input) ?? stackRegion ?? 'us-east-1';
  const target = parseTarget(withStandIns(input, region), stackRegion ?? region);
  const { every = Duration.minutes(1), latencyThreshold, certificateDays, datapoints } = options;
  // Of the input, not of the target: a stand-in must not get into names.
  const api = input.api.name ?? input.api.id;
  const { stage } = input.api;
  const vantage = input.vantage?.name ?? target.vantage.name;
  const names = { api, stage, vantage };
  const problems = watchProblems(target, { every, datapoints, names, region: input.api.region, around });
  if (problems.length > 0) throw new Error([`${api}/${stage} cannot be watched:`, ...problems].join('\n  '));
  const accessMethods = namedMethods(target);
  const everySeconds = every.toSeconds();
  return {
    id: options.id ?? pascalCase([api, stage]),
    series: {
      prefix: around.prefix,
      namespace: target.metrics.namespace,
      api,
      stage,
      vantage,
      accessMethods,
      zonal: hasZones(target, accessMethods),
    },
    settings: {
      periods: periodsFor(everySeconds),
      thresholds: thresholdsFor(
        {
          ...(latencyThreshold === undefined ? {} : { latencyMs: latencyThreshold.toMilliseconds() }),
          ...(certificateDays === undefined ? {} : { certificateDays }),
        },
        around.functionTimeoutSeconds,
      ),
      ...(datapoints === undefined ? {} : { datapoints }),
    },
    conditions: {},
    vpcId: input.endpoints.vpcId ?? around.vpcId,
    input: jsonText({ ...input, accessMethods }, stack),
    scheduleExpression: rateExpression(everySeconds / 60),
    needs: needsOf(target),
  };
}

/** EventBridge Scheduler's own spelling: the unit is singular for one. */
export function rateExpression(minutes: number): string {
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;
}

/** Those that are named, else every way that may apply: whether an endpoint has private DNS is not known here, and an
 * alarm must not wait for a way that the runs leave out. With DNS names alone the runs do not know it either, so that
 * private DNS is probed only where it is named, as everywhere. */
function namedMethods(target: Target): readonly AccessMethodId[] {
  if (target.accessMethods !== undefined) return ACCESS_METHOD_IDS.filter((id) => target.accessMethods?.includes(id));
  const applies = {
    always: true,
    'private-dns-on': target.endpoints.kind !== 'names',
    'custom-domain-configured': target.customDomain !== undefined,
  } as const satisfies Record<AccessMethod['default'], boolean>;
  return ACCESS_METHOD_IDS.filter((id) => {
    const method: AccessMethod = ACCESS_METHODS[id];
    return applies[method.default] && (target.vantage.network === 'vpc' || method.records !== 'private');
  });
}

/** What the function must be able to reach and may do for this API. */
function needsOf({ endpoints, publish, metrics, connection }: Target): FunctionNeeds {
  return {
    ec2: endpoints.kind !== 'names',
    putsMetrics: publish === 'cloudwatch',
    namespaces: publish === 'cloudwatch' ? [metrics.namespace] : [],
    ports: [connection.port],
    resolvers: connection.resolver ?? [],
  };
}

/** A name that only CloudFormation knows counts as a regional one: an alarm over zones that are not there is red for
 * ever. */
function hasZones({ endpoints }: Target, accessMethods: readonly AccessMethodId[]): boolean {
  const names = endpoints.kind !== 'names' || endpoints.names.some((name) => parseDnsEntry(name).kind === 'zonal');
  return names && accessMethods.some((id) => ACCESS_METHODS[id].per === 'endpoint-names');
}

function pascalCase(parts: readonly string[]): string {
  if (parts.some((part) => Token.isUnresolved(part))) {
    throw new Error(
      "its name or its stage is known only when it is deployed: name it, watch(target, { id: 'Orders' })",
    );
  }
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/)).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
