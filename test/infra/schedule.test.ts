// A schedule hands one API's configuration to the function, and its role can do nothing else.

import { CfnParameter, Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { NO_REQUEST_NEEDS } from '../../infra/request-needs.ts';
import { Schedule, ScheduleRole } from '../../infra/schedule.ts';
import type { WatchedApi } from '../../infra/watched-api.ts';
import { periodsFor } from '../../src/alarms/settings.ts';
import { plainStack } from './plain-stack.ts';
import { roleStatements } from './role-statements.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-west-2:111122223333:function:canary';

function watched(api: string, input: string, scheduleExpression: string): WatchedApi {
  return {
    id: api,
    series: {
      ...{ prefix: 'canary', namespace: 'PrivateApiCanary', api, stage: 'test', vantage: 'vpc' },
      accessMethods: ['vpce-host'],
      zonal: true,
      refuses: false,
    },
    settings: {
      periods: periodsFor(60),
      thresholds: { latencyMs: 1_000, certificateDays: 14, functionDurationMs: 45_000 },
    },
    conditions: {},
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    input,
    scheduleExpression,
    needs: {
      ...{ ec2: true, putsMetrics: true, namespaces: ['PrivateApiCanary'], ports: [443], resolvers: [] },
      ...NO_REQUEST_NEEDS,
    },
  };
}

it('makes one schedule for each API, and one role for all', () => {
  const stack = plainStack();
  const { roleArn } = new ScheduleRole(stack, 'ScheduleRole', { functionArn: FUNCTION_ARN });
  for (const [api, rate] of [
    ['pets', 'rate(1 minute)'],
    ['orders', 'rate(5 minutes)'],
  ] as const) {
    new Schedule(stack, api, { watched: watched(api, `{"api":"${api}"}`, rate), functionArn: FUNCTION_ARN, roleArn });
  }
  const template = Template.fromStack(stack);
  const [role] = Object.keys(template.findResources('AWS::IAM::Role'));
  const schedules = Object.values(template.findResources('AWS::Scheduler::Schedule'));
  expect(schedules.map(({ Properties }) => Properties)).toEqual(
    (
      [
        ['pets', 'rate(1 minute)'],
        ['orders', 'rate(5 minutes)'],
      ] as const
    ).map(([api, rate]) => ({
      Description: `Canary: ${api}/test`,
      ScheduleExpression: rate,
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: FUNCTION_ARN,
        RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
        Input: `{"api":"${api}"}`,
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    })),
  );
  template.resourceCountIs('AWS::IAM::Role', 1);
});

it('hands on an input and a rate that CloudFormation completes', () => {
  const stack = plainStack();
  const stage = new CfnParameter(stack, 'Stage');
  const rate = new CfnParameter(stack, 'Rate');
  const input = Fn.join('', ['{"stage":"', stage.valueAsString, '"}']);
  new Schedule(stack, 'Schedule', {
    watched: watched('pets', input, rate.valueAsString),
    functionArn: FUNCTION_ARN,
    roleArn: 'arn:aws:iam::111122223333:role/schedule',
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: { Ref: 'Rate' },
    Target: { Input: { 'Fn::Join': ['', ['{"stage":"', { Ref: 'Stage' }, '"}']] } },
  });
});

it("lets this account's schedules invoke the function and nothing else", () => {
  const stack = plainStack();
  new ScheduleRole(stack, 'ScheduleRole', { functionArn: FUNCTION_ARN });
  const template = Template.fromStack(stack);
  expect(roleStatements(template, 'Lets the schedules of the canary for private APIs invoke its function')).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN },
  ]);
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
  });
});
