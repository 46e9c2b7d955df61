import { CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { Notifications, type NotificationsProps } from '../../infra/notifications.ts';
import { resolved } from './resolved.ts';

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

function made(props: (stack: Stack) => NotificationsProps = () => ({})) {
  const stack = new Stack();
  const notifications = new Notifications(stack, 'Notifications', props(stack));
  const json: { readonly Resources?: Readonly<Record<string, Resource>>; readonly Conditions?: object } =
    Template.fromStack(stack).toJSON();
  // Ids in a template end with eight digits that CDK adds.
  const plain = (id: string) => id.replace(/^Notifications/, '').replace(/[0-9A-F]{8}$/, '');
  const resources = Object.fromEntries(Object.entries(json.Resources ?? {}).map(([id, found]) => [plain(id), found]));
  const arns = (conditions: readonly string[] = []) => {
    const all = Object.keys(json.Conditions ?? {}).filter((id) => conditions.includes(plain(id)));
    const texts = [notifications.pageArn, notifications.warnArn].map((arn) => stack.resolve(arn));
    return texts.map((text) => plain(String(resolved(text, { conditions: all }))));
  };
  return { resources, arns, conditions: json.Conditions ?? {} };
}

const parameter = (stack: Stack, name: string) => new CfnParameter(stack, name, { default: '' }).valueAsString;
const empty = (stack: Stack, name: string, value: string) =>
  new CfnCondition(stack, name, { expression: Fn.conditionEquals(value, '') });
const given = (stack: Stack, name: string, value: string) =>
  new CfnCondition(stack, name, { expression: Fn.conditionNot(Fn.conditionEquals(value, '')) });

const PAGES = 'arn:aws:sns:us-west-2:123456789012:our-pages';
const WARNINGS = 'arn:aws:sns:us-west-2:123456789012:our-warnings';

describe('two new topics', () => {
  const { resources, arns, conditions } = made(() => ({ email: { address: 'ops@example.com' } }));

  it('are made without conditions, and told by their references', () => {
    expect(Object.keys(resources).sort()).toEqual([
      ...['Key', 'PageTopic', 'PageTopicEmail', 'PageTopicPolicy'],
      ...['WarnTopic', 'WarnTopicEmail', 'WarnTopicPolicy'],
    ]);
    expect(conditions).toEqual({});
    expect(Object.values(resources).some((resource) => 'Condition' in resource)).toBe(false);
    expect(arns()).toEqual(['PageTopic', 'WarnTopic']);
  });

  it('say in the subject of a mail which they are', () => {
    expect(resources.PageTopic?.Properties.DisplayName).toBe('Private API canary: page');
    expect(resources.WarnTopic?.Properties.DisplayName).toBe('Private API canary: warning');
  });

  it.each(['PageTopic', 'WarnTopic'])('%s is encrypted with the key, and mails the address', (topic) => {
    const keyArn = { 'Fn::GetAtt': [expect.stringMatching(/^NotificationsKey/), 'Arn'] };
    expect(resources[topic]?.Properties.KmsMasterKeyId).toEqual(keyArn);
    expect(resources[`${topic}Email`]?.Properties).toEqual({
      TopicArn: { Ref: expect.stringMatching(`^Notifications${topic}`) },
      ...{ Protocol: 'email', Endpoint: 'ops@example.com' },
    });
  });

  it('have a key that rotates, whose policy lets alarms of this account use it', () => {
    const account = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']],
    };
    expect(resources.Key?.Properties).toMatchObject({
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: [
          { Effect: 'Allow', Action: 'kms:*', Principal: { AWS: account } },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });

  it.each(['PageTopic', 'WarnTopic'])('%s takes messages from alarms of this account alone, and over TLS', (topic) => {
    const topicRef = { Ref: expect.stringMatching(`^Notifications${topic}`) };
    expect(resources[`${topic}Policy`]?.Properties).toEqual({
      Topics: [topicRef],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Alarms',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: topicRef,
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
          {
            Sid: 'OnlyTls',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: topicRef,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });
});

describe('topics that are there already', () => {
  it('are used, and nothing is made', () => {
    const { resources, arns } = made(() => ({ page: { arn: PAGES }, warn: { arn: WARNINGS } }));
    expect(resources).toEqual({});
    expect(arns()).toEqual([PAGES, WARNINGS]);
  });

  it('may be one of the two: the other is made, with its key and its mail', () => {
    const { resources, arns } = made(() => ({ page: { arn: PAGES }, email: { address: 'ops@example.com' } }));
    expect(Object.keys(resources).sort()).toEqual(['Key', 'WarnTopic', 'WarnTopicEmail', 'WarnTopicPolicy']);
    expect(arns()).toEqual([PAGES, 'WarnTopic']);
  });

  it('leave no topic for an address', () => {
    const both = { page: { arn: PAGES }, warn: { arn: WARNINGS } };
    expect(() => made(() => ({ ...both, email: { address: 'ops@example.com' } }))).toThrow(
      'subscribe the address to your own topics: no topic is made here',
    );
  });
});

describe('topics and an address that parameters give or do not give', () => {
  const { resources, arns, conditions } = made((stack) => {
    const [page, warn, address] = ['PageArn', 'WarnArn', 'Email'].map((name) => parameter(stack, name));
    return {
      page: { arn: `${page}`, unlessGiven: empty(stack, 'MakesPage', `${page}`) },
      warn: { arn: `${warn}`, unlessGiven: empty(stack, 'MakesWarn', `${warn}`) },
      email: { address: `${address}`, condition: given(stack, 'HasEmail', `${address}`) },
    };
  });
  const conditionOf = (id: string) => String(resources[id]?.Condition).replace(/[0-9A-F]{8}$/, '');

  it('are made on their conditions', () => {
    expect(Object.keys(resources).map((id) => [id, conditionOf(id)])).toEqual([
      ['Key', 'NotificationsSomeTopic'],
      ['PageTopic', 'MakesPage'],
      ['PageTopicPolicy', 'MakesPage'],
      ['PageTopicEmail', 'NotificationsPageTopicHasEmail'],
      ['WarnTopic', 'MakesWarn'],
      ['WarnTopicPolicy', 'MakesWarn'],
      ['WarnTopicEmail', 'NotificationsWarnTopicHasEmail'],
    ]);
  });

  it('have a key when some topic is made, and mail when it is made and an address is given', () => {
    expect(Object.values(conditions)).toEqual(
      expect.arrayContaining([
        { 'Fn::Or': [{ Condition: 'MakesPage' }, { Condition: 'MakesWarn' }] },
        { 'Fn::And': [{ Condition: 'MakesPage' }, { Condition: 'HasEmail' }] },
        { 'Fn::And': [{ Condition: 'MakesWarn' }, { Condition: 'HasEmail' }] },
      ]),
    );
  });

  it('are told as the new topic or as the one that is given', () => {
    expect(arns([])).toEqual(['PageArn', 'WarnArn']);
    expect(arns(['MakesPage'])).toEqual(['PageTopic', 'WarnArn']);
    expect(arns(['MakesPage', 'MakesWarn'])).toEqual(['PageTopic', 'WarnTopic']);
  });
});

it('a key is there always when one of the topics is, and with the only topic that may be', () => {
  const page = (stack: Stack) => ({
    arn: parameter(stack, 'PageArn'),
    unlessGiven: empty(stack, 'MakesPage', 'something'),
  });
  expect(made((stack) => ({ page: page(stack) })).resources.Key).not.toHaveProperty('Condition');
  expect(made((stack) => ({ page: page(stack), warn: { arn: WARNINGS } })).resources.Key?.Condition).toBe('MakesPage');
});
