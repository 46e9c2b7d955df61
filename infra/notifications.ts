// Whom alarms tell: one topic for pages and one for warnings, or topics that are there already; encrypted with a key that
// CloudWatch may use.

import { CfnCondition, Fn, aws_kms as kms, Stack, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Severity } from '../src/alarms/alarm-row.ts';
import type { Needed } from './needed.ts';

/** Where one kind of message goes. */
export interface TopicProps {
  /** A topic that is there already. It is used as it is: where it is encrypted, its key's policy must let CloudWatch in,
   * and whoever else publishes to it. */
  readonly arn?: string;
  /** Where a parameter decides whether `arn` is given: true when it is not, so that a topic is made. */
  readonly unlessGiven?: CfnCondition;
}

export interface NotificationsProps {
  /** Wakes somebody. Default: a new topic. */
  readonly page?: TopicProps;
  /** Can wait for the morning. Default: a new topic. */
  readonly warn?: TopicProps;
  /** Gets the messages of the topics that are made here, once its owner has confirmed. Topics that were there already
   * have their subscribers. */
  readonly email?: { readonly address: string; readonly condition?: CfnCondition };
}

type Kind = Exclude<Severity, 'silent'>;

const TOPICS = {
  page: { id: 'PageTopic', displayName: 'Private API canary: page' },
  warn: { id: 'WarnTopic', displayName: 'Private API canary: warning' },
} as const satisfies Readonly<Record<Kind, object>>;

/** Nobody, or somebody on a condition, or always. */
type Made = 'never' | 'always' | CfnCondition;

/** Two topics, made here or given, and what belongs to those that are made. */
export class Notifications extends Construct {
  readonly pageArn: string;
  readonly warnArn: string;
  /** Encrypts the topics that are made here; its policy leaves to IAM who else of this account may use it. Absent: none is
   * made. */
  readonly key?: { readonly arn: string; readonly made: Exclude<Needed, false> };

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const made = { page: madeOf(props.page), warn: madeOf(props.warn) };
    if (props.email !== undefined && made.page === 'never' && made.warn === 'never') {
      throw new Error('subscribe the address to your own topics: no topic is made here');
    }
    const key = this.#key(made.page, made.warn);
    if (key !== undefined) this.key = { arn: key.attrArn, made: key.cfnOptions.condition ?? true };
    this.pageArn = this.#topic('page', made.page, key, props);
    this.warnArn = this.#topic('warn', made.warn, key, props);
  }

  /** There when some topic is. */
  #key(page: Made, warn: Made): kms.CfnKey | undefined {
    if (page === 'never' && warn === 'never') return undefined;
    const key = new kms.CfnKey(this, 'Key', {
      description: 'Encrypts the notifications of the private API canary.',
      enableKeyRotation: true,
      keyPolicy: keyPolicy(this),
    });
    return onCondition(key, this.#either(page, warn));
  }

  #either(page: Made, warn: Made): Made {
    if (page === 'always' || warn === 'always') return 'always';
    if (page === 'never') return warn;
    if (warn === 'never') return page;
    return new CfnCondition(this, 'SomeTopic', { expression: Fn.conditionOr(page, warn) });
  }

  #topic(kind: Kind, made: Made, key: kms.CfnKey | undefined, props: NotificationsProps): string {
    const given = props[kind]?.arn ?? '';
    if (made === 'never' || key === undefined) return given;
    const { id, displayName } = TOPICS[kind];
    const topic = onCondition(new sns.CfnTopic(this, id, { displayName, kmsMasterKeyId: key.attrArn }), made);
    const policy = { topics: [topic.ref], policyDocument: topicPolicy(this, topic.ref) };
    onCondition(new sns.CfnTopicPolicy(this, `${id}Policy`, policy), made);
    if (props.email !== undefined) this.#subscribe(id, topic, made, props.email);
    return made === 'always' ? topic.ref : Fn.conditionIf(made.logicalId, topic.ref, given).toString();
  }

  #subscribe(id: string, topic: sns.CfnTopic, made: Made, email: NonNullable<NotificationsProps['email']>): void {
    const subscription = { topicArn: topic.ref, protocol: 'email', endpoint: email.address };
    const parts = [made, email.condition].filter((part) => part instanceof CfnCondition);
    const [first, second] = parts;
    const both =
      second === undefined ? first : new CfnCondition(this, `${id}HasEmail`, { expression: Fn.conditionAnd(...parts) });
    onCondition(new sns.CfnSubscription(this, `${id}Email`, subscription), both ?? 'always');
  }
}

function madeOf(props: TopicProps | undefined): Made {
  return props?.arn === undefined ? 'always' : (props.unlessGiven ?? 'never');
}

function onCondition<Resource extends kms.CfnKey | sns.CfnTopic | sns.CfnTopicPolicy | sns.CfnSubscription>(
  resource: Resource,
  made: Made,
): Resource {
  if (made instanceof CfnCondition) resource.cfnOptions.condition = made;
  return resource;
}

const CLOUDWATCH = { Service: 'cloudwatch.amazonaws.com' };
const ofThisAccount = (scope: Construct) => ({ StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } });

/** Alarms cannot publish to a topic under `alias/aws/sns`, whose policy nobody can change.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
function keyPolicy(scope: Construct): object {
  const { partition, account } = Stack.of(scope);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        // Without it nobody could ever change the key: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        Sid: 'Account',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: CLOUDWATCH,
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: ofThisAccount(scope),
      },
    ],
  };
}

/** Replaces the policy that SNS gives a new topic, which lets the whole account publish. A role of this account publishes
 * where its own policy allows it: that needs no statement here, as long as none denies it. */
function topicPolicy(scope: Construct, topicArn: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: CLOUDWATCH,
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: ofThisAccount(scope),
      },
      {
        Sid: 'OnlyTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
