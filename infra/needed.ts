// What may be there always, never, or where a parameter of the template says so.

import { Aws, type CfnCondition, Fn, type ICfnRuleConditionExpression } from 'aws-cdk-lib';

export type Needed = boolean | CfnCondition;

/** The item of a list: there, not there, or there on the condition. CloudFormation leaves out what comes to
 * `AWS::NoValue`. */
export function where<Item>(needed: Needed, item: Item): readonly (Item | ICfnRuleConditionExpression)[] {
  if (typeof needed === 'boolean') return needed ? [item] : [];
  return [Fn.conditionIf(needed.logicalId, item, Aws.NO_VALUE)];
}
