// What parameters of the template must not be together, or need beside them.

import { CfnRule, Fn, type ICfnConditionExpression } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { given, isOn, missing } from './configuration.ts';
import type { Parameters } from './parameters.ts';
import { NAMES } from './vantages.ts';

/** One of these must hold. */
type Assert = (id: string, description: string, ...some: readonly ICfnConditionExpression[]) => void;

/** What parameters must not be together; CloudFormation refuses it before it makes anything. */
export function rules(scope: Construct, chosen: Parameters): void {
  const assert: Assert = (id, assertDescription, ...some) =>
    new CfnRule(scope, id, { assertions: [{ assert: Fn.conditionOr(...some), assertDescription }] });
  assert(
    'SomeWayIn',
    'Switch on at least one way to probe.',
    isOn(chosen.PrivateDns),
    isOn(chosen.Route53Alias),
    isOn(chosen.VpceHost),
    isOn(chosen.VpceApiId),
    given(chosen, 'CustomDomainName'),
  );
  assert(
    'EmailNeedsNewTopic',
    'NotificationEmail is for topics that this stack makes; subscribe it to your own yourself.',
    missing(chosen, 'NotificationEmail'),
    missing(chosen, 'PageTopicArn'),
    missing(chosen, 'WarnTopicArn'),
  );
  assert(
    'OneWayToProveIt',
    'A signed request has its signature in "authorization": give SecretHeader another name, or do not sign.',
    Fn.conditionNot(isOn(chosen.SignRequests)),
    missing(chosen, 'SecretArn'),
    Fn.conditionNot(Fn.conditionEquals(chosen.SecretHeader.valueAsString, 'authorization')),
  );
  vantageRules(assert, chosen);
}

/** What must not be given together with them. */
function vantageRules(assert: Assert, chosen: Parameters): void {
  for (const [id, name] of Object.entries(NAMES)) {
    const text = chosen[name].valueAsString;
    const others = [chosen.VantageName, ...(id === 'Vantage' ? [] : [chosen[NAMES.Vantage]])];
    for (const [index, other] of others.entries()) {
      const differs = Fn.conditionNot(Fn.conditionEquals(text, other.valueAsString));
      assert(`${id}IsAnother${index || ''}`, 'Give each vantage a name of its own.', missing(chosen, name), differs);
    }
    assert(
      `${id}HasSomeWay`,
      'Nothing would be probed from on-premises: switch on a way that works there.',
      missing(chosen, name),
      isOn(chosen.Route53Alias),
      isOn(chosen.VpceHost),
      isOn(chosen.VpceApiId),
      isOn(chosen.OnPremisesPrivateNames),
      given(chosen, 'CustomDomainName'),
    );
  }
}
