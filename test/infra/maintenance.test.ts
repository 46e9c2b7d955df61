import { CfnCondition, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { Maintenance, type MaintenanceProps } from '../../infra/maintenance.ts';

const WINDOW: MaintenanceProps = {
  name: 'canary-maintenance',
  expression: 'cron(0 2 * * SUN)',
  duration: 'PT2H',
  alarmNames: ['canary-unreachable', 'canary-degraded'],
};

function made(props: (stack: Stack) => Partial<MaintenanceProps> = () => ({})): Template {
  const stack = new Stack();
  new Maintenance(stack, 'Maintenance', { ...WINDOW, ...props(stack) });
  return Template.fromStack(stack);
}

const refusal = (props: Partial<MaintenanceProps>) => () => made(() => props);

describe('a maintenance window', () => {
  it('is a mute rule over the named alarms', () => {
    made().hasResource('AWS::CloudWatch::AlarmMuteRule', {
      Properties: {
        Name: 'canary-maintenance',
        Description: 'Maintenance: these alarms tell nobody.',
        Rule: { Schedule: { Expression: 'cron(0 2 * * SUN)', Duration: 'PT2H' } },
        MuteTargets: { AlarmNames: ['canary-unreachable', 'canary-degraded'] },
      },
    });
    expect(JSON.stringify(made().toJSON())).not.toMatch(/Timezone|StartDate|ExpireDate|"Condition"/);
  });

  it('has a time zone, a beginning and an end when they are given', () => {
    const dates = { startDate: '2030-01-01T00:00', expireDate: '2030-12-31T23:59' };
    made(() => ({ timezone: 'Europe/Berlin', ...dates })).hasResourceProperties('AWS::CloudWatch::AlarmMuteRule', {
      Rule: { Schedule: { Timezone: 'Europe/Berlin' } },
      ...{ StartDate: '2030-01-01T00:00', ExpireDate: '2030-12-31T23:59' },
    });
  });

  it('may be made on a condition, of values that are known when it is deployed', () => {
    const template = made((stack) => {
      const expression = new CfnParameter(stack, 'Schedule').valueAsString;
      const condition = new CfnCondition(stack, 'Maintained', { expression: Fn.conditionEquals(expression, '') });
      const duration = new CfnParameter(stack, 'Duration').valueAsString;
      return { expression, duration, condition, name: `${expression}-name`, timezone: duration };
    });
    template.hasResource('AWS::CloudWatch::AlarmMuteRule', {
      Condition: 'Maintained',
      Properties: {
        Rule: {
          Schedule: { Expression: { Ref: 'Schedule' }, Duration: { Ref: 'Duration' }, Timezone: { Ref: 'Duration' } },
        },
      },
    });
  });
});

describe('the schedule', () => {
  it.each([
    'cron(0 2 * * SUN)',
    'cron(0 2 * * *)',
    'cron(0,30 1-3 1 JAN-MAR *)',
    'cron(59 23 31 12 0)',
    'at(2030-01-31T02:00)',
  ])('%s is accepted', (expression) => {
    expect(refusal({ expression })).not.toThrow();
  });

  it.each([
    'cron(0 2 ? * SUN *)',
    'cron(0 2 ? * SUN)',
    'cron(0/5 * * * *)',
    'cron(60 2 * * *)',
    'cron(0 24 * * *)',
    'cron(0 2 0 * *)',
    'cron(0 2 * FEBRUARY *)',
    'cron(0 2 * * 1-2-3)',
    'cron(0 2 * * )',
    'cron(0 2 * *)',
    'rate(1 day)',
    'at(2030-02-31T02:00)',
    'at(2030-01-31T02:00:00)',
    'at(2030-01-31 02:00)',
    '0 2 * * SUN',
    '',
  ])('%j is refused', (expression) => {
    expect(refusal({ expression })).toThrow(
      new Error(
        `maintenance canary-maintenance: ${JSON.stringify(expression)} is not cron(minute hour day month weekday) or at(yyyy-MM-ddThh:mm)`,
      ),
    );
  });
});

describe('the duration', () => {
  it.each(['PT1M', 'PT90M', 'PT2H30M', 'P2DT12H', 'P15D'])('%s is accepted', (duration) => {
    expect(refusal({ duration })).not.toThrow();
  });

  it.each(['PT0M', 'PT30S', 'P16D', 'P15DT1M', 'P', 'PT', 'P1DT', '2h', '7200'])('%s is refused', (duration) => {
    expect(refusal({ duration })).toThrow(`"${duration}" is not a duration from PT1M to P15D`);
  });
});

describe('is refused', () => {
  it('with every problem at once', () => {
    const dates = { startDate: 'tomorrow', expireDate: '2030-13-01T00:00' };
    expect(
      refusal({ expression: 'daily', duration: '2h', timezone: 'Mars/Olympus', alarmNames: [], ...dates }),
    ).toThrow(
      new Error(
        'maintenance canary-maintenance: "daily" is not cron(minute hour day month weekday) or at(yyyy-MM-ddThh:mm); ' +
          '"2h" is not a duration from PT1M to P15D; "Mars/Olympus" is not a time zone such as Europe/Berlin; ' +
          '"tomorrow" is not a date such as 2030-01-31T02:00; "2030-13-01T00:00" is not a date such as 2030-01-31T02:00; ' +
          'it mutes no alarm',
      ),
    );
  });

  it('with an end before its beginning', () => {
    expect(refusal({ startDate: '2030-01-02T00:00', expireDate: '2030-01-01T00:00' })).toThrow(
      'it expires before it starts',
    );
  });

  it('with more alarms than a rule mutes', () => {
    const alarmNames = Array.from({ length: 101 }, (_none, index) => `alarm-${index}`);
    expect(refusal({ alarmNames: alarmNames.slice(1) })).not.toThrow();
    expect(refusal({ alarmNames })).toThrow('a rule mutes 100 alarms, not 101');
  });

  it('with more alarms than that in a list that is filled in later', () => {
    const names = (count: number) =>
      Lazy.list({ produce: () => Array.from({ length: count }, (_none, i) => `alarm-${i}`) });
    expect(refusal({ alarmNames: names(100) })).not.toThrow();
    expect(refusal({ alarmNames: names(101) })).toThrow('a rule mutes 100 alarms, not 101');
    expect(refusal({ alarmNames: names(0) })).toThrow('it mutes no alarm');
  });

  it('with a name that is too long', () => {
    expect(refusal({ name: 'n'.repeat(256) })).toThrow('is not a name of 1 to 255 characters');
  });
});
