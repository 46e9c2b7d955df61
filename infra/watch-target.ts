// A target as a CDK program writes it -> the API under watch: validated as the function will validate it, its access
// methods named, its periods chosen.

import { Duration, type Stack, Token } from 'aws-cdk-lib';
import type { AlarmSettings } from '../src/alarms/alarms.ts';
import { type Datapoints, periodsFor, thresholdsFor } from '../src/alarms/settings.ts';
import { parseTarget, type Target, type TargetInput } from '../src/domain/target.ts';
import type { FunctionNeeds } from './function-permissions.ts';
import { jsonText } from './json-text.ts';
import { knownRegion, withStandIns } from './placeholders.ts';
import { hasRefusals, hasZones, namedMethods } from './probed-ways.ts';
import { type RequestNeeds, type RequestOptions, requestNeeds } from './request-needs.ts';
import { watchProblems } from './watch-problems.ts';
import type { WatchedApi } from './watched-api.ts';

/** How one API is watched. */
export interface WatchOptions extends AlarmChoices, RequestOptions {
  /** Time between two runs: whole minutes. Default: one minute, the shortest that EventBridge Scheduler offers. */
  readonly every?: Duration;
  /** Begins the names of the resources in the template. Needed where the API's name or stage is a token. Alarms are
   * named by API: with another id, CloudFormation would make a second alarm of the same name, and CloudWatch has only
   * one of each. Default: API and stage. */
  readonly id?: string;
}

/** When alarms are red. */
export interface AlarmChoices {
  /** A way whose 90th percentile is above this is slow. Default: one second. */
  readonly latencyThreshold?: Duration;
  /** Fewer days left than this, and the certificate alarm is red. Default: 14, as in the report. */
  readonly certificateDays?: number;
  /** How many of the last so many runs must fail before an alarm is red. An API that fails in every second run stays red
   * with 2 of 4 and flips with 2 of 3. Default: 2 of 3. */
  readonly datapoints?: Datapoints;
}

/** What the canary around it adds. */
export interface Surroundings {
  readonly stack: Stack;
  readonly prefix: string;
  readonly vpcId: string;
  readonly functionTimeoutSeconds: number;
  /** EC2 is asked through an endpoint of the canary's own, which serves the stack's Region alone. */
  readonly ec2Endpoint: boolean;
  /** Likewise secrets. */
  readonly secretsEndpoint?: boolean;
}

/** Throws with every problem of the configuration, or where it cannot be watched by alarms. */
export function watchTarget(input: TargetInput, options: WatchOptions, around: Surroundings): WatchedApi {
  const { stack } = around;
  const stackRegion = Token.isUnresolved(stack.region) ? undefined : stack.region;
  const region = knownRegion(input) ?? stackRegion ?? 'us-east-1';
  const target = parseTarget(withStandIns(input, region), stackRegion ?? region);
  const { every = Duration.minutes(1), datapoints } = options;
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
    ...knownId(input.api.id),
    series: {
      prefix: around.prefix,
      namespace: target.metrics.namespace,
      api,
      stage,
      vantage,
      accessMethods,
      zonal: hasZones(target, accessMethods),
      refuses: hasRefusals(target, accessMethods),
    },
    settings: alarmSettings(everySeconds, options, around.functionTimeoutSeconds),
    conditions: {},
    vpcId: input.endpoints.vpcId ?? around.vpcId,
    input: jsonText({ ...input, accessMethods }, stack),
    scheduleExpression: rateExpression(everySeconds / 60),
    needs: { ...needsOf(target), ...requestNeeds(input, target, options, stack) },
  };
}

/** EventBridge Scheduler's own spelling: the unit is singular for one. */
export function rateExpression(minutes: number): string {
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;
}

/** How alarms are evaluated for runs that come every so many seconds. */
export function alarmSettings(
  everySeconds: number,
  { latencyThreshold, certificateDays, datapoints }: AlarmChoices,
  functionTimeoutSeconds: number,
): AlarmSettings {
  return {
    periods: periodsFor(everySeconds),
    thresholds: thresholdsFor(
      {
        ...(latencyThreshold === undefined ? {} : { latencyMs: latencyThreshold.toMilliseconds() }),
        ...(certificateDays === undefined ? {} : { certificateDays }),
      },
      functionTimeoutSeconds,
    ),
    ...(datapoints === undefined ? {} : { datapoints }),
  };
}

/** What the function must be able to reach and may do for this API, whatever its requests carry. */
export function needsOf({ endpoints, publish, metrics, connection }: Target): Omit<FunctionNeeds, keyof RequestNeeds> {
  return {
    ec2: endpoints.kind !== 'names',
    putsMetrics: publish === 'cloudwatch',
    namespaces: publish === 'cloudwatch' ? [metrics.namespace] : [],
    ports: [connection.port],
    resolvers: connection.resolver ?? [],
  };
}

export function pascalCase(parts: readonly string[]): string {
  if (parts.some((part) => Token.isUnresolved(part))) {
    throw new Error(
      "its name or its stage is known only when it is deployed: name it, watch(target, { id: 'Orders' })",
    );
  }
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/)).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** Nothing for the id of an API that the same stack makes. */
export function knownId(id: string): { readonly restApiId?: string } {
  return Token.isUnresolved(id) ? {} : { restApiId: id };
}
