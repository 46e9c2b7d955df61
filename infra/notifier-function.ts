// The function that writes to on-call what a run after an alarm has found. Outside the VPC: from there it reaches SNS
// without an endpoint that somebody would have to pay.

import { Validations } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { functionLog } from './function-log.ts';
import type { PolicyDocument } from './function-permissions.ts';
import { where } from './needed.ts';
import type { Notifications } from './notifications.ts';

/** Strings and numbers may be tokens. */
export interface NotifierFunctionProps {
  readonly code: CfnFunction.CodeProperty;
  readonly notifications: Pick<Notifications, 'pageArn' | 'warnArn' | 'key'>;
  readonly links: NotifierLinks;
  /** As CloudWatch Logs takes it: 1, 3, 5, 7, 14, 30 and so on. */
  readonly logRetentionDays: number;
}

/** What a message links to. */
export interface NotifierLinks {
  readonly dashboard: string;
  readonly logs: string;
  /** May come to `AWS::NoValue`. */
  readonly runbook?: string;
}

// More than it fills: Lambda gives processor time by memory, and a cold start has to load the AWS client.
const MEMORY_MB = 256;
// Publishing takes well below a second; the rest is for SNS to answer late.
const TIMEOUT_S = 20;

/** The function with its role and its log group. */
export class NotifierFunction extends Construct {
  readonly functionArn: string;
  /** For the policies of topics and keys that belong to others. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: NotifierFunctionProps) {
    super(scope, id);
    const { notifications, links } = props;
    const logGroup = functionLog(this, props.logRetentionDays);
    const role = new CfnRole(this, 'Role', {
      description: 'Lets the explanations of the canary for private APIs be published to its topics',
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      policies: [{ policyName: 'notify', policyDocument: allowedToNotify(notifications, logGroup.attrArn) }],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
      reason:
        'SNS asks for this action by this name of whoever publishes to an encrypted topic; the resource is one key.',
    });
    const lambda = new CfnFunction(this, 'Resource', {
      description: 'Writes to on-call what the canary for private APIs found after an alarm',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: props.code,
      role: role.attrArn,
      memorySize: MEMORY_MB,
      timeout: TIMEOUT_S,
      loggingConfig: { logGroup: logGroup.ref, logFormat: 'Text' },
      environment: {
        variables: {
          PAGE_TOPIC_ARN: notifications.pageArn,
          WARN_TOPIC_ARN: notifications.warnArn,
          DASHBOARD_URL: links.dashboard,
          LOGS_URL: links.logs,
          ...(links.runbook === undefined ? {} : { RUNBOOK_URL: links.runbook }),
        },
      },
    });
    // Lambda waits a minute before the first retry and two before the second. What comes later than ten helps nobody who
    // was woken. Source: Lambda Developer Guide, "Error handling for asynchronous invocation".
    new CfnEventInvokeConfig(this, 'EventInvokeConfig', {
      functionName: lambda.ref,
      qualifier: '$LATEST',
      maximumEventAgeInSeconds: 600,
      maximumRetryAttempts: 2,
    });
    this.functionArn = lambda.attrArn;
    this.roleArn = role.attrArn;
  }
}

/** `logGroupArn` ends with `:*`, as CloudFormation gives it: the group with its streams. */
function allowedToNotify(
  { pageArn, warnArn, key }: NotifierFunctionProps['notifications'],
  logGroupArn: string,
): PolicyDocument {
  const allow = (Sid: string, Action: readonly string[], Resource: string | readonly string[]) =>
    ({ Sid, Effect: 'Allow', Action, Resource }) as const;
  const topics = [...new Set([pageArn, warnArn])];
  return {
    Version: '2012-10-17',
    Statement: [
      allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroupArn),
      allow('Topics', ['sns:Publish'], topics),
      // What SNS needs of whoever publishes to an encrypted topic. Source: Amazon SNS Developer Guide, "Key management".
      ...(key === undefined ? [] : where(key.made, allow('Key', ['kms:Decrypt', 'kms:GenerateDataKey*'], key.arn))),
    ],
  };
}
