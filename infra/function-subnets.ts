// The subnets that the function stands in: those that are selected, or the VPC's private ones.

import { Annotations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

interface SubnetProps {
  readonly vpc: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly serviceEndpoints?: readonly string[];
}

/** Their ids. Throws when there is none, or when service endpoints would have two in one zone; warns of public ones. */
export function functionSubnets(
  scope: Construct,
  { vpc, vpcSubnets, serviceEndpoints = [] }: SubnetProps,
): readonly string[] {
  const { subnetIds, availabilityZones, hasPublic, isPendingLookup } = vpc.selectSubnets(
    vpcSubnets ?? privateSubnets(vpc),
  );
  if (subnetIds.length === 0 && isPendingLookup !== true) {
    throw new Error('no subnet is selected, and a function without one is in no VPC: see vpcSubnets');
  }
  if (serviceEndpoints.length > 0 && new Set(availabilityZones).size < availabilityZones.length) {
    throw new Error('vpcSubnets selects several subnets in one zone; serviceEndpoints take one: add `onePerAz: true`');
  }
  if (hasPublic) {
    Annotations.of(scope).addWarningV2(
      'private-api-canary:publicSubnet',
      'A function has no public address: in a public subnet it reaches nothing outside the VPC. Select private ones.',
    );
  }
  return subnetIds;
}

/** Isolated subnets come last: from there the canary reaches EC2 and CloudWatch by interface endpoints alone. */
function privateSubnets(vpc: ec2.IVpc): ec2.SubnetSelection {
  const isolated = vpc.privateSubnets.length === 0 && vpc.isolatedSubnets.length > 0;
  const subnetType = isolated ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS;
  return { subnetType, onePerAz: true };
}
