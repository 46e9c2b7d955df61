// What the dashboard is told of alarms: what each looks at, and the ARN that CloudFormation gives it.

import type { CfnCondition } from 'aws-cdk-lib';
import type { AlarmId } from '../../src/alarms/alarm-table.ts';
import type { AlarmSpec } from '../../src/alarms/alarms.ts';
import type { VantageApi, WatchedApi } from '../watched-api.ts';
import type { Threshold } from './widgets.ts';

/** `condition`: the alarm is made only where it holds; its ARN is on the dashboard only then. */
export interface DashboardAlarm {
  readonly spec: AlarmSpec;
  readonly arn: string;
  readonly condition?: CfnCondition;
}

/** What is seen of an API from one vantage, and the alarms on it. */
export interface SeenAlarms {
  readonly api: Pick<WatchedApi, 'series' | 'settings' | 'refusalCondition'>;
  readonly alarms: readonly DashboardAlarm[];
}

/** One watched API as its canary sees it, and as other vantages do. */
export interface WatchedAlarms extends SeenAlarms {
  readonly api: Pick<WatchedApi, 'series' | 'settings' | 'refusalCondition' | 'vpcId'>;
  readonly vantages?: readonly VantageAlarms[];
}

/** `condition`: it is on the dashboard only where that holds. */
export interface VantageAlarms extends SeenAlarms {
  readonly api: Pick<VantageApi, 'series' | 'settings' | 'refusalCondition' | 'condition'>;
}

/** Those that tell somebody, composites first: they say what it means for clients. */
export function loudAlarms(alarms: readonly DashboardAlarm[]): readonly DashboardAlarm[] {
  const loud = alarms.filter(({ spec }) => spec.severity !== 'silent');
  const isComposite = ({ spec }: DashboardAlarm) => spec.kind === 'composite';
  return [...loud.filter(isComposite), ...loud.filter((alarm) => !isComposite(alarm))];
}

/** Where an alarm turns red. Nothing when there is no such alarm; one line for those that differ in their way alone. */
export function thresholdOf(alarms: readonly DashboardAlarm[], id: AlarmId): readonly Threshold[] {
  const spec = alarms.find((alarm) => alarm.spec.id === id)?.spec;
  if (spec === undefined || spec.kind === 'composite') return [];
  return [{ label: `alarm: ${spec.statistic} ${spec.comparison}`, value: spec.threshold }];
}
