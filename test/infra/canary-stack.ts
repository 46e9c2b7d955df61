// Stacks with the construct of this package in them, and what their templates hand to the function.

import { App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc, type VpcProps } from 'aws-cdk-lib/aws-ec2';
import { PrivateApiCanary, type PrivateApiCanaryProps, type TargetInput } from '../../infra/private-api-canary.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { type FilledIn, filledIn } from './filled-in.ts';

export const ENDPOINT_ID = 'vpce-01234567abcdef012';

/** Only what is required: the API's own way, every access method, PetStore's resources. */
export const PETS: TargetInput = {
  api: { id: '01234567ab', stage: 'test', name: 'pets' },
  endpoints: { vpcEndpointIds: [ENDPOINT_ID] },
};

/** Without CDK's own validation and without copies of the bundle: either takes time for each test. */
export function plainApp(): App {
  return new App({ builtinCloudFormationValidation: false, context: { 'aws:cdk:disable-asset-staging': true } });
}

export function stackIn(app: App = plainApp(), id = 'Stack', props: StackProps = {}): Stack {
  return new Stack(app, id, props);
}

/** A VPC of two zones that is there already. */
export function vpcIn(stack: Stack, id = 'Vpc'): IVpc {
  return Vpc.fromVpcAttributes(stack, id, {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    isolatedSubnetIds: ['subnet-a', 'subnet-b'],
  });
}

/** A VPC of its own: two zones with public and private subnets, unless told otherwise. */
export function newVpcIn(stack: Stack, props: VpcProps = {}): IVpc {
  // CDK's own types do not compile with exactOptionalPropertyTypes here.
  return new Vpc(stack, 'Vpc', props) as unknown as IVpc;
}

export function canaryIn(stack: Stack, props: Partial<PrivateApiCanaryProps> = {}, id = 'Canary'): PrivateApiCanary {
  return new PrivateApiCanary(stack, id, { vpc: props.vpc ?? vpcIn(stack, `${id}Vpc`), ...props });
}

/** What each schedule hands to the function, in the template's order, as CloudFormation fills it in. */
export function inputsIn(template: Template, values: FilledIn = {}): readonly string[] {
  return Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) =>
    filledIn(Properties.Target.Input, values),
  );
}

/** The same as the function parses it, in us-east-1. */
export function targetsIn(template: Template, values: FilledIn = {}): readonly Target[] {
  return inputsIn(template, values).map((input) => parseTarget(JSON.parse(input), 'us-east-1'));
}

/** Properties of all resources of a type. */
export function propertiesOf(template: Template, type: string): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties ?? {});
}
