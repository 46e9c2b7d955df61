// The function, its log group, its way out of the VPC, and the order in which CloudFormation makes them.

import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { CanaryFunction, type CanaryFunctionProps } from '../../infra/canary-function.ts';
import type { FunctionNeeds } from '../../infra/function-permissions.ts';
import { NO_REQUEST_NEEDS } from '../../infra/request-needs.ts';
import { plainStack } from './plain-stack.ts';

const NOTHING: FunctionNeeds = {
  ...{ ec2: false, putsMetrics: false, namespaces: [], ports: [], resolvers: [] },
  ...NO_REQUEST_NEEDS,
};
const PROPS: CanaryFunctionProps = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0aaa1111bbbb2222c', 'subnet-0ddd3333eeee4444f'],
  code: { s3Bucket: 'bucket', s3Key: 'key' },
  needs: () => NOTHING,
  timeoutSeconds: 50,
  tracing: false,
  logRetentionDays: 30,
};

function templateWith(props: Partial<CanaryFunctionProps> = {}): Template {
  const stack = plainStack();
  new CanaryFunction(stack, 'Function', { ...PROPS, ...props });
  return Template.fromStack(stack);
}

/** The only resource of a type. */
function only(template: Template, type: string) {
  template.resourceCountIs(type, 1);
  const [[id, resource] = ['', {}]] = Object.entries(template.findResources(type));
  return { id, properties: resource.Properties, resource };
}

const functionOf = (template: Template) => only(template, 'AWS::Lambda::Function').properties;

describe('the function', () => {
  it('is what the bundle was built for', () => {
    expect(functionOf(templateWith())).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Code: { S3Bucket: 'bucket', S3Key: 'key' },
      MemorySize: 512,
      Timeout: 50,
    });
    expect(functionOf(templateWith({ memoryMb: 1024 })).MemorySize).toBe(1024);
  });

  it('stands in the subnets, behind its own security group', () => {
    const template = templateWith();
    expect(functionOf(template).VpcConfig).toEqual({
      SubnetIds: PROPS.subnetIds,
      SecurityGroupIds: [{ 'Fn::GetAtt': [only(template, 'AWS::EC2::SecurityGroup').id, 'GroupId'] }],
    });
  });

  it('takes subnets and numbers from parameters', () => {
    const stack = plainStack();
    const subnets = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' });
    const timeout = new CfnParameter(stack, 'Timeout', { type: 'Number' });
    const retention = new CfnParameter(stack, 'Retention', { type: 'Number' });
    new CanaryFunction(stack, 'Function', {
      ...PROPS,
      subnetIds: subnets.valueAsList,
      timeoutSeconds: timeout.valueAsNumber,
      logRetentionDays: retention.valueAsNumber,
    });
    const template = Template.fromStack(stack);
    expect(functionOf(template)).toMatchObject({
      VpcConfig: { SubnetIds: { Ref: 'Subnets' } },
      Timeout: { Ref: 'Timeout' },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: { Ref: 'Retention' } });
  });

  it('is traced only when asked', () => {
    expect(functionOf(templateWith()).TracingConfig).toBeUndefined();
    expect(functionOf(templateWith({ tracing: true })).TracingConfig).toEqual({ Mode: 'Active' });
    const stack = plainStack();
    const wanted = new CfnParameter(stack, 'Tracing');
    const tracing = new CfnCondition(stack, 'Traces', {
      expression: Fn.conditionEquals(wanted.valueAsString, 'true'),
    });
    new CanaryFunction(stack, 'Function', { ...PROPS, tracing });
    expect(functionOf(Template.fromStack(stack)).TracingConfig).toEqual({
      'Fn::If': ['Traces', { Mode: 'Active' }, { Ref: 'AWS::NoValue' }],
    });
  });

  it('has an environment of one option of Node and what is added to it', () => {
    const own = { NODE_OPTIONS: '--max-semi-space-size=1' };
    expect(functionOf(templateWith()).Environment).toEqual({ Variables: own });
    const stack = plainStack();
    const canary = new CanaryFunction(stack, 'Function', PROPS);
    canary.addEnvironment({ ONE: '1' });
    canary.addEnvironment({ TWO: '2' });
    expect(functionOf(Template.fromStack(stack)).Environment).toEqual({ Variables: { ...own, ONE: '1', TWO: '2' } });
  });

  it('runs no stale event and none twice', () => {
    const template = templateWith();
    expect(only(template, 'AWS::Lambda::EventInvokeConfig').properties).toEqual({
      FunctionName: { Ref: only(template, 'AWS::Lambda::Function').id },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
    });
  });

  it('is made once its role may make network interfaces', () => {
    const template = templateWith();
    const role = only(template, 'AWS::IAM::Role');
    expect(functionOf(template).Role).toEqual({ 'Fn::GetAtt': [role.id, 'Arn'] });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyDocument: {
            Statement: Match.arrayWith([
              Match.objectLike({
                Effect: 'Allow',
                Action: Match.arrayWith(['ec2:CreateNetworkInterface']),
                Resource: '*',
              }),
            ]),
          },
        },
      ],
    });
  });
});

describe('the log group', () => {
  it('is named after the stack, takes text and goes with the stack', () => {
    const template = templateWith();
    const { id, properties, resource } = only(template, 'AWS::Logs::LogGroup');
    expect(properties).toEqual({
      LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: 'AWS::StackName' }, '-Function']] },
      RetentionInDays: 30,
    });
    expect(resource).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    expect(functionOf(template).LoggingConfig).toEqual({ LogFormat: 'Text', LogGroup: { Ref: id } });
  });

  it('has a name of its own for each canary of a stack, of characters that a log group takes', () => {
    const stack = plainStack();
    for (const id of ['Pets', 'Orders (old)']) new CanaryFunction(stack, id, PROPS);
    const groups = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
    expect(groups.map(({ Properties }) => Properties.LogGroupName['Fn::Join'][1].at(-1))).toEqual([
      '-Pets',
      '-Orders--old-',
    ]);
  });
});

describe('the security group', () => {
  const rules = (needs: Partial<FunctionNeeds>, ipv6 = false) => {
    const { properties } = only(
      templateWith({ needs: () => ({ ...NOTHING, ...needs }), ipv6 }),
      'AWS::EC2::SecurityGroup',
    );
    expect(properties.SecurityGroupIngress).toBeUndefined();
    return properties.SecurityGroupEgress.map(
      (rule: Readonly<Record<string, unknown>>) =>
        `${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${rule.CidrIp ?? rule.CidrIpv6}`,
    );
  };

  it('lets nothing in, and out to port 443 alone', () => {
    expect(rules({})).toEqual(['tcp 443-443 0.0.0.0/0']);
  });

  it("lets out to the targets' ports, each once", () => {
    expect(rules({ ports: [443, 8443, 8443] })).toEqual(['tcp 443-443 0.0.0.0/0', 'tcp 8443-8443 0.0.0.0/0']);
  });

  it.each([
    { resolver: '10.0.0.2', expected: '53-53 10.0.0.2/32' },
    { resolver: '10.0.0.2:53', expected: '53-53 10.0.0.2/32' },
    { resolver: '10.0.0.2:5353', expected: '5353-5353 10.0.0.2/32' },
    { resolver: 'fd00::2', expected: '53-53 fd00::2/128' },
    { resolver: '[fd00::2]', expected: '53-53 fd00::2/128' },
    { resolver: '[fd00::2]:5353', expected: '5353-5353 fd00::2/128' },
  ])('lets out to the name server $resolver', ({ resolver, expected }) => {
    const named = [`udp ${expected}`, `tcp ${expected}`];
    expect(rules({ resolvers: [resolver, resolver] })).toEqual(['tcp 443-443 0.0.0.0/0', ...named]);
  });

  it('refuses a name server without an address', () => {
    expect(() => rules({ resolvers: ['dns.example.com:53'] })).toThrow(
      'the name server dns.example.com:53 is not an IP address with or without a port',
    );
  });

  it('lets out over IPv6 where the function has it', () => {
    expect(rules({ ports: [8443] }, true)).toEqual([
      'tcp 443-443 0.0.0.0/0',
      'tcp 443-443 ::/0',
      'tcp 8443-8443 0.0.0.0/0',
      'tcp 8443-8443 ::/0',
    ]);
    expect(functionOf(templateWith({ ipv6: true })).VpcConfig.Ipv6AllowedForDualStack).toBe(true);
  });
});

it('asks what is needed when the template is made, not when the function is', () => {
  const stack = plainStack();
  const ports: number[] = [];
  new CanaryFunction(stack, 'Function', { ...PROPS, needs: () => ({ ...NOTHING, ports }) });
  ports.push(8443);
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupEgress: [Match.objectLike({ FromPort: 443 }), Match.objectLike({ FromPort: 8443 })],
  });
});

it('says what it has made', () => {
  const stack = plainStack();
  const canary = new CanaryFunction(stack, 'Function', PROPS);
  const template = Template.fromStack(stack);
  const idOf = (type: string) => only(template, type).id;
  expect(
    stack.resolve([
      canary.functionArn,
      canary.functionName,
      canary.logGroupName,
      canary.securityGroupId,
      canary.roleArn,
    ]),
  ).toEqual([
    { 'Fn::GetAtt': [idOf('AWS::Lambda::Function'), 'Arn'] },
    { Ref: idOf('AWS::Lambda::Function') },
    { Ref: idOf('AWS::Logs::LogGroup') },
    { 'Fn::GetAtt': [idOf('AWS::EC2::SecurityGroup'), 'GroupId'] },
    { 'Fn::GetAtt': [idOf('AWS::IAM::Role'), 'Arn'] },
  ]);
});
