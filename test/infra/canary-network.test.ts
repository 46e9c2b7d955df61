// Where the function stands in the VPC, and how endpoints let it in.

import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import type { PrivateApiCanaryProps } from '../../infra/private-api-canary.ts';
import { canaryIn, newVpcIn, PETS, plainApp, propertiesOf, stackIn } from './canary-stack.ts';

const subnets = (name: string, subnetType: SubnetType) => ({ name, subnetType });
const PUBLIC = subnets('public', SubnetType.PUBLIC);
const EGRESS = subnets('app', SubnetType.PRIVATE_WITH_EGRESS);
const ISOLATED = subnets('data', SubnetType.PRIVATE_ISOLATED);

/** The subnets of the function, as the template refers to them. */
function placed(vpc: IVpc, props: Partial<PrivateApiCanaryProps> = {}): unknown {
  const stack = Stack.of(vpc);
  canaryIn(stack, { vpc, ...props }).watch(PETS);
  const [lambda] = propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function') as readonly {
    readonly VpcConfig: { readonly SubnetIds: unknown };
  }[];
  return lambda?.VpcConfig.SubnetIds;
}

const references = (vpc: IVpc, group: 'publicSubnets' | 'privateSubnets' | 'isolatedSubnets') =>
  vpc[group].map(({ subnetId }) => Stack.of(vpc).resolve(subnetId));

describe('the subnets of the function', () => {
  it('are those with a way out, where there are some', () => {
    const vpc = newVpcIn(stackIn(), { subnetConfiguration: [PUBLIC, EGRESS, ISOLATED] });
    expect(placed(vpc)).toEqual(references(vpc, 'privateSubnets'));
  });

  it('are isolated ones, where there are no others', () => {
    const vpc = newVpcIn(stackIn(), { subnetConfiguration: [ISOLATED] });
    expect(placed(vpc)).toEqual(references(vpc, 'isolatedSubnets'));
  });

  it('are one in each zone', () => {
    const vpc = newVpcIn(stackIn(), {
      subnetConfiguration: [EGRESS, subnets('more', SubnetType.PRIVATE_WITH_EGRESS), PUBLIC],
    });
    expect(references(vpc, 'privateSubnets')).toHaveLength(4);
    expect(placed(vpc)).toHaveLength(2);
  });

  it('may be chosen', () => {
    const vpc = newVpcIn(stackIn(), { subnetConfiguration: [PUBLIC, EGRESS, ISOLATED] });
    expect(placed(vpc, { vpcSubnets: { subnetGroupName: 'data' } })).toEqual(references(vpc, 'isolatedSubnets'));
    const other = newVpcIn(stackIn());
    const [first] = other.privateSubnets;
    if (first === undefined) throw new Error('no private subnet');
    expect(placed(other, { vpcSubnets: { subnets: [first] } })).toEqual(
      references(other, 'privateSubnets').slice(0, 1),
    );
  });

  it('are refused where a VPC has public ones alone', () => {
    const vpc = newVpcIn(stackIn(), { subnetConfiguration: [PUBLIC] });
    expect(() => placed(vpc)).toThrow("There are no 'Private' subnet groups in this VPC. Available types: Public");
  });

  it('are warned of where they are public', () => {
    const vpc = newVpcIn(stackIn());
    placed(vpc, { vpcSubnets: { subnetType: SubnetType.PUBLIC } });
    const warnings = (of: IVpc) =>
      Annotations.fromStack(Stack.of(of)).findWarning('*', Match.stringLikeRegexp('public subnet'));
    expect(warnings(vpc)).toHaveLength(1);
    const other = newVpcIn(stackIn());
    placed(other);
    expect(warnings(other)).toEqual([]);
  });

  it('are refused where none is chosen', () => {
    expect(() => placed(newVpcIn(stackIn()), { vpcSubnets: { subnets: [] } })).toThrow(
      'no subnet is selected, and a function without one is in no VPC: see vpcSubnets',
    );
  });
});

describe('a VPC that is there already', () => {
  const given = { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a', 'us-east-1b'] };

  it('may be told by its attributes', () => {
    const ids = ['subnet-1', 'subnet-2'];
    expect(placed(Vpc.fromVpcAttributes(stackIn(), 'Vpc', { ...given, privateSubnetIds: ids }))).toEqual(ids);
    expect(placed(Vpc.fromVpcAttributes(stackIn(), 'Vpc', { ...given, isolatedSubnetIds: ids }))).toEqual(ids);
  });

  it('may be told without private subnets, and is then refused', () => {
    const vpc = Vpc.fromVpcAttributes(stackIn(), 'Vpc', { ...given, publicSubnetIds: ['subnet-1', 'subnet-2'] });
    expect(() => placed(vpc)).toThrow("There are no 'Private' subnet groups in this VPC. Available types: Public");
  });

  it('may be told by lists of parameters', () => {
    const stack = stackIn();
    const ids = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList;
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: new CfnParameter(stack, 'VpcId').valueAsString,
      availabilityZones: Fn.getAzs(),
      privateSubnetIds: ids,
    });
    expect(placed(vpc)).toEqual({ Ref: 'Subnets' });
  });

  it('may be looked up, also before it has been', () => {
    const env = { account: '111122223333', region: 'eu-west-1' };
    const stack = stackIn(plainApp(), 'Stack', { env });
    expect(placed(Vpc.fromLookup(stack, 'Vpc', { vpcName: 'main' }))).toHaveLength(2);
  });
});

describe('interface endpoints of the canary', () => {
  it('are made where they are asked for, one subnet in each zone', () => {
    const vpc = newVpcIn(stackIn(), { subnetConfiguration: [ISOLATED] });
    canaryIn(Stack.of(vpc), { vpc, serviceEndpoints: ['ec2', 'monitoring'] }).watch(PETS);
    const endpoints = propertiesOf(Template.fromStack(Stack.of(vpc)), 'AWS::EC2::VPCEndpoint');
    expect(endpoints.map(({ SubnetIds }) => SubnetIds)).toEqual([1, 2].map(() => references(vpc, 'isolatedSubnets')));
  });

  it('are not there otherwise', () => {
    const vpc = newVpcIn(stackIn(), { subnetConfiguration: [ISOLATED] });
    placed(vpc);
    expect(propertiesOf(Template.fromStack(Stack.of(vpc)), 'AWS::EC2::VPCEndpoint')).toEqual([]);
  });

  it('are of one Region, and so are the endpoints that EC2 is asked for through them', () => {
    const stack = stackIn(plainApp(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
    const elsewhere = { ...PETS, api: { ...PETS.api, region: 'eu-west-1' } };
    expect(() => canaryIn(stack, { serviceEndpoints: ['ec2'] }).watch(elsewhere)).toThrow('serves us-east-1 alone');
    expect(() =>
      canaryIn(stack, { name: 'other', serviceEndpoints: ['monitoring'] }, 'Other').watch(elsewhere),
    ).not.toThrow();
  });

  it('are refused where nothing would use them', () => {
    const dnsNames = ['vpce-01234567abcdef012-01234567.execute-api.us-east-1.vpce.amazonaws.com'];
    const synthesized = (target: typeof PETS) => {
      const stack = stackIn();
      canaryIn(stack, { serviceEndpoints: ['ec2', 'monitoring'] }).watch(target);
      return () => Template.fromStack(stack);
    };
    expect(synthesized({ ...PETS, endpoints: { dnsNames } })).toThrow(
      'nothing would use ec2: every API has `dnsNames`',
    );
    expect(synthesized({ ...PETS, publish: 'emf' })).toThrow('nothing would use monitoring: every API publishes "emf"');
    expect(synthesized(PETS)).not.toThrow();
  });

  it('are refused in subnets of which two are in one zone', () => {
    const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
    const placedIn = (selection: typeof vpcSubnets) => {
      const subnetConfiguration = [ISOLATED, subnets('more', SubnetType.PRIVATE_ISOLATED)];
      return placed(newVpcIn(stackIn(), { subnetConfiguration }), { vpcSubnets: selection, serviceEndpoints: ['ec2'] });
    };
    expect(() => placedIn(vpcSubnets)).toThrow('add `onePerAz: true`');
    expect(placedIn({ ...vpcSubnets, ...{ onePerAz: true } })).toHaveLength(2);
  });
});

describe('an endpoint for execute-api', () => {
  const endpointIn = (vpc: IVpc) =>
    new InterfaceVpcEndpoint(Stack.of(vpc), 'Endpoint', {
      vpc,
      service: InterfaceVpcEndpointAwsService.APIGATEWAY,
      open: false,
    });
  const ingress = (stack: Stack) => propertiesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroupIngress');

  it('lets the canary in, and the canary needs no rule more', () => {
    const vpc = newVpcIn(stackIn());
    const stack = Stack.of(vpc);
    const endpoint = endpointIn(vpc);
    const canary = canaryIn(stack, { vpc });
    canary.watch({ ...PETS, endpoints: { vpcEndpointIds: [endpoint.vpcEndpointId] } });
    endpoint.connections.allowDefaultPortFrom(canary);
    expect(ingress(stack)).toEqual([
      expect.objectContaining({
        ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
        SourceSecurityGroupId: functionGroup(stack),
        GroupId: stack.resolve(endpoint.connections.securityGroups[0]?.securityGroupId),
      }),
    ]);
    expect(propertiesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroupEgress')).toEqual([]);
  });

  it('is also let in from the side of the canary: the way for an endpoint of another stack', () => {
    const app = plainApp();
    const vpc = newVpcIn(stackIn(app, 'Network'));
    const endpoint = endpointIn(vpc);
    const stack = stackIn(app, 'Stack');
    const canary = canaryIn(stack, { vpc });
    canary.watch({ ...PETS, endpoints: { vpcEndpointIds: [endpoint.vpcEndpointId] } });
    canary.connections.allowToDefaultPort(endpoint);
    expect(ingress(stack)).toEqual([
      expect.objectContaining({ FromPort: 443, SourceSecurityGroupId: functionGroup(stack) }),
    ]);
    expect(ingress(Stack.of(vpc))).toEqual([]);
  });

  it('may have a security group that is given, and another port', () => {
    const stack = stackIn();
    const canary = canaryIn(stack);
    canary.watch(PETS);
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Theirs', 'sg-0123456789abcdef0');
    canary.connections.allowTo(group, Port.tcp(8443));
    // The rules of the function's own group follow from its targets alone.
    canary.connections.allowFrom(Peer.anyIpv4(), Port.tcp(22));
    canary.connections.allowTo(Peer.anyIpv4(), Port.tcp(22));
    expect(ingress(stack)).toEqual([
      expect.objectContaining({
        GroupId: 'sg-0123456789abcdef0',
        FromPort: 8443,
        SourceSecurityGroupId: functionGroup(stack),
      }),
    ]);
    expect(propertiesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroupEgress')).toEqual([]);
  });

  function functionGroup(stack: Stack): unknown {
    const [lambda] = propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function') as readonly {
      readonly VpcConfig: { readonly SecurityGroupIds: readonly unknown[] };
    }[];
    return lambda?.VpcConfig.SecurityGroupIds[0];
  }
});
