// The construct as users use it: what is in the template for which choices.

import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import type { PrivateApiCanary, PrivateApiCanaryProps, TargetInput } from '../../infra/private-api-canary.ts';
import { vpceName } from '../domain/examples.ts';
import { canaryIn, inputsIn, PETS, propertiesOf, stackIn, targetsIn } from './canary-stack.ts';
import { deployed, parsedBody } from './dashboard-body.ts';
import { shownMetrics } from './dashboard-metrics.ts';
import { actionsOf, roleStatements } from './role-statements.ts';

const ORDERS: TargetInput = {
  api: { id: 'abcdefghij', stage: 'prod', name: 'orders' },
  endpoints: { vpcId: 'vpc-0123456789abcdef0' },
  resources: [{ path: '/orders', expect: { body: ["status == 'ok'"] } }],
};
const DNS_NAMES: TargetInput = {
  ...PETS,
  api: { ...PETS.api, region: 'us-west-2' },
  endpoints: { dnsNames: [vpceName()] },
};

function templateOf(use: (canary: PrivateApiCanary) => void, props: Partial<PrivateApiCanaryProps> = {}): Template {
  const stack = stackIn();
  use(canaryIn(stack, props));
  return Template.fromStack(stack);
}

const watching = (target: TargetInput, props?: Partial<PrivateApiCanaryProps>) =>
  templateOf((canary) => canary.watch(target), props);
const alarmNames = (template: Template) =>
  ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    propertiesOf(template, type).map(({ AlarmName }) => String(AlarmName)),
  );
const actions = (template: Template) => actionsOf(roleStatements(template, 'What the canary for private APIs may do'));

describe('two APIs', () => {
  const template = templateOf((canary) => {
    canary.watch(PETS);
    canary.watch(ORDERS, { every: Duration.minutes(5), latencyThreshold: Duration.seconds(3), certificateDays: 30 });
  });

  it('share three functions, one dashboard, two topics with one key', () => {
    template.resourceCountIs('AWS::Lambda::Function', 3);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    template.resourceCountIs('AWS::SNS::Topic', 2);
    template.resourceCountIs('AWS::KMS::Key', 1);
  });

  it('have a schedule each, which hands the function its own configuration', () => {
    const [pets, orders] = targetsIn(template);
    expect(pets).toMatchObject({ api: { id: '01234567ab', stage: 'test' }, endpoints: { kind: 'ids' } });
    expect(pets?.resources.map(({ path }) => path)).toEqual(['/pets', '/pets/1']);
    expect(orders).toMatchObject({
      api: { id: 'abcdefghij', stage: 'prod' },
      endpoints: { kind: 'vpc', vpcId: 'vpc-0123456789abcdef0' },
      resources: [{ path: '/orders', expect: { status: [200], body: ["status == 'ok'"] } }],
    });
    const rates = propertiesOf(template, 'AWS::Scheduler::Schedule').map(
      ({ ScheduleExpression }) => ScheduleExpression,
    );
    expect(rates).toEqual(['rate(1 minute)', 'rate(5 minutes)']);
  });

  it('have the same alarms each, all with names of their own, beside those of the function', () => {
    const names = alarmNames(template);
    const own = (start: string) =>
      names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
    expect(own('Stack-pets-test-vpc-').sort()).toEqual(own('Stack-orders-prod-vpc-').sort());
    expect(own('Stack-pets-test-vpc-')).toHaveLength(16);
    expect(own('Stack-function-').sort()).toEqual(['duration', 'errors', 'throttles']);
    expect(names).toHaveLength(16 + 16 + 3);
    expect(new Set(names).size).toBe(names.length);
  });

  it('have thresholds and periods of their own', () => {
    const latency = (api: string) =>
      propertiesOf(template, 'AWS::CloudWatch::Alarm').find(({ AlarmName }) =>
        String(AlarmName).startsWith(`Stack-${api}-vpc-latency`),
      );
    const heartbeat = (api: string) => ({ AlarmName: `Stack-${api}-vpc-heartbeat` });
    expect(latency('pets-test')).toMatchObject({ Threshold: 1_000, Period: 300 });
    expect(latency('orders-prod')).toMatchObject({ Threshold: 3_000, Period: 300 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { ...heartbeat('pets-test'), Period: 60 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { ...heartbeat('orders-prod'), Period: 300 });
    const certificate = { AlarmName: 'Stack-orders-prod-vpc-certificate', Threshold: 30 };
    template.hasResourceProperties('AWS::CloudWatch::Alarm', certificate);
  });

  it('leave the alarms of the function the period of the slowest', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'Stack-function-errors', Period: 300 });
  });

  it('have rows of their own on the dashboard', () => {
    const [dashboard] = propertiesOf(template, 'AWS::CloudWatch::Dashboard');
    const shown = shownMetrics(parsedBody(deployed(dashboard?.DashboardBody)));
    const metricsOf = (api: string) =>
      shown.filter(({ values }) => values.Api === api || values.ApiName === api).map(({ metric }) => metric);
    expect(metricsOf('pets').length).toBeGreaterThan(10);
    expect(metricsOf('orders')).toEqual(metricsOf('pets'));
  });

  it('put nothing into the stack that CDK runs by itself', () => {
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => type.startsWith('Custom::') || type.startsWith('AWS::CloudFormation::'))).toEqual([]);
  });
});

describe('an access method that is left out', () => {
  const accessMethods: NonNullable<TargetInput['accessMethods']> = ['private-dns', 'vpce-host', 'vpce-api-id'];
  const template = watching({ ...PETS, accessMethods });

  it('is nowhere in the template', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/route-?53|alias/i);
    expect(JSON.stringify(watching(PETS).toJSON())).toMatch(/route53-alias/);
  });

  it('is not among those that the schedule names', () => {
    expect(targetsIn(template)[0]?.accessMethods).toEqual(accessMethods);
  });
});

describe('the access methods that a schedule names where the target names none', () => {
  const methods = (target: TargetInput) => targetsIn(watching(target))[0]?.accessMethods;
  const customDomain = { name: 'pets.example.com' };

  it('are all that may apply', () => {
    const all = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'];
    expect(methods(PETS)).toEqual(all);
    expect(methods({ ...PETS, customDomain })).toEqual([...all, 'custom-domain', 'vpce-custom-domain']);
  });

  it('are without private names where these lead nowhere', () => {
    expect(methods({ ...PETS, vantage: { network: 'on-premises' }, customDomain })).toEqual([
      ...['route53-alias', 'vpce-host', 'vpce-api-id', 'vpce-custom-domain'],
    ]);
  });

  it('are without private DNS where DNS names do not tell whether it is on, as on the command line', () => {
    expect(methods(DNS_NAMES)).toEqual(['route53-alias', 'vpce-host', 'vpce-api-id']);
  });
});

describe('what the function may do', () => {
  it('is to ask EC2 and to put metrics into the namespaces of its targets', () => {
    const template = templateOf((canary) => {
      canary.watch(PETS);
      canary.watch({ ...ORDERS, metrics: { namespace: 'Shop/Orders' } });
      canary.watch({
        ...DNS_NAMES,
        api: { ...DNS_NAMES.api, name: 'third' },
        publish: 'emf',
        metrics: { namespace: 'Not/Put' },
      });
    });
    const statements = roleStatements(template, 'What the canary for private APIs may do');
    expect(actionsOf(statements)).toContain('Allow ec2:DescribeVpcEndpoints');
    expect(statements.find(({ Action }) => [Action].flat().includes('cloudwatch:PutMetricData'))?.Condition).toEqual({
      StringEquals: { 'cloudwatch:namespace': ['PrivateApiCanary', 'Shop/Orders'] },
    });
  });

  it('is not to put metrics where they are embedded in the log', () => {
    expect(actions(watching({ ...PETS, publish: 'emf' }))).not.toContain('Allow cloudwatch:PutMetricData');
    expect(actions(watching({ ...PETS, publish: 'emf' }))).toContain('Allow ec2:DescribeVpcEndpoints');
  });

  it('is neither with DNS names and embedded metrics', () => {
    const allowed = actions(watching({ ...DNS_NAMES, publish: 'emf' }, { explain: false })).filter((action) =>
      /^Allow (?!ec2:\w+(Interface|Subnet|PrivateIp))/.test(action),
    );
    expect(allowed).toEqual(['Allow logs:CreateLogStream', 'Allow logs:PutLogEvents']);
  });

  it('is to send traces where it is traced', () => {
    expect(actions(watching(PETS))).not.toContain('Allow xray:PutTraceSegments');
    const traced = watching(PETS, { tracing: true });
    expect(actions(traced)).toContain('Allow xray:PutTraceSegments');
    traced.hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
  });
});

describe('the function', () => {
  it('takes what the canary is given', () => {
    const template = watching(PETS, {
      timeout: Duration.seconds(40),
      memorySize: 256,
      logRetention: RetentionDays.ONE_YEAR,
      ipv6: true,
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 40, MemorySize: 256 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Stack-function-duration',
      Threshold: 32_000,
    });
    const [lambda] = propertiesOf(template, 'AWS::Lambda::Function');
    expect(lambda?.VpcConfig).toMatchObject({ Ipv6AllowedForDualStack: true });
  });

  it('may connect to the ports and name servers of its targets', () => {
    const template = templateOf((canary) => {
      canary.watch(PETS);
      canary.watch({ ...ORDERS, connection: { port: 8443, resolver: ['10.0.0.2', '10.0.0.3:5353'] } });
    });
    const [group] = propertiesOf(template, 'AWS::EC2::SecurityGroup') as readonly {
      readonly SecurityGroupEgress: readonly { IpProtocol: string; FromPort: number; CidrIp: string }[];
    }[];
    const rules = group?.SecurityGroupEgress.map(
      ({ IpProtocol, FromPort, CidrIp }) => `${IpProtocol} ${FromPort} ${CidrIp}`,
    );
    expect(rules).toEqual([
      ...['tcp 443 0.0.0.0/0', 'tcp 8443 0.0.0.0/0'],
      ...['udp 53 10.0.0.2/32', 'tcp 53 10.0.0.2/32', 'udp 5353 10.0.0.3/32', 'tcp 5353 10.0.0.3/32'],
    ]);
  });

  it('is made from the bundle of the package', () => {
    const [lambda] = propertiesOf(watching(PETS), 'AWS::Lambda::Function');
    expect(lambda?.Code).toEqual({ S3Bucket: expect.anything(), S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) });
    expect(lambda?.Handler).toBe('index.handler');
  });
});

describe('whom alarms tell', () => {
  const loud = (template: Template) =>
    ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
      propertiesOf(template, type).flatMap(({ AlarmActions, OKActions }) =>
        [AlarmActions ?? [], OKActions ?? []].flat(),
      ),
    );

  it('is new topics, to which a mail address may be subscribed', () => {
    const template = watching(PETS, { email: 'on-call@example.com' });
    template.resourceCountIs('AWS::SNS::Subscription', 2);
    template.allResourcesProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@example.com' });
  });

  it('is topics that are there already, and then no topic, key or subscription is made', () => {
    const stack = stackIn();
    const [page, warn] = ['page', 'warn'].map((name) => `arn:aws:sns:us-east-1:111122223333:${name}`);
    canaryIn(stack, {
      pageTopic: Topic.fromTopicArn(stack, 'Page', page ?? ''),
      warnTopic: Topic.fromTopicArn(stack, 'Warn', warn ?? ''),
    }).watch(PETS);
    const template = Template.fromStack(stack);
    for (const type of ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription', 'AWS::KMS::Key']) {
      template.resourceCountIs(type, 0);
    }
    expect(new Set(loud(template))).toEqual(new Set([page, warn]));
    const unreachable = { AlarmName: 'Stack-pets-test-vpc-unreachable', AlarmActions: [page] };
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', unreachable);
  });

  it('is one of either', () => {
    const stack = stackIn();
    const pageTopic = new Topic(stack, 'Page');
    const canary = canaryIn(stack, { pageTopic, email: 'team@example.com' });
    canary.watch(PETS);
    expect(stack.resolve(canary.pageTopicArn)).toEqual(stack.resolve(pageTopic.topicArn));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SNS::Topic', 2);
    template.resourceCountIs('AWS::SNS::Subscription', 1);
  });

  it('is not an address where no topic is made', () => {
    const stack = stackIn();
    const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:ours');
    const props = { email: 'on-call@example.com', pageTopic: topic, warnTopic: topic };
    expect(() => canaryIn(stack, props)).toThrow('subscribe the address to your own topics: no topic is made here');
  });
});

describe('maintenance', () => {
  const window = { expression: 'cron(0 2 * * SUN)', duration: 'PT2H', timezone: 'Europe/Berlin' };
  const muted = (use: (canary: PrivateApiCanary) => void) => {
    const template = templateOf(use);
    const [rule] = propertiesOf(template, 'AWS::CloudWatch::AlarmMuteRule') as readonly {
      Name: string;
      MuteTargets: { AlarmNames: readonly { Ref: string }[] };
    }[];
    const { Resources } = template.toJSON();
    const names = rule?.MuteTargets.AlarmNames.map(({ Ref }) => String(Resources[Ref].Properties.AlarmName)).sort();
    return { name: rule?.Name, names };
  };
  const LOUD = [
    ...['Stack-function-duration', 'Stack-function-errors', 'Stack-function-throttles'],
    ...['orders-prod', 'pets-test'].flatMap((api) =>
      ['certificate', 'degraded', 'heartbeat', 'slow', 'unreachable'].map((id) => `Stack-${api}-vpc-${id}`),
    ),
  ];

  it('covers every alarm that tells somebody, those of APIs that are added after it included', () => {
    const { name, names } = muted((canary) => {
      canary.watch(PETS);
      canary.mute('Sundays', window);
      canary.watch(ORDERS);
    });
    expect(name).toBe('Stack-Sundays');
    expect(names).toEqual(LOUD);
  });

  it('says at once what is wrong with it', () => {
    expect(() => templateOf((canary) => canary.mute('Never', { ...window, duration: 'two hours' }))).toThrow(
      'maintenance Stack-Never: "two hours" is not a duration from PT1M to P15D',
    );
  });
});

describe('what watch gives back', () => {
  it('is the alarms, for whoever acts on them', () => {
    const stack = stackIn();
    const alarms = canaryIn(stack).watch(PETS);
    const unreachable = alarms.find(({ spec }) => spec.id === 'unreachable');
    const [made] = Object.keys(
      Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm', {
        Properties: { AlarmName: 'Stack-pets-test-vpc-unreachable' },
      }),
    );
    expect(stack.resolve(unreachable?.name)).toEqual({ Ref: made });
    expect(deployed(stack.resolve(unreachable?.arn))).toMatch(/unreachable/i);
    expect(alarms.map(({ spec }) => spec.severity).filter((severity) => severity === 'page')).toHaveLength(2);
  });
});

describe('names', () => {
  it('begin with that of the canary, which is the stack’s by default', () => {
    const template = watching(PETS, { name: 'shop_canary' });
    expect(alarmNames(template).filter((name) => !name.startsWith('shop_canary-'))).toEqual([]);
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'shop_canary' });
    watching(PETS).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Stack' });
  });

  it('are those that a dashboard takes', () => {
    expect(() => canaryIn(stackIn(), { name: 'our canary' })).toThrow(
      'name "our canary": letters, digits, "-" and "_", as dashboards are named',
    );
  });

  it('of resources begin with API and stage, or with an id', () => {
    const logicalIds = (id?: string) =>
      Object.keys(
        templateOf((canary) => canary.watch(PETS, id === undefined ? {} : { id })).findResources(
          'AWS::Scheduler::Schedule',
        ),
      );
    expect(logicalIds()).toEqual([expect.stringMatching(/PetsTestSchedule/)]);
    expect(logicalIds('Zoo')).toEqual([expect.stringMatching(/ZooSchedule/)]);
  });
});

describe('a canary that watches nothing', () => {
  it('is refused when it is synthesized', () => {
    expect(() => templateOf(() => undefined)).toThrow('it watches no API; add one with watch()');
  });
});

describe('a timeout', () => {
  it.each([
    [Duration.millis(500), '1 to 900 whole seconds; it is 500 millis'],
    [Duration.minutes(16), '1 to 900 whole seconds; it is 16 minutes'],
  ])('must be one that Lambda takes: %s', (timeout, problem) => {
    expect(() => canaryIn(stackIn(), { timeout })).toThrow(problem);
  });

  it('may be long where runs are seldom', () => {
    const template = templateOf((canary) => canary.watch(PETS, { every: Duration.minutes(30) }), {
      timeout: Duration.minutes(15),
    });
    expect(inputsIn(template)).toHaveLength(1);
  });
});
