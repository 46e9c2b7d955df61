// What the function's role allows and denies, for each thing that targets and options may ask for.

import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { CanaryFunction } from '../../infra/canary-function.ts';
import type { FunctionNeeds } from '../../infra/function-permissions.ts';
import { NO_REQUEST_NEEDS } from '../../infra/request-needs.ts';
import { plainStack } from './plain-stack.ts';
import { actionsOf, type RoleStatement, roleStatements } from './role-statements.ts';

const NOTHING: FunctionNeeds = {
  ...{ ec2: false, putsMetrics: false, namespaces: [], ports: [], resolvers: [] },
  ...NO_REQUEST_NEEDS,
};

const ALWAYS = [
  'Allow ec2:AssignPrivateIpAddresses',
  'Allow ec2:CreateNetworkInterface',
  'Allow ec2:DeleteNetworkInterface',
  'Allow ec2:DescribeNetworkInterfaces',
  'Allow ec2:DescribeSubnets',
  'Allow ec2:UnassignPrivateIpAddresses',
  'Allow logs:CreateLogStream',
  'Allow logs:PutLogEvents',
  'Deny ec2:AssignPrivateIpAddresses',
  'Deny ec2:CreateNetworkInterface',
  'Deny ec2:DeleteNetworkInterface',
  'Deny ec2:DescribeNetworkInterfaces',
  'Deny ec2:DescribeSubnets',
  'Deny ec2:UnassignPrivateIpAddresses',
];

/** What a test varies; `onCondition`: each of them stands on a condition of its own name. */
interface Variant {
  readonly needs?: Partial<FunctionNeeds>;
  readonly tracing?: boolean;
  readonly onCondition?: boolean;
}

function templateFor({ needs, tracing = false, onCondition = false }: Variant): Template {
  const stack = plainStack();
  const condition = (id: string) => {
    const chosen = new CfnParameter(stack, `${id}Chosen`);
    return new CfnCondition(stack, id, { expression: Fn.conditionEquals(chosen.valueAsString, 'true') });
  };
  const conditional = onCondition ? { ec2: condition('AsksEc2'), putsMetrics: condition('PutsMetrics') } : {};
  new CanaryFunction(stack, 'Function', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetIds: ['subnet-0aaa1111bbbb2222c'],
    code: { zipFile: '' },
    needs: () => ({ ...NOTHING, ...needs, ...conditional }),
    timeoutSeconds: 50,
    tracing: onCondition ? condition('Traces') : tracing,
    logRetentionDays: 30,
  });
  return Template.fromStack(stack);
}

const statementsOf = (template: Template, conditions: readonly string[] = []) =>
  roleStatements(template, 'What the canary for private APIs may do', conditions);

function statementWith(action: string, statements: readonly RoleStatement[]): RoleStatement | undefined {
  return statements.find(({ Effect, Action }) => Effect === 'Allow' && Action.includes(action));
}

const ENDPOINTS = ['Allow ec2:DescribeVpcEndpoints'];
const METRICS = ['Allow cloudwatch:PutMetricData'];
const REQUESTS: Partial<FunctionNeeds> = {
  ...{ signs: true, methods: ['arn:method', 'arn:method'] },
  ...{ readsSecrets: true, secrets: ['arn:secret'], decrypts: true, secretKeys: ['arn:key'] },
};
const TRACING = ['Allow xray:PutTelemetryRecords', 'Allow xray:PutTraceSegments'];

describe('the actions of the role', () => {
  it.each([
    { what: 'nothing asked of AWS', needs: {}, more: [] },
    { what: 'EC2', needs: { ec2: true }, more: ENDPOINTS },
    { what: 'metrics', needs: { putsMetrics: true, namespaces: ['Canary'] }, more: METRICS },
    { what: 'metrics without a namespace', needs: { putsMetrics: true }, more: [] },
    { what: 'a namespace without metrics', needs: { namespaces: ['Canary'] }, more: [] },
    { what: 'tracing', needs: {}, tracing: true, more: TRACING },
    { what: 'ports and name servers', needs: { ports: [8443], resolvers: ['10.0.0.2'] }, more: [] },
    { what: 'signed requests', needs: { signs: true, methods: ['arn:method'] }, more: ['Allow execute-api:Invoke'] },
    { what: 'signed requests without a method', needs: { signs: true }, more: [] },
    { what: 'methods without a signature', needs: { methods: ['arn:method'] }, more: [] },
    {
      what: 'secrets',
      needs: { readsSecrets: true, secrets: ['arn:secret'] },
      more: ['Allow secretsmanager:GetSecretValue'],
    },
    { what: 'a key', needs: { decrypts: true, secretKeys: ['arn:key'] }, more: ['Allow kms:Decrypt'] },
    {
      what: 'everything',
      needs: { ec2: true, putsMetrics: true, namespaces: ['Canary', 'Other'], ...REQUESTS },
      tracing: true,
      more: [
        ...[...ENDPOINTS, ...METRICS, ...TRACING],
        ...['Allow execute-api:Invoke', 'Allow kms:Decrypt', 'Allow secretsmanager:GetSecretValue'],
      ],
    },
  ])('are exactly these for $what', ({ needs, tracing = false, more }) => {
    expect(actionsOf(statementsOf(templateFor({ needs, tracing })))).toEqual([...ALWAYS, ...more].sort());
  });

  it.each([
    { holding: [], more: [] },
    { holding: ['AsksEc2'], more: ENDPOINTS },
    { holding: ['PutsMetrics'], more: METRICS },
    { holding: ['Traces'], more: TRACING },
    { holding: ['AsksEc2', 'PutsMetrics', 'Traces'], more: [...ENDPOINTS, ...METRICS, ...TRACING] },
  ])('are exactly these where $holding hold', ({ holding, more }) => {
    const template = templateFor({ needs: { namespaces: ['Canary'] }, onCondition: true });
    expect(actionsOf(statementsOf(template, holding))).toEqual([...ALWAYS, ...more].sort());
  });
});

describe('the limits of a statement', () => {
  it('are the namespaces for metrics, each once', () => {
    const template = templateFor({ needs: { putsMetrics: true, namespaces: ['Canary', 'Other', 'Canary'] } });
    expect(statementWith('cloudwatch:PutMetricData', statementsOf(template))).toMatchObject({
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': ['Canary', 'Other'] } },
    });
  });

  it('are the methods, secrets and keys, each once, and the keys only by way of Secrets Manager', () => {
    const statements = statementsOf(templateFor({ needs: REQUESTS }));
    expect(statementWith('execute-api:Invoke', statements)?.Resource).toEqual(['arn:method']);
    expect(statementWith('secretsmanager:GetSecretValue', statements)?.Resource).toEqual(['arn:secret']);
    expect(statementWith('kms:Decrypt', statements)).toMatchObject({
      Resource: ['arn:key'],
      Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
    });
  });

  it('are its own log group for the log', () => {
    const template = templateFor({});
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    expect(statementWith('logs:PutLogEvents', statementsOf(template))?.Resource).toEqual({
      'Fn::GetAtt': [logGroup, 'Arn'],
    });
  });

  it('are the code of this function for what is denied, and nothing else is denied', () => {
    const template = templateFor({ needs: { ec2: true } });
    const [lambda] = Object.keys(template.findResources('AWS::Lambda::Function'));
    expect(statementsOf(template).filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
      { Resource: '*', Condition: { ArnEquals: { 'lambda:SourceFunctionArn': { 'Fn::GetAtt': [lambda, 'Arn'] } } } },
    ]);
  });
});

it('lets only Lambda take the role', () => {
  const roles = Object.values(templateFor({}).findResources('AWS::IAM::Role'));
  expect(roles.map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement)).toEqual([
    [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  ]);
});
