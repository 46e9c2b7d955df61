// The endpoints for EC2 and CloudWatch: for the canary alone, without a trace in the DNS of the VPC.

import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { CanaryFunction } from '../../infra/canary-function.ts';
import { NO_REQUEST_NEEDS } from '../../infra/request-needs.ts';
import { ServiceEndpoints, type ServiceEndpointsProps } from '../../infra/service-endpoints.ts';
import { plainStack } from './plain-stack.ts';

const PLACEMENT = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0aaa1111bbbb2222c'],
  clientSecurityGroupId: 'sg-0123456789abcdef0',
  clientRoleArn: 'arn:aws:iam::111122223333:role/canary',
};

function made(services: ServiceEndpointsProps['services'], stack = plainStack()) {
  const endpoints = new ServiceEndpoints(stack, 'Endpoints', { ...PLACEMENT, services });
  const template = Template.fromStack(stack);
  const found = Object.entries(template.findResources('AWS::EC2::VPCEndpoint'));
  const groups = Object.entries(template.findResources('AWS::EC2::SecurityGroup'));
  return { template, found, groups, environment: stack.resolve(endpoints.environment) };
}

const urlOf = (endpoint: string | undefined) => ({
  'Fn::Join': [
    '',
    [
      'https://',
      {
        'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [endpoint, 'DnsEntries'] }] }] }],
      },
    ],
  ],
});

describe('an endpoint', () => {
  it.each([
    { service: 'ec2', action: 'ec2:DescribeVpcEndpoints' },
    { service: 'monitoring', action: 'cloudwatch:PutMetricData' },
  ] as const)('for $service stands in the subnets and serves the canary alone', ({ service, action }) => {
    const { template, found, groups } = made({ [service]: {} });
    const [condition] = Object.keys(template.findConditions('*'));
    expect(found.map(([, { Properties }]) => Properties)).toEqual([
      {
        VpcEndpointType: 'Interface',
        ServiceName: {
          'Fn::Join': [
            '',
            [
              { 'Fn::If': [condition, 'cn.com.amazonaws', 'com.amazonaws'] },
              '.',
              { Ref: 'AWS::Region' },
              `.${service}`,
            ],
          ],
        },
        VpcId: PLACEMENT.vpcId,
        SubnetIds: PLACEMENT.subnetIds,
        SecurityGroupIds: [{ 'Fn::GetAtt': [groups[0]?.[0], 'GroupId'] }],
        PrivateDnsEnabled: false,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: [action],
              Resource: '*',
              Condition: { ArnEquals: { 'aws:PrincipalArn': PLACEMENT.clientRoleArn } },
            },
          ],
        },
      },
    ]);
  });

  it('lets in port 443 from the canary, and nobody else', () => {
    const { groups } = made({ ec2: {}, monitoring: {} });
    expect(groups.map(([, { Properties }]) => Properties.SecurityGroupIngress)).toEqual(
      Array(2).fill([
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          SourceSecurityGroupId: PLACEMENT.clientSecurityGroupId,
          Description: 'HTTPS from the canary',
        },
      ]),
    );
  });

  it('is known in China by another name', () => {
    const { template } = made({ ec2: {} });
    expect(Object.values(template.findConditions('*'))).toEqual([
      { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] },
    ]);
  });
});

describe('the environment', () => {
  it('leads each client to the regional name of its endpoint', () => {
    const { found, environment } = made({ ec2: {}, monitoring: {} });
    const idOf = (service: string) =>
      found.find(([, { Properties }]) => JSON.stringify(Properties.ServiceName).includes(`.${service}"`))?.[0];
    expect(environment).toEqual({
      AWS_ENDPOINT_URL_EC2: urlOf(idOf('ec2')),
      AWS_ENDPOINT_URL_CLOUDWATCH: urlOf(idOf('monitoring')),
    });
  });

  it('says nothing of an endpoint that is not wanted', () => {
    const { found, groups, environment } = made({ monitoring: {} });
    expect([found.length, groups.length, Object.keys(environment)]).toEqual([1, 1, ['AWS_ENDPOINT_URL_CLOUDWATCH']]);
    const none = made({});
    expect([none.environment, none.found, none.groups, none.template.findConditions('*')]).toEqual([{}, [], [], {}]);
  });
});

it('makes an endpoint, its security group and its variable on one condition', () => {
  const stack = plainStack();
  const wanted = new CfnParameter(stack, 'Wanted');
  const condition = new CfnCondition(stack, 'MakesEc2Endpoint', {
    expression: Fn.conditionEquals(wanted.valueAsString, 'yes'),
  });
  const { found, groups, environment } = made({ ec2: { condition }, monitoring: {} }, stack);
  const conditions = [...found, ...groups].map(([, resource]) => resource.Condition).sort();
  expect(conditions).toEqual(['MakesEc2Endpoint', 'MakesEc2Endpoint', undefined, undefined]);
  const [endpoint] = found.find(([, resource]) => resource.Condition !== undefined) ?? [];
  expect(environment.AWS_ENDPOINT_URL_EC2).toEqual({
    'Fn::If': ['MakesEc2Endpoint', urlOf(endpoint), { Ref: 'AWS::NoValue' }],
  });
});

it('goes with a function without a circle of dependencies', () => {
  const stack = plainStack();
  const canary = new CanaryFunction(stack, 'Function', {
    ...PLACEMENT,
    code: { zipFile: '' },
    needs: () => ({
      ...{ ec2: true, putsMetrics: true, namespaces: ['PrivateApiCanary'], ports: [], resolvers: [] },
      ...NO_REQUEST_NEEDS,
    }),
    timeoutSeconds: 50,
    tracing: false,
    logRetentionDays: 30,
  });
  const endpoints = new ServiceEndpoints(stack, 'Endpoints', {
    ...PLACEMENT,
    clientSecurityGroupId: canary.securityGroupId,
    clientRoleArn: canary.roleArn,
    services: { ec2: {}, monitoring: {} },
  });
  canary.addEnvironment(endpoints.environment);
  // `fromStack` throws for a circle.
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: stack.resolve(endpoints.environment) },
  });
});
