// A host's configuration as a CDK program writes it -> the watched API as that host sees it, and what the host may do.

import { Duration, type Stack, Token } from 'aws-cdk-lib';
import { parseTarget, type TargetInput } from '../src/domain/target.ts';
import type { FunctionNeeds } from './function-permissions.ts';
import { jsonText } from './json-text.ts';
import { knownRegion, withStandIns } from './placeholders.ts';
import { hasRefusals, hasZones, namedMethods } from './probed-ways.ts';
import { type RequestOptions, requestNeeds } from './request-needs.ts';
import { vantageProblems } from './watch-problems.ts';
import { type AlarmChoices, alarmSettings, knownId, needsOf, pascalCase } from './watch-target.ts';
import type { VantageApi } from './watched-api.ts';

/** A vantage from which a host probes APIs that the canary watches, too. */
export interface VantageOptions extends AlarmChoices, RequestOptions {
  /** The configurations with which the host watches, as in its files. `vantage` may be left out: its name is the one
   * given here, its network `on-premises`. Each API must be watched already. */
  readonly targets: readonly TargetInput[];
  /** Time between two runs of the host: whole seconds. Default: one minute. */
  readonly every?: Duration;
  /** Begins the names of the resources in the template behind the API's. Default: the vantage's name. */
  readonly id?: string;
}

/** One API from that vantage. */
export interface VantageTarget {
  readonly api: VantageApi;
  /** The configuration for the host in JSON: the ways that have alarms are named in it. */
  readonly configuration: string;
  readonly needs: FunctionNeeds;
}

interface Surroundings {
  readonly stack: Stack;
  readonly prefix: string;
}

/** Throws with every problem of the configuration, or where it cannot be compared with the canary's own. */
export function vantageTarget(
  vantage: string,
  given: TargetInput,
  options: Omit<VantageOptions, 'targets'>,
  { stack, prefix }: Surroundings,
): VantageTarget {
  const input: TargetInput = { ...given, vantage: { network: 'on-premises', ...given.vantage, name: vantage } };
  const stackRegion = Token.isUnresolved(stack.region) ? undefined : stack.region;
  const region = knownRegion(input) ?? stackRegion ?? 'us-east-1';
  const target = parseTarget(withStandIns(input, region), stackRegion ?? region);
  const { every = Duration.minutes(1), datapoints } = options;
  const api = input.api.name ?? input.api.id;
  const { stage } = input.api;
  const name = given.vantage?.name ?? vantage;
  const problems = [
    ...(name === vantage ? [] : [`vantage.name is ${JSON.stringify(name)}: leave it out, or name it as here`]),
    ...vantageProblems(target, { every, datapoints, names: { api, stage, vantage, prefix } }),
  ];
  if (problems.length > 0)
    throw new Error([`${api}/${stage} cannot be watched from ${vantage}:`, ...problems].join('\n  '));
  const accessMethods = namedMethods(target);
  return {
    api: {
      id: options.id ?? pascalCase([vantage]),
      ...knownId(input.api.id),
      series: {
        ...{ prefix, namespace: target.metrics.namespace, api, stage, vantage, accessMethods },
        zonal: hasZones(target, accessMethods),
        refuses: hasRefusals(target, accessMethods),
      },
      // No alarm of a vantage looks at a function.
      settings: alarmSettings(every.toSeconds(), options, 0),
      conditions: {},
    },
    configuration: jsonText({ ...input, accessMethods }, stack),
    needs: { ...needsOf(target), ...requestNeeds(input, target, options, stack) },
  };
}
