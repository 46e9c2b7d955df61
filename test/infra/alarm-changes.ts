// Changes of alarms as CloudWatch sends them to EventBridge: the shape of its documented samples, with our alarms' names.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html

interface AlarmState {
  readonly value: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason?: string;
  /** A composite alarm's. */
  readonly actionsSuppressedBy?: 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';
}

export interface AlarmStateChange {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const state = (
  { value, reason = `${value}, since something changed`, actionsSuppressedBy }: AlarmState,
  at: string,
) => ({
  ...(actionsSuppressedBy === undefined
    ? {}
    : { actionsSuppressedBy, actionsSuppressedReason: `Actions suppressed by ${actionsSuppressedBy}` }),
  value,
  reason,
  reasonData: '{"triggeringAlarms":[{"arn":"arn:aws:cloudwatch:us-west-2:111122223333:alarm:child"}]}',
  timestamp: at,
});

export const CHANGED_AT = '2026-07-22T15:57:45.394+0000';

/** An alarm that goes from one state into another. */
export function alarmChange(
  name: string,
  [from, to]: readonly [AlarmState, AlarmState],
  more: { readonly muted?: boolean; readonly type?: string } = {},
): AlarmStateChange & Readonly<Record<string, unknown>> {
  return {
    version: '0',
    id: 'd3dfc86d-384d-24c8-0345-9f7986db0b80',
    'detail-type': more.type ?? 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-07-22T15:57:45Z',
    region: 'us-west-2',
    resources: [`arn:aws:cloudwatch:us-west-2:111122223333:alarm:${name}`],
    detail: {
      alarmName: name,
      state: state(to, CHANGED_AT),
      previousState: state(from, '2026-07-22T15:56:14.552+0000'),
      configuration: { alarmRule: 'ALARM("one") OR ALARM("other")', description: 'Read the runbook.' },
      ...(more.muted === true
        ? {
            muteDetail: {
              mutedByArn: 'arn:aws:cloudwatch:us-west-2:111122223333:alarm-mute-rule:Sundays',
              muteWindowStart: '2026-07-22T15:00:00.000+0000',
              muteWindowEnd: '2026-07-22T17:00:00.000+0000',
            },
          }
        : {}),
    },
  };
}
