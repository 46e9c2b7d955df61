// How often an API is probed: one EventBridge Scheduler schedule for each hands its configuration to the function.

import { Aws } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { WatchedApi } from './watched-api.ts';

export interface ScheduleProps {
  readonly watched: WatchedApi;
  readonly functionArn: string;
  /** Of the `ScheduleRole` for that function. */
  readonly roleArn: string;
}

/** Runs the function with one API's configuration. CloudFormation names it after the stack and its logical id: a name
 * made of parameters could not be held to the 64 characters that a schedule's may have. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, { watched, functionArn, roleArn }: ScheduleProps) {
    super(scope, id);
    new CfnSchedule(this, 'Resource', {
      description: `Canary: ${watched.series.api}/${watched.series.stage}`,
      scheduleExpression: watched.scheduleExpression,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: functionArn,
        roleArn,
        input: watched.input,
        // The next run is the retry. Scheduler's own defaults are a day and 185 attempts.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
  }
}

/** The one role with which all schedules invoke the function, and may do nothing else. */
export class ScheduleRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { functionArn }: { readonly functionArn: string }) {
    super(scope, id);
    const role = new CfnRole(this, 'Resource', {
      description: 'Lets the schedules of the canary for private APIs invoke its function',
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // Scheduler acts for every account. Source: EventBridge Scheduler User Guide, "Confused deputy prevention".
            Condition: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
          },
        ],
      },
      policies: [
        {
          policyName: 'invoke',
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn }],
          },
        },
      ],
    });
    this.roleArn = role.attrArn;
  }
}
