// From an alarm to a message: rule, function, destination, notifier, topics; what each may do, and what is left without it.

import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import type { PrivateApiCanaryProps, TargetInput } from '../../infra/private-api-canary.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { alarmChange } from './alarm-changes.ts';
import { canaryIn, inputsIn, PETS, propertiesOf, stackIn } from './canary-stack.ts';
import { deployed } from './dashboard-body.ts';
import { matches } from './event-pattern.ts';
import { filledIn } from './filled-in.ts';
import { transformed } from './input-transformer.ts';
import { roleStatements } from './role-statements.ts';

const ORDERS: TargetInput = {
  api: { id: 'abcdefghij', stage: 'prod', name: 'orders <old>' },
  endpoints: { vpcId: 'vpc-0123456789abcdef0' },
  resources: [{ path: '/orders', expect: { body: ["status == 'ok'", 'length(items) > `0` && length(items) < `9`'] } }],
};

function watching(props: Partial<PrivateApiCanaryProps> = {}, targets: readonly TargetInput[] = [PETS, ORDERS]) {
  const stack = stackIn(undefined, 'Stack', { env: { account: '111122223333', region: 'us-west-2' } });
  const canary = canaryIn(stack, props);
  for (const target of targets) canary.watch(target);
  return { template: Template.fromStack(stack), stack, canary };
}

const described = (template: Template, type: string, description: RegExp) => {
  const found = Object.entries(template.findResources(type)).filter(([, { Properties }]) =>
    description.test(JSON.stringify(Properties.Description)),
  );
  expect(found).toHaveLength(1);
  const [id = '', resource] = found[0] ?? [];
  return { id, properties: resource?.Properties };
};
const functionIn = (template: Template, description: RegExp) =>
  described(template, 'AWS::Lambda::Function', description);
const CANARY = /through every way in/;
const EXPLAIN = /when an alarm changes its state/;
const NOTIFIER = /Writes to on-call/;
const arnOf = ({ id }: { readonly id: string }) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const rulesIn = (template: Template) => Object.entries(template.findResources('AWS::Events::Rule'));

describe('from an alarm to its explanation', () => {
  const { template } = watching();
  const rules = rulesIn(template);
  const explain = functionIn(template, EXPLAIN);
  const notifier = functionIn(template, NOTIFIER);

  it('one rule for each API and severity, which hears of every alarm that tells somebody', () => {
    const heard = rules.map(([, { Properties }]) =>
      Properties.EventPattern.resources.map((arn: unknown) => deployed(arn).split(':alarm:Stack-')[1]),
    );
    const of = (api: string, ...ids: readonly string[]) => ids.map((id) => `${api}-vpc-${id}`);
    expect(heard).toEqual(
      ['pets-test', 'orders <old>-prod'].flatMap((api) => [
        of(api, 'heartbeat', 'unreachable'),
        of(api, 'certificate', 'degraded', 'slow'),
      ]),
    );
  });

  it('the rule invokes the function with the API and the alarm', () => {
    const inputs = inputsIn(template).map((input) => JSON.parse(input));
    const told = rules.map(([, { Properties }]) => {
      const [{ Arn, InputTransformer }, ...others] = Properties.Targets;
      expect(others).toEqual([]);
      expect(Arn).toEqual(arnOf(explain));
      const InputTemplate = filledIn(InputTransformer.InputTemplate, {});
      const change = alarmChange('Stack-pets-test-vpc-slow', [
        { value: 'OK' },
        { value: 'ALARM', reason: 'say "<why>"' },
      ]);
      return JSON.parse(transformed({ ...InputTransformer, InputTemplate }, change));
    });
    expect(told.map(({ alarm: _, ...configuration }) => configuration)).toEqual([
      ...[inputs[0], inputs[0]],
      ...[inputs[1], inputs[1]],
    ]);
    expect(told.map(({ alarm }) => alarm.severity)).toEqual(['page', 'warn', 'page', 'warn']);
    expect(told.map(({ alarm }) => alarm.reason)).toEqual(Array(4).fill('say "<why>"'));
    const targets = told.map(({ alarm: _, ...configuration }) => parseTarget(configuration, 'us-west-2'));
    expect(targets[2]?.resources[0]?.expect.body).toEqual(ORDERS.resources?.[0]?.expect?.body);
  });

  it('the rule takes an alarm that turns red, and is retried for minutes and not for a day', () => {
    const [, { Properties }] = rules[1] ?? ['', {}];
    const change = alarmChange('Stack-pets-test-vpc-slow', [{ value: 'OK' }, { value: 'ALARM' }]);
    const pattern = JSON.parse(JSON.stringify(Properties.EventPattern).replaceAll(/\{"Fn::Join[^}]*\}[^}]*\}/g, '""'));
    expect(matches({ ...pattern, resources: change.resources }, change)).toBe(true);
    expect(Properties.State).toBe('ENABLED');
    expect(Properties.Targets[0].RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 3 });
  });

  it('nobody but these rules may invoke the function', () => {
    const permissions = propertiesOf(template, 'AWS::Lambda::Permission');
    expect(permissions).toEqual(
      rules.map(([id]) => ({
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf(explain),
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
      })),
    );
  });

  it('the function is the canary under another name', () => {
    const { Description: _, ...canary } = functionIn(template, CANARY).properties;
    const { Description: _other, ...twin } = explain.properties;
    expect(twin).toEqual(canary);
  });

  it('it runs once, soon or never, and either end goes to the notifier', () => {
    const destination = { Destination: arnOf(notifier) };
    expect(propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')).toContainEqual({
      FunctionName: { Ref: explain.id },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 300,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: destination, OnFailure: destination },
    });
  });

  it('scheduled runs tell nobody', () => {
    const canary = functionIn(template, CANARY);
    const [config, ...others] = propertiesOf(template, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ FunctionName }) => (FunctionName as { readonly Ref: string }).Ref === canary.id,
    );
    expect([config?.DestinationConfig, others]).toEqual([undefined, []]);
    const scheduled = propertiesOf(template, 'AWS::Scheduler::Schedule') as readonly { Target: { Arn: unknown } }[];
    expect(scheduled.map(({ Target }) => Target.Arn)).toEqual([arnOf(canary), arnOf(canary)]);
  });

  it('is made when the role may invoke the destination: Lambda refuses it before', () => {
    const [[policy] = ['']] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(
      ([, { Properties }]) => Properties.PolicyName === 'invoke-notifier',
    );
    expect(template.toJSON().Resources[explain.id].DependsOn).toContain(policy);
  });
});

describe('the notifier', () => {
  const { template, stack, canary } = watching({ runbookUrl: 'https://runbooks.example.com/canary' });
  const { properties } = functionIn(template, NOTIFIER);

  it('is small, outside the VPC, and made from its own bundle', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 20,
    });
    expect(properties.VpcConfig).toBeUndefined();
    expect(properties.Code.S3Key).not.toBe(functionIn(template, CANARY).properties.Code.S3Key);
  });

  it('knows both topics and where to look', () => {
    const { PAGE_TOPIC_ARN, WARN_TOPIC_ARN, DASHBOARD_URL, LOGS_URL, RUNBOOK_URL, ...others } =
      properties.Environment.Variables;
    expect(others).toEqual({});
    expect([PAGE_TOPIC_ARN, WARN_TOPIC_ARN]).toEqual(stack.resolve([canary.pageTopicArn, canary.warnTopicArn]));
    expect(JSON.stringify(DASHBOARD_URL)).toMatch(/#dashboards\/dashboard\/Stack"/);
    expect(JSON.stringify(LOGS_URL)).toMatch(/#logsV2:logs-insights/);
    expect(RUNBOOK_URL).toBe('https://runbooks.example.com/canary');
    const without = functionIn(watching().template, NOTIFIER).properties.Environment.Variables;
    expect(Object.keys(without)).not.toContain('RUNBOOK_URL');
  });

  it('may write its own log, publish to the two topics and use their key: nothing else', () => {
    const [page, warn] = ['page', 'warning'].map((kind) => {
      const [id] = Object.entries(template.findResources('AWS::SNS::Topic')).find(([, { Properties }]) =>
        Properties.DisplayName.endsWith(kind),
      ) ?? [''];
      return { Ref: id };
    });
    const [key] = Object.keys(template.findResources('AWS::KMS::Key'));
    const [log] = Object.keys(template.findResources('AWS::Logs::LogGroup')).filter((id) => id.includes('Notifier'));
    expect(statementsOf(template)).toEqual(
      [
        { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [log, 'Arn'] } },
        { Action: ['sns:Publish'], Resource: [page, warn] },
        { Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: { 'Fn::GetAtt': [key, 'Arn'] } },
      ].map((statement) => ({ Effect: 'Allow', ...statement })),
    );
    expect(properties.LoggingConfig).toEqual({ LogFormat: 'Text', LogGroup: { Ref: log } });
  });

  it('has no key where topics are given, and one topic where they are the same', () => {
    const given = stackIn();
    const topic = Topic.fromTopicArn(given, 'Topic', 'arn:aws:sns:us-west-2:111122223333:on-call');
    canaryIn(given, { pageTopic: topic, warnTopic: topic }).watch(PETS);
    const [, topics, ...others] = statementsOf(Template.fromStack(given));
    expect(topics).toEqual({ Effect: 'Allow', Action: ['sns:Publish'], Resource: [topic.topicArn] });
    expect(others).toEqual([]);
  });

  it('tells its role, for the policies of topics and keys of others', () => {
    const role = described(template, 'AWS::IAM::Role', /explanations/);
    expect(stack.resolve(canary.notifierRoleArn)).toEqual(arnOf(role));
    expect(properties.Role).toEqual(arnOf(role));
  });

  it('keeps its log as long as the canary its own, and tries again for ten minutes at most', () => {
    const days = propertiesOf(template, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays);
    expect(days).toEqual([30, 30]);
    const { id } = functionIn(template, NOTIFIER);
    expect(propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')).toContainEqual({
      FunctionName: { Ref: id },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 600,
      MaximumRetryAttempts: 2,
    });
  });
});

describe('the role of canary and explanation', () => {
  const role = (template: Template) => roleStatements(template, 'What the canary for private APIs may do');

  it('may invoke the notifier, and no other function', () => {
    const { template } = watching();
    const invoking = role(template).filter(({ Action }) => JSON.stringify(Action).includes('lambda:'));
    expect(invoking).toEqual([
      {
        Sid: 'Notifier',
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: arnOf(functionIn(template, NOTIFIER)),
      },
    ]);
  });

  it('keeps the code of both from network interfaces', () => {
    const { template } = watching();
    const denied = role(template).filter(({ Effect }) => Effect === 'Deny');
    expect(denied.map(({ Condition }) => Condition)).toEqual(
      [CANARY, EXPLAIN].map((description) => ({
        ArnEquals: { 'lambda:SourceFunctionArn': arnOf(functionIn(template, description)) },
      })),
    );
    const names = propertiesOf(template, 'AWS::IAM::Policy').map(({ PolicyName }) => PolicyName);
    // Of two inline policies of one name, a role has the one that was put last.
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('switched off', () => {
  it('nothing of it is left, and everything else is as it was', () => {
    const [on, off] = [watching(), watching({ explain: false })].map(
      ({ template }) => template.toJSON().Resources as Readonly<Record<string, { readonly Type: string }>>,
    );
    const gone = Object.entries(on ?? {}).filter(([id]) => off?.[id] === undefined);
    expect(gone.map(([id]) => id).filter((id) => !id.includes('Explanation'))).toEqual([]);
    const left = Object.fromEntries(Object.entries(on ?? {}).filter(([id]) => off?.[id] !== undefined));
    expect(off).toEqual(left);
    expect(Object.values(off ?? {}).map(({ Type }) => Type)).not.toContain('AWS::Events::Rule');
    expect(watching({ explain: false }).canary.notifierRoleArn).toBeUndefined();
  });

  it('the alarms tell whom they told', () => {
    const actions = (props: Partial<PrivateApiCanaryProps>) =>
      ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
        propertiesOf(watching(props).template, type).map(({ AlarmActions, OKActions }) => [AlarmActions, OKActions]),
      );
    expect(actions({})).toEqual(actions({ explain: false }));
  });
});

describe('more APIs than the policy of a function has room for', () => {
  const many = (length: number): readonly TargetInput[] =>
    Array.from({ length }, (_, index) => ({ ...PETS, api: { ...PETS.api, name: `api-${index}` } }));

  it('are refused with what can be done', () => {
    expect(() => watching({}, many(21))).toThrow(
      '42 rules invoke one function and its policy takes 40: watch some APIs with another canary, or set `explain: false`',
    );
  });

  it('are watched without explanation', () => {
    expect(() => watching({ explain: false }, many(21))).not.toThrow();
  });
});

it('a configuration that EventBridge cannot hand on is refused, and watched without explanation', () => {
  const body = [`'${'long'.repeat(30)}' != \`null\``];
  const resources = Array.from({ length: 50 }, (_, index) => ({ path: `/pets/${index}`, expect: { body } }));
  const long = { ...PETS, resources };
  expect(() => watching({}, [long])).toThrow(
    /^pets\/test: with an alarm beside it the configuration has \d+ characters/,
  );
  expect(() => watching({ explain: false }, [long])).not.toThrow();
});

function statementsOf(template: Template) {
  return roleStatements(
    template,
    'Lets the explanations of the canary for private APIs be published to its topics',
  ).map(({ Effect, Action, Resource }) => ({ Effect, Action, Resource }));
}
