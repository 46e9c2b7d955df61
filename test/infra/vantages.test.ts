// canary.vantage(): another vantage of APIs that are watched, as a program writes it and as CloudFormation makes it.

import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import type { PrivateApiCanary, TargetInput, Vantage, VantageOptions } from '../../infra/private-api-canary.ts';
import { plan } from '../../src/domain/plan.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { plannedMetrics } from '../../src/publish/metrics.ts';
import { endpointOf } from '../report/report-builder.ts';
import { alarmChange } from './alarm-changes.ts';
import { canaryIn, PETS, propertiesOf, stackIn } from './canary-stack.ts';
import { type Transformer, transformed } from './input-transformer.ts';
import { resolved } from './resolved.ts';
import { evaluated } from './rule-grammar.ts';

const ORDERS: TargetInput = { ...PETS, api: { ...PETS.api, name: 'orders' } };

function compared(
  options: Partial<VantageOptions> = {},
  more: (canary: PrivateApiCanary, vantage: Vantage) => void = () => {},
) {
  const stack = stackIn();
  const canary = canaryIn(stack);
  canary.watch(PETS);
  if (options.targets?.includes(ORDERS)) canary.watch(ORDERS);
  const vantage = canary.vantage('dc1', { targets: [PETS], ...options });
  more(canary, vantage);
  return { vantage, stack };
}

interface Named {
  readonly AlarmName: string;
  readonly AlarmRule?: unknown;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly AlarmActions?: unknown;
}

const alarmsOf = (template: Template) =>
  ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap(
    (type) => propertiesOf(template, type) as unknown as readonly Named[],
  );

describe('the alarms of a vantage', () => {
  const { vantage, stack } = compared();
  const template = Template.fromStack(stack);
  const made = alarmsOf(template).filter(({ AlarmName }) => AlarmName.startsWith('Stack-pets-test-dc1-'));

  it('are given to the program, all of them', () => {
    expect(vantage.alarms.map(({ spec }) => spec.name).toSorted()).toEqual(
      made.map(({ AlarmName }) => AlarmName).toSorted(),
    );
    expect(made.length).toBeGreaterThan(15);
  });

  it('look at series that a host publishes with the configuration that it is given', () => {
    const [configuration = ''] = vantage.configurations;
    const target = parseTarget(JSON.parse(configuration), 'us-east-1');
    expect(target.vantage).toEqual({ name: 'dc1', network: 'on-premises' });
    const probes = plan(target, [endpointOf(['us-west-2a', 'us-west-2b'])]);
    const published = plannedMetrics(target, probes).map(({ name, dimensions }) => JSON.stringify([name, dimensions]));
    const watched = propertiesOf(template, 'AWS::CloudWatch::Alarm').flatMap(({ MetricName, Dimensions }) => {
      const listed = (Dimensions ?? []) as NonNullable<Named['Dimensions']>;
      const dimensions = Object.fromEntries(listed.map(({ Name, Value }) => [Name, Value]));
      return dimensions.Vantage === 'dc1' ? [JSON.stringify([MetricName, dimensions])] : [];
    });
    expect(watched.length).toBeGreaterThan(8);
    expect(watched.filter((series) => !published.includes(series))).toEqual([]);
    expect(target.accessMethods).toEqual(['route53-alias', 'vpce-host', 'vpce-api-id']);
  });

  it('page for what fails from there alone, by a rule over alarms of both', () => {
    const rule = (id: string) => {
      const text = made.find(({ AlarmName }) => AlarmName.endsWith(`-${id}`))?.AlarmRule;
      return String(resolved(text)).replaceAll(/"Canary(?:Canary)?PetsTest(\w*?)[0-9A-F]{8}"/g, '"$1"');
    };
    const ways = ['Route53Alias', 'VpceHost', 'VpceApiId'].map((way) => `Dc1Availability${way}`);
    const nothing = [...ways, 'Dc1NoSuccess', 'Dc1SomeFailure'];
    expect(evaluated(rule('cutoff'), nothing)).toBe(true);
    expect(evaluated(rule('cutoff'), [...nothing, 'Unreachable'])).toBe(false);
    expect(evaluated(rule('cutoff'), [...nothing, 'Dc1Unheard'])).toBe(false);
    expect(evaluated(rule('everywhere'), [...nothing, 'Unreachable'])).toBe(true);
    expect(evaluated(rule('everywhere'), nothing)).toBe(false);
    expect(evaluated(rule('impaired'), [...ways.slice(1), 'Dc1SomeFailure'])).toBe(true);
    expect(evaluated(rule('impaired'), [...ways.slice(1), 'Dc1SomeFailure', 'Degraded'])).toBe(false);
  });

  it('page for what is let in there, where the host has something refused', () => {
    const denied = { ...PETS, routes: [{ accessMethod: 'vpce-host' as const, expect: { denied: true as const } }] };
    const there = compared({ targets: [denied] }).vantage.alarms.map(({ spec }) => spec);
    expect(there.filter(({ id }) => id === 'softened')).toMatchObject([
      { name: 'Stack-pets-test-dc1-softened', severity: 'page' },
    ]);
    expect(vantage.alarms.filter(({ spec }) => spec.id === 'softened')).toEqual([]);
  });

  it('are muted with the others, and counted', () => {
    const { stack: muted } = compared({}, (canary) => {
      canary.mute('Sundays', { expression: 'cron(0 2 * * SUN)', duration: 'PT2H' });
    });
    const [window] = propertiesOf(Template.fromStack(muted), 'AWS::CloudWatch::AlarmMuteRule') as unknown as readonly [
      { readonly MuteTargets: { readonly AlarmNames: readonly { readonly Ref: string }[] } },
    ];
    const refs = window.MuteTargets.AlarmNames.map(({ Ref }) => Ref);
    expect(refs.filter((ref) => /Dc1(?:Cutoff|Impaired|Sluggish|Unheard|Certificate)/.test(ref))).toHaveLength(5);
  });
});

describe('an alarm of a vantage', () => {
  it('is explained by a run here, which is told whose metrics it looks at', () => {
    const template = Template.fromStack(compared().stack);
    const rules = propertiesOf(template, 'AWS::Events::Rule').map(({ Description, EventPattern, Targets }) => {
      const [{ InputTransformer }] = Targets as readonly [{ readonly InputTransformer: Transformer }];
      const change = alarmChange('Stack-pets-test-dc1-cutoff', [{ value: 'OK' }, { value: 'ALARM', reason: 'red' }]);
      const { alarm, ...configuration } = JSON.parse(transformed(InputTransformer, change));
      const { resources } = EventPattern as { readonly resources: readonly unknown[] };
      return {
        description: String(Description),
        alarm,
        configuration,
        heard: resources.map((arn) => /-([a-z]+)$/.exec(String(resolved(arn)))?.[1]),
      };
    });
    const there = rules.filter(({ description }) => description.endsWith(' from dc1'));
    expect(there.map(({ alarm, heard }) => [alarm.severity, alarm.vantage, heard.toSorted()])).toEqual([
      ['page', 'dc1', ['cutoff', 'unheard']],
      ['warn', 'dc1', ['certificate', 'impaired', 'sluggish']],
    ]);
    const here = rules.find(({ description }) => description === 'Canary: explains the pages of pets/test');
    expect(here?.alarm.vantage).toBe('vpc');
    for (const { configuration } of there) expect(configuration).toEqual(here?.configuration);
  });

  it('has its own page in the runbook where there is one', () => {
    const stack = stackIn();
    const canary = canaryIn(stack, { runbookUrl: 'https://runbook.example.com' });
    canary.watch(PETS);
    canary.vantage('dc1', { targets: [PETS] });
    const [cutoff] = propertiesOf(Template.fromStack(stack), 'AWS::CloudWatch::CompositeAlarm').filter(
      ({ AlarmName }) => AlarmName === 'Stack-pets-test-dc1-cutoff',
    );
    expect(cutoff?.AlarmDescription).toMatch(/\[Runbook\]\(https:\/\/runbook\.example\.com#cutoff\)$/);
  });
});

describe('several vantages', () => {
  it('each have their own alarms, whose pages wait for the own vantage as long as it may be later', () => {
    const stack = stackIn();
    const canary = canaryIn(stack);
    canary.watch(PETS, { every: Duration.minutes(5) });
    canary.vantage('dc1', { targets: [PETS] });
    canary.vantage('factory, hall 3', { targets: [PETS], every: Duration.minutes(15) });
    const waits = propertiesOf(Template.fromStack(stack), 'AWS::CloudWatch::CompositeAlarm').flatMap((alarm) =>
      String(alarm.AlarmName).endsWith('-cutoff')
        ? [[alarm.AlarmName, alarm.ActionsSuppressorWaitPeriod, alarm.ActionsSuppressorExtensionPeriod]]
        : [],
    );
    expect(waits).toEqual([
      ['Stack-pets-test-dc1-cutoff', 600, 60],
      ['Stack-pets-test-factory, hall 3-cutoff', 60, 1_560],
    ]);
  });

  it('may see several APIs', () => {
    const { vantage } = compared({ targets: [PETS, ORDERS] });
    expect(new Set(vantage.alarms.map(({ spec }) => spec.name.split('-')[1]))).toEqual(new Set(['pets', 'orders']));
    expect(vantage.configurations.map((text) => JSON.parse(text).api.name)).toEqual(['pets', 'orders']);
  });

  it.each([
    ['an API that is not watched', { ...PETS, api: { ...PETS.api, stage: 'prod' } }, 'pets/prod is not watched here'],
    [
      'another API of that name',
      { ...PETS, api: { ...PETS.api, id: 'zzzz567890' } },
      'pets/test is 01234567ab here, and zzzz567890 from dc1',
    ],
    ['another namespace', { ...PETS, metrics: { namespace: 'Shop' } }, 'pets/test is not watched here'],
  ])('are refused for %s', (_what, target, problem) => {
    expect(() => compared({ targets: [target] })).toThrow(problem);
  });

  it('are refused under a name that is taken', () => {
    const again = (name: string) => () => compared({}, (canary) => canary.vantage(name, { targets: [PETS] }));
    expect(again('dc1')).toThrow('pets/test from dc1 cannot be told from pets/test from dc1');
    expect(again('vpc')).toThrow('pets/test from vpc cannot be told from pets/test from vpc');
    expect(again('DC 1')).not.toThrow();
    expect(again('Dc1')).toThrow('Dc1 is the id of another part of PetsTest');
  });

  it('are refused where alarms cannot be made of them, with every reason', () => {
    expect(() => compared({ targets: [{ ...PETS, publish: 'none' }], every: Duration.millis(1_500) })).toThrow(
      [
        'pets/test cannot be watched from dc1:',
        '  every must be whole seconds that are known when the template is made: the periods of alarms follow it',
        '  publish must be "cloudwatch" or "emf": alarms rest on the metrics',
      ].join('\n'),
    );
    expect(() => compared({ targets: [{ ...PETS, vantage: { network: 'on-premises', name: 'dc2' } }] })).toThrow(
      'vantage.name is "dc2": leave it out, or name it as here',
    );
  });

  it('may run more often than every minute, and read secrets from their environment and files of their own', () => {
    const target: TargetInput = {
      ...PETS,
      connection: { caFile: 'ca.pem' },
      auth: { headers: { 'x-api-key': { env: 'PETS_API_KEY' } } },
    };
    const { vantage } = compared({ targets: [target], every: Duration.seconds(30) });
    expect(JSON.parse(vantage.configurations[0] ?? '')).toMatchObject({ auth: target.auth, vantage: { name: 'dc1' } });
  });

  it('probe private names where somebody forwards them', () => {
    const forwarded: TargetInput = { ...PETS, vantage: { network: 'on-premises', privateNames: 'forwarded' } };
    const { vantage } = compared({ targets: [forwarded] });
    const { accessMethods, vantage: given } = JSON.parse(vantage.configurations[0] ?? '');
    expect(accessMethods).toEqual(['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id']);
    expect(given).toEqual({ network: 'on-premises', privateNames: 'forwarded', name: 'dc1' });
  });
});

describe('what a host may do', () => {
  const statementsFor = (target: TargetInput, options: Partial<VantageOptions> = {}) => {
    const { stack } = compared({ targets: [target], ...options }, (canary, vantage) => {
      const role = new Role(canary, 'Host', { assumedBy: new ServicePrincipal('rolesanywhere.amazonaws.com') });
      vantage.grantPublish(role as never);
    });
    const policies = propertiesOf(Template.fromStack(stack), 'AWS::IAM::Policy') as unknown as readonly {
      readonly Roles: unknown;
      readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
    }[];
    const { Statement = [] } =
      policies.find(({ Roles }) => JSON.stringify(Roles).includes('Host'))?.PolicyDocument ?? {};
    return Statement.map(({ Action, Resource, Condition }) => ({
      ...{ Action, Resource: resolved(Resource) },
      ...(Condition === undefined ? {} : { Condition: resolved(Condition) }),
    }));
  };
  const METRICS = {
    Action: 'cloudwatch:PutMetricData',
    Resource: '*',
    Condition: { StringEquals: { 'cloudwatch:namespace': ['PrivateApiCanary'] } },
  };

  it('is to publish metrics and to describe endpoints', () => {
    expect(statementsFor(PETS)).toEqual([{ Action: 'ec2:DescribeVpcEndpoints', Resource: '*' }, METRICS]);
  });

  it('is to call what it signs for and to read its secrets, where it does', () => {
    const auth = { iam: true, headers: { 'x-api-key': { secretId: 'pets/key' } } };
    const arn = (service: string) => `arn:AWS::Partition:${service}:AWS::Region:AWS::AccountId`;
    expect(statementsFor({ ...PETS, auth }).slice(2)).toEqual([
      {
        Action: 'execute-api:Invoke',
        Resource: ['pets', 'pets/1'].map((path) => `${arn('execute-api')}:01234567ab/test/GET/${path}`),
      },
      { Action: 'secretsmanager:GetSecretValue', Resource: `${arn('secretsmanager')}:secret:pets/key-??????` },
    ]);
  });

  it('is to be told to a role that takes policies', () => {
    const { vantage } = compared();
    expect(() => vantage.grantPublish(new ServicePrincipal('ec2.amazonaws.com') as never)).toThrow('takes no policy');
  });
});
