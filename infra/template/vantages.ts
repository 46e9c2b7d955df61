// Other vantages in the template: two names that may be given, each with alarms on its conditions, and one policy for their
// hosts. A template cannot make resources of a list of any length.

import { CfnCondition, Fn, type ICfnConditionExpression, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Lags } from '../../src/alarms/settings.ts';
import { ACCESS_METHOD_IDS, ACCESS_METHODS, type AccessMethodId } from '../../src/domain/access-method.ts';
import { callsAllowed, type FunctionNeeds } from '../function-permissions.ts';
import type { VantageApi, WatchedApi } from '../watched-api.ts';
import { type Conditions, given, isOn } from './configuration.ts';
import type { Parameters } from './parameters.ts';

/** Their parameters, by how the ids of their resources begin. */
export const NAMES = { Vantage: 'OnPremisesVantage', SecondVantage: 'SecondOnPremisesVantage' } as const;

/** One that may be there. */
export interface OtherVantage {
  readonly id: keyof typeof NAMES;
  readonly name: string;
  readonly condition: CfnCondition;
  readonly ways: Readonly<Partial<Record<AccessMethodId, CfnCondition>>>;
  readonly zonal: CfnCondition;
}

export function otherVantages(scope: Construct, chosen: Parameters, when: Conditions): readonly OtherVantage[] {
  const forwarded = new CfnCondition(scope, 'ForwardsPrivateNames', {
    expression: isOn(chosen.OnPremisesPrivateNames),
  });
  return (Object.keys(NAMES) as OtherVantage['id'][]).map((id) => {
    const both = (name: string, ...all: readonly ICfnConditionExpression[]) =>
      new CfnCondition(scope, `${id}${name}`, { expression: Fn.conditionAnd(...all) });
    const condition = new CfnCondition(scope, `Has${id}`, { expression: given(chosen, NAMES[id]) });
    const way = (method: AccessMethodId): readonly [AccessMethodId, CfnCondition] => {
      const privately = ACCESS_METHODS[method].records === 'private' ? [forwarded] : [];
      return [method, both(`Probes${pascal(method)}`, condition, when.accessMethods[method], ...privately)];
    };
    return {
      ...{ id, condition, name: chosen[NAMES[id]].valueAsString },
      ways: Object.fromEntries(ACCESS_METHOD_IDS.map(way)),
      zonal: both('ProbesZones', condition, when.zonal),
    };
  });
}

/** The API as that vantage sees it: probed at least as often as from here. */
export function vantageApi({ series, settings }: WatchedApi, vantage: OtherVantage, lags: Lags): VantageApi {
  const { id, name, condition, ways, zonal } = vantage;
  return {
    ...{ id, settings, condition, lags, conditions: ways, zonalCondition: zonal, refusalCondition: condition },
    series: { ...series, vantage: name },
  };
}

/** What their hosts may do. They publish with PutMetricData, whatever the function does. */
export function hostPolicy(
  scope: Construct,
  needs: FunctionNeeds,
  vantages: readonly OtherVantage[],
): CfnManagedPolicy {
  const policy = new CfnManagedPolicy(scope, 'VantagePolicy', {
    description: 'What a host may do that probes a private API from another vantage',
    policyDocument: { Version: '2012-10-17', Statement: callsAllowed({ ...needs, putsMetrics: true }) },
  });
  policy.cfnOptions.condition = new CfnCondition(scope, 'HasSomeVantage', {
    expression: Fn.conditionOr(...vantages.map(({ condition }) => condition)),
  });
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'These actions take no narrower resource; metrics are limited by their namespace.',
  });
  return policy;
}

function pascal(id: string): string {
  return id.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}
