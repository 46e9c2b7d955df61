// The log group of a function, made here so that it has a retention and goes with the stack.

import { Aws, CfnDeletionPolicy, Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** For the function that `scope` makes. Days as CloudWatch Logs takes them: 1, 3, 5, 7, 14, 30 and so on; may be a token. */
export function functionLog(scope: Construct, retentionInDays: number): CfnLogGroup {
  const logGroup = new CfnLogGroup(scope, 'LogGroup', { logGroupName: logNameOf(scope), retentionInDays });
  // Goes with the stack. Retention has already said how long reports are of use; a group left behind is paid for with
  // nobody looking, and its name would keep the same stack from being created again.
  logGroup.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  logGroup.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
  return logGroup;
}

/** Stack and place in it: readable, and unique in the account and Region. */
function logNameOf(construct: Construct): string {
  const scopes = construct.node.scopes;
  const inStack = scopes.slice(scopes.indexOf(Stack.of(construct)) + 1);
  // A log group's name takes letters, digits and ._-/#.
  const place = [Aws.STACK_NAME, ...inStack.map(({ node }) => node.id.replaceAll(/[^\w.-]/g, '-'))];
  return `/aws/lambda/${place.join('-')}`;
}
