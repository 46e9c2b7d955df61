// Stacks with a dashboard, for its tests.

import { App, Aws, type CfnCondition, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Dashboard, type DashboardProps } from '../../infra/dashboard/dashboard.ts';
import type { DashboardAlarm, VantageAlarms, WatchedAlarms } from '../../infra/dashboard/dashboard-alarm.ts';
import {
  type AlarmSpec,
  functionAlarms,
  targetAlarms,
  vantageAlarms,
  type WatchedSeries,
} from '../../src/alarms/alarms.ts';
import { lagsBetween, periodsFor } from '../../src/alarms/settings.ts';
import { WATCHED } from '../alarms/watched.ts';
import { type Body, type Deployed, deployed, parsedBody } from './dashboard-body.ts';
import { plainStack } from './plain-stack.ts';

const SETTINGS = {
  periods: periodsFor(60),
  thresholds: { latencyMs: 1_000, certificateDays: 14, functionDurationMs: 40_000 },
};

type Conditions = (spec: AlarmSpec) => CfnCondition | undefined;

/** An API and its alarms. */
export function watchedApi(
  series: Partial<WatchedSeries> = {},
  more: Partial<WatchedAlarms['api']> = {},
  conditionOf: Conditions = () => undefined,
): WatchedAlarms {
  const api = { series: { ...WATCHED, ...series }, settings: SETTINGS, vpcId: 'vpc-0123456789abcdef0', ...more };
  return { api, alarms: targetAlarms(api.series, api.settings).map((spec) => dashboardAlarm(spec, conditionOf(spec))) };
}

/** The same API as seen from there. */
export function seenFrom(vantage: string, own: WatchedAlarms, condition?: CfnCondition): VantageAlarms {
  const series = { ...own.api.series, vantage };
  const specs = vantageAlarms(series, own.api.settings, {
    alarms: own.alarms.map(({ spec }) => spec),
    lags: lagsBetween(own.api.settings, own.api.settings),
  });
  return {
    api: { series, settings: own.api.settings, ...(condition === undefined ? {} : { condition }) },
    alarms: specs.map((spec) => dashboardAlarm(spec, condition)),
  };
}

function dashboardAlarm(spec: AlarmSpec, condition?: CfnCondition): DashboardAlarm {
  const arn = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:${spec.name}`;
  return { spec, arn, ...(condition === undefined ? {} : { condition }) };
}

export function addDashboard(stack: Stack, props: Partial<DashboardProps> = {}): void {
  new Dashboard(stack, 'Dashboard', {
    name: 'pets-canary',
    region: stack.region,
    functionName: 'canary',
    logGroupName: '/aws/lambda/canary',
    timeoutSeconds: 50,
    watched: () => [watchedApi()],
    functionAlarms: functionAlarms({ prefix: 'canary', functionName: 'canary' }, SETTINGS).map((spec) =>
      dashboardAlarm(spec),
    ),
    ...props,
  });
}

/** The body as the template has it, CloudFormation's functions in it. */
export function bodyIn(stack: Stack): unknown {
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  return dashboard?.Properties.DashboardBody;
}

/** The body as CloudWatch is given it. */
export function deployedBody(stack: Stack, world: Deployed = {}): Body {
  return parsedBody(deployed(bodyIn(stack), world));
}

/** The body of a stack with nothing but a dashboard. */
export function bodyWith(props: Partial<DashboardProps> = {}, world: Deployed = {}): Body {
  const stack = plainStack();
  addDashboard(stack, props);
  return deployedBody(stack, world);
}

/** Two stacks of one program. */
export function twoStacks(): readonly [Stack, Stack] {
  const app = new App({ builtinCloudFormationValidation: false });
  return [new Stack(app, 'Network'), new Stack(app, 'Stack')];
}
