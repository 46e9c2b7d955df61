// Alarms of the table as resources of CloudFormation: on what they look, whom they tell, on which condition they are made.

import { type CfnCondition, aws_cloudwatch as cloudwatch, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Severity } from '../src/alarms/alarm-row.ts';
import type { AlarmSpec, CompositeAlarm, MetricAlarm, QueryAlarm } from '../src/alarms/alarms.ts';
import { alarmDescription, type Runbook } from './alarm-description.ts';
import { compositeRule } from './composite-rule.ts';
import type { WatchedApi } from './watched-api.ts';

/** ARNs of what is told when an alarm turns red, and when it is green again: at most five for each severity. */
export type AlarmActions = Readonly<Record<Exclude<Severity, 'silent'>, readonly string[]>>;

/** What alarms are made with. The alarms of the function have no conditions. */
export interface AlarmOptions {
  readonly actions: AlarmActions;
  readonly runbook: Runbook;
  /** Of single alarms. */
  readonly conditions?: Pick<WatchedApi, 'conditions' | 'zonalCondition' | 'refusalCondition'>;
  /** All of them are there only on this condition, which the others then imply. */
  readonly condition?: CfnCondition;
  /** Those of the canary's own vantage, which the alarms of others name. */
  readonly own?: readonly MadeAlarm[];
}

/** An alarm that is in the template. */
export interface MadeAlarm {
  readonly spec: AlarmSpec;
  readonly arn: string;
  /** A reference to the resource: who names it so is made after it. */
  readonly name: string;
  /** It is there only on this condition; nothing may refer to it elsewhere. Absent: it is always there. */
  readonly condition?: CfnCondition;
}

const COMPARISONS = { below: 'LessThanThreshold', above: 'GreaterThanThreshold' } as const;
const HOUR_S = 3_600;

/** Makes the alarms, in their order: a composite must come after those that it names. Their ids in `scope` are the
 * table's, in PascalCase, with the access method (`Unreachable`, `AvailabilityPrivateDns`). Throws where CloudWatch would
 * refuse one. */
export function makeAlarms(
  scope: Construct,
  alarms: readonly AlarmSpec[],
  options: AlarmOptions,
): readonly MadeAlarm[] {
  const made = new Map<AlarmSpec, MadeAlarm>();
  const others = new Map((options.own ?? []).map((alarm) => [alarm.spec, alarm]));
  const named = (spec: AlarmSpec) => made.get(spec) ?? others.get(spec);
  for (const spec of alarms) {
    const resource = spec.kind === 'composite' ? composite(scope, spec, options, named) : plain(scope, spec, options);
    const condition = conditionOf(spec, options);
    if (condition !== undefined) resource.cfnOptions.condition = condition;
    made.set(spec, {
      spec,
      arn: arnOf(scope, spec),
      name: resource.ref,
      ...(condition === undefined ? {} : { condition }),
    });
  }
  return [...made.values()];
}

/** By name and not by Fn::GetAtt: who shows an alarm need not wait until it is made. */
function arnOf(scope: Construct, { name }: AlarmSpec): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

function composite(
  scope: Construct,
  spec: CompositeAlarm,
  options: AlarmOptions,
  made: (spec: AlarmSpec) => MadeAlarm | undefined,
): cloudwatch.CfnCompositeAlarm {
  const alarmRule = explained(spec, () =>
    compositeRule(spec.rule, (child) => {
      const alarm = made(child);
      if (alarm === undefined) throw new Error(`${child.id} must be made before it`);
      const { name, condition } = alarm;
      // Where this one is, those are that stand on the same condition.
      return condition === undefined || condition === options.condition ? { name } : { name, condition };
    }),
  );
  const { suppressor } = spec;
  const suppressing = suppressor && {
    actionsSuppressor: made(suppressor.alarm)?.name ?? '',
    actionsSuppressorWaitPeriod: suppressor.waitSeconds,
    actionsSuppressorExtensionPeriod: suppressor.extensionSeconds,
  };
  return new cloudwatch.CfnCompositeAlarm(scope, constructId(spec), {
    ...common(spec, options),
    ...suppressing,
    alarmRule,
  });
}

function plain(scope: Construct, spec: MetricAlarm | QueryAlarm, options: AlarmOptions): cloudwatch.CfnAlarm {
  checkLength(spec);
  return new cloudwatch.CfnAlarm(scope, constructId(spec), {
    ...common(spec, options),
    ...(spec.kind === 'query' ? queried(spec) : measured(spec)),
    comparisonOperator: COMPARISONS[spec.comparison],
    threshold: spec.threshold,
    datapointsToAlarm: spec.datapointsToAlarm,
    evaluationPeriods: spec.evaluationPeriods,
    treatMissingData: spec.missing,
  });
}

function measured(spec: MetricAlarm): Partial<cloudwatch.CfnAlarmProps> {
  return {
    namespace: spec.namespace,
    metricName: spec.metric,
    dimensions: Object.entries(spec.dimensions).map(([name, value]) => ({ name, value })),
    period: spec.periodSeconds,
    // With `ignore`, CloudWatch waits for 10 / (1 - percentile) samples: 100 for p90, which a canary never has.
    ...(spec.statistic === 'p90'
      ? { extendedStatistic: 'p90', evaluateLowSampleCountPercentile: 'evaluate' }
      : { statistic: spec.statistic }),
  };
}

/** The statistic of a query is in the query. */
function queried(spec: QueryAlarm): Partial<cloudwatch.CfnAlarmProps> {
  return { metrics: [{ id: 'series', expression: spec.query, period: spec.periodSeconds, returnData: true }] };
}

type CommonProps = Pick<
  cloudwatch.CfnCompositeAlarmProps,
  'alarmName' | 'alarmDescription' | 'alarmActions' | 'okActions'
>;

/** Nothing on insufficient data: every alarm says what missing data counts as, so that only a new one has that state. */
function common(spec: AlarmSpec, { actions, runbook }: AlarmOptions): CommonProps {
  const told = spec.severity === 'silent' ? undefined : [...actions[spec.severity]];
  return {
    alarmName: spec.name,
    alarmDescription: alarmDescription(spec, runbook),
    ...(told === undefined || told.length === 0 ? {} : { alarmActions: told, okActions: told }),
  };
}

function conditionOf(spec: AlarmSpec, { conditions, condition }: AlarmOptions): CfnCondition | undefined {
  if (spec.accessMethod !== undefined) return conditions?.conditions[spec.accessMethod] ?? condition;
  if (spec.id === 'softened') return conditions?.refusalCondition ?? condition;
  return (spec.kind === 'query' ? conditions?.zonalCondition : undefined) ?? condition;
}

/** PutMetricAlarm: all periods together are a day at most, or a week when each is an hour or more. */
function checkLength({ id, periodSeconds, evaluationPeriods }: MetricAlarm | QueryAlarm): void {
  if (Token.isUnresolved(periodSeconds)) return;
  const limit = periodSeconds < HOUR_S ? 24 * HOUR_S : 7 * 24 * HOUR_S;
  const length = periodSeconds * evaluationPeriods;
  if (length > limit) throw new Error(`alarm ${id} would look at ${length} s; CloudWatch looks at ${limit} s at most`);
}

function explained<T>(spec: AlarmSpec, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new Error(`alarm ${spec.id}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function constructId({ id, accessMethod }: AlarmSpec): string {
  return [...id.split('-'), ...(accessMethod?.split('-') ?? [])]
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
