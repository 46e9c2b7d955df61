// The stack behind template.yaml: the canary with everything that people choose as parameters, watching one API.

import type { CfnElement } from 'aws-cdk-lib';
import { Aws, CfnCondition, CfnOutput, Fn, type ICfnConditionExpression, Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import { VERSION } from '../../src/version.ts';
import { Canary } from '../canary.ts';
import type { WatchedApi } from '../watched-api.ts';
import { apiName, type Conditions, conditions, configuration, given, isOn, missing } from './configuration.ts';
import { type Parameters, parameterInterface, parameters } from './parameters.ts';
import { chosenDatapoints, chosenRate } from './rates.ts';
import { rules } from './rules.ts';
import { hostPolicy, otherVantages, vantageApi } from './vantages.ts';

/** Below a minute, the shortest time between two runs. */
const TIMEOUT_S = 50;
/** `aws cloudformation package` and `sam deploy` replace each by the place in S3 where they put the folder. */
const CODE = 'dist/lambda';
const NOTIFIER_CODE = 'dist/notify';
const NAMESPACE = 'PrivateApiCanary';

export class TemplateStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, { ...props, description: `private-api-canary ${VERSION}: watches one private REST API` });
    this.templateOptions.metadata = { 'AWS::CloudFormation::Interface': parameterInterface() };
    const chosen = parameters(this);
    const when = conditions(this, chosen);
    const condition = (name: string, expression: ReturnType<typeof isOn>) =>
      new CfnCondition(this, name, { expression });
    const text = (name: keyof Parameters) => chosen[name].valueAsString;

    const explains = condition('Explains', isOn(chosen.Explain));
    const canary = new Canary(this, 'Canary', {
      prefix: Aws.STACK_NAME,
      vpcId: text('VpcId'),
      subnetIds: chosen.SubnetIds.valueAsList,
      code: {},
      timeoutSeconds: TIMEOUT_S,
      tracing: condition('Traces', isOn(chosen.Tracing)),
      ipv6: condition('GoesOverIpv6', isOn(chosen.Ipv6)),
      logRetentionDays: chosen.LogRetentionInDays.valueAsNumber,
      notifications: {
        page: { arn: text('PageTopicArn'), unlessGiven: condition('MakesPageTopic', missing(chosen, 'PageTopicArn')) },
        warn: { arn: text('WarnTopicArn'), unlessGiven: condition('MakesWarnTopic', missing(chosen, 'WarnTopicArn')) },
        email: {
          address: text('NotificationEmail'),
          condition: condition('HasNotificationEmail', given(chosen, 'NotificationEmail')),
        },
      },
      runbook: { url: text('RunbookUrl'), given: condition('HasRunbookUrl', given(chosen, 'RunbookUrl')) },
      explanation: { notifierCode: {}, condition: explains },
      serviceEndpoints: {
        ec2: { condition: condition('MakesEc2Endpoint', both(isOn(chosen.CreateEc2Endpoint), when.asksEc2)) },
        monitoring: {
          condition: condition(
            'MakesMonitoringEndpoint',
            both(isOn(chosen.CreateMonitoringEndpoint), when.putsMetrics),
          ),
        },
        secretsmanager: {
          condition: condition(
            'MakesSecretsManagerEndpoint',
            both(isOn(chosen.CreateSecretsManagerEndpoint), when.readsSecrets),
          ),
        },
      },
    });
    const explanation = canary.node.findChild('Explanation');
    codeOf(canary.function, 'Resource', CODE);
    codeOf(explanation, 'Function', CODE);
    codeOf(explanation.node.findChild('Notifier'), 'Resource', NOTIFIER_CODE);
    const rate = chosenRate(this, chosen.RateInMinutes.valueAsString);
    const api = watchedApi(this, chosen, when, rate);
    canary.watch(api);
    const vantages = otherVantages(this, chosen, when);
    for (const vantage of vantages) canary.vantage(vantageApi(api, vantage, rate.lags));
    const hosts = hostPolicy(this, api.needs, vantages);
    canary.mute('Maintenance', {
      expression: text('MaintenanceSchedule'),
      duration: text('MaintenanceDuration'),
      timezone: text('MaintenanceTimezone'),
      condition: condition('HasMaintenance', given(chosen, 'MaintenanceSchedule')),
    });
    rules(this, chosen);
    const output = (name: string, description: string, value: string) =>
      new CfnOutput(this, name, { description, value });
    output('FunctionName', 'Invoke it with a configuration to run the canary now.', canary.function.functionName);
    output('LogGroupName', 'Where its reports are.', canary.function.logGroupName);
    output(
      'SecurityGroupId',
      "Let it in where the endpoints' security group names its clients.",
      canary.function.securityGroupId,
    );
    output('PageTopicArnInUse', 'Tells what wakes somebody.', canary.notifications.pageArn);
    output('WarnTopicArnInUse', 'Tells what can wait.', canary.notifications.warnArn);
    output(
      'NotifierRoleArn',
      'Publishes explanations: let it use a topic and a key of your own.',
      canary.explanation?.notifier.roleArn ?? '',
    ).condition = explains;
    output('VantagePolicyArn', 'Attach it to the role that hosts of other vantages take.', hosts.ref).condition = hosts
      .cfnOptions.condition as CfnCondition;
  }

  /** Names without hashes: the template is read by people, and every name in it is unique. */
  protected override allocateLogicalId(element: CfnElement): string {
    const [, ...path] = element.node.path.split('/');
    return path.filter((part) => !['Canary', 'Resource', 'Default'].includes(part)).join('');
  }
}

/** The property as people write it: a folder, where CDK's type has a place in S3. */
function codeOf(scope: Construct, id: string, folder: string): void {
  const lambda = scope.node.findChild(id) as CfnFunction;
  lambda.addPropertyOverride('Code', folder);
}

function watchedApi(
  scope: Construct,
  chosen: Parameters,
  when: Conditions,
  { expression, periods }: ReturnType<typeof chosenRate>,
): WatchedApi {
  const methods = `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${chosen.ApiId.valueAsString}/${chosen.StageName.valueAsString}`;
  return {
    id: 'Api',
    series: {
      prefix: Aws.STACK_NAME,
      namespace: NAMESPACE,
      api: apiName(chosen, when),
      stage: chosen.StageName.valueAsString,
      vantage: chosen.VantageName.valueAsString,
      accessMethods: ACCESS_METHOD_IDS,
      zonal: true,
      refuses: true,
    },
    settings: {
      periods,
      thresholds: {
        latencyMs: chosen.LatencyThresholdMs.valueAsNumber,
        certificateDays: chosen.CertificateDays.valueAsNumber,
        functionDurationMs: Number.NaN,
      },
      datapoints: chosenDatapoints(scope, chosen.FailingRuns.valueAsString),
    },
    conditions: when.accessMethods,
    zonalCondition: when.zonal,
    refusalCondition: when.hasResources,
    vpcId: chosen.VpcId.valueAsString,
    input: configuration(chosen, when),
    scheduleExpression: expression,
    needs: {
      ...{ ec2: when.asksEc2, putsMetrics: when.putsMetrics, namespaces: [NAMESPACE], ports: [], resolvers: [] },
      // A template cannot make an ARN of each path.
      ...{ signs: when.signs, methods: [`${methods}/GET/*`, `${methods}/HEAD/*`] },
      ...{ readsSecrets: when.readsSecrets, secrets: [chosen.SecretArn.valueAsString] },
      ...{ decrypts: when.decrypts, secretKeys: [chosen.SecretKeyArn.valueAsString] },
    },
  };
}

/** An endpoint that nothing would use is not made: it is paid for by the hour. */
const both = (wanted: ICfnConditionExpression, used: CfnCondition) => Fn.conditionAnd(wanted, used);
