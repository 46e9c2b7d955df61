// The Lambda function in the VPC, with its role, security group and log group.

import { Aws, Fn, Lazy, Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, CfnFunction, type CfnFunctionProps } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { egressRules } from './function-egress.ts';
import { functionLog } from './function-log.ts';
import { allowed, deniedToCode, type FunctionNeeds } from './function-permissions.ts';
import type { Needed } from './needed.ts';

/** Strings, lists and numbers may be tokens, which CloudFormation fills in when it deploys. */
export interface CanaryFunctionProps {
  readonly vpcId: string;
  /** Private subnets of that VPC. A function has no public address: a public subnet gives it no way out either. */
  readonly subnetIds: readonly string[];
  readonly code: CfnFunction.CodeProperty;
  /** Asked when the template is synthesized: APIs are added after the function is made. */
  readonly needs: () => FunctionNeeds;
  readonly timeoutSeconds: number;
  /** Default: 512. */
  readonly memoryMb?: number;
  /** Whether X-Ray traces the function. */
  readonly tracing: Needed;
  /** As CloudWatch Logs takes it: 1, 3, 5, 7, 14, 30 and so on. */
  readonly logRetentionDays: number;
  /** IPv6 out of the function, to probe endpoints over IPv6. Every subnet must then be dual-stack. Default: off. */
  readonly ipv6?: Needed;
}

interface Twin {
  readonly description: string;
  readonly denial: string;
}

// V8 collects its youngest objects when their space is full, and stands still for it: with 16 MB, Node's default, for 9 ms
// every 75 probes, with 1 MB for 1.2 ms every 7 (docs/discoveries/arrival-times.md). --enable-source-maps is not worth its
// time: the first stack of an error that is read holds up the process for 65 ms, which may fall into what it measures.
// index.mjs.map tells a position later, too.
const NODE_OPTIONS = '--max-semi-space-size=1';

/** The function that probes, and what it needs in the account. */
export class CanaryFunction extends Construct {
  readonly functionArn: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly securityGroupId: string;
  readonly roleArn: string;
  /** For policies that are attached to the role later. */
  readonly roleName: string;
  readonly #properties: CfnFunctionProps;
  private readonly environment: Record<string, string> = { NODE_OPTIONS };

  constructor(scope: Construct, id: string, props: CanaryFunctionProps) {
    super(scope, id);
    const { tracing, ipv6 = false, needs } = props;

    const logGroup = functionLog(this, props.logRetentionDays);

    const securityGroup = new CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: 'Canary for private APIs: out to HTTPS and name servers, nothing in',
      vpcId: props.vpcId,
    });
    securityGroup.addPropertyOverride('SecurityGroupEgress', Lazy.any({ produce: () => egressRules(needs(), ipv6) }));

    const role = new CfnRole(this, 'Role', {
      description: 'What the canary for private APIs may do',
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      // In the role itself, not beside it: CreateFunction fails until the role may make network interfaces, and Lambda
      // removes them with the same role when the stack is deleted.
      policies: [
        {
          policyName: 'canary',
          policyDocument: Lazy.any({ produce: () => allowed(needs(), { logGroupArn: logGroup.attrArn, tracing }) }),
        },
      ],
    });

    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'These actions take no narrower resource; metrics are limited by their namespace.',
    });

    this.roleName = role.ref;
    this.#properties = {
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: props.code,
      role: role.attrArn,
      memorySize: props.memoryMb ?? 512,
      timeout: props.timeoutSeconds,
      // Under the JSON format Lambda wraps lines that are not in its own form, and wrapped embedded metrics are none.
      loggingConfig: { logGroup: logGroup.ref, logFormat: 'Text' },
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: [securityGroup.attrGroupId],
        ...ipv6Of(ipv6),
      },
      environment: Lazy.any({ produce: () => ({ variables: this.environment }) }),
      ...tracingOf(tracing),
    };
    const lambda = this.twin(this, 'Resource', {
      description: 'Probes private API Gateway REST APIs through every way in, and says which one broke, and why',
      denial: 'no-network-interfaces-from-code',
    });

    // A run that comes late or again measures another minute than the one it stands for. 60 is the least there is.
    new CfnEventInvokeConfig(this, 'EventInvokeConfig', {
      functionName: lambda.ref,
      qualifier: '$LATEST',
      maximumEventAgeInSeconds: 60,
      maximumRetryAttempts: 0,
    });

    this.functionArn = lambda.attrArn;
    this.functionName = lambda.ref;
    this.logGroupName = logGroup.ref;
    this.securityGroupId = securityGroup.attrGroupId;
    this.roleArn = role.attrArn;
  }

  /** Makes a function that runs the same code in the same place, with the same role, environment and log. `denial` names
   * the policy that keeps its code from network interfaces, and must be another for each. */
  twin(scope: Construct, id: string, { description, denial }: Twin): CfnFunction {
    const lambda = new CfnFunction(scope, id, { ...this.#properties, description });
    // A policy of its own, made after the function whose ARN it names.
    new CfnPolicy(scope, 'NoNetworkInterfacesFromCode', {
      policyName: denial,
      policyDocument: deniedToCode(lambda.attrArn),
      roles: [this.roleName],
    });
    return lambda;
  }

  /** Adds to the function's environment. A variable whose value comes to `AWS::NoValue` is not there. */
  addEnvironment(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.environment, variables);
  }
}

function tracingOf(tracing: Needed): Pick<CfnFunctionProps, 'tracingConfig'> {
  if (tracing === false) return {};
  if (tracing === true) return { tracingConfig: { mode: 'Active' } };
  return { tracingConfig: Fn.conditionIf(tracing.logicalId, { Mode: 'Active' }, Aws.NO_VALUE) };
}

function ipv6Of(ipv6: Needed): Pick<CfnFunction.VpcConfigProperty, 'ipv6AllowedForDualStack'> {
  if (ipv6 === false) return {};
  return {
    ipv6AllowedForDualStack: ipv6 === true ? true : Fn.conditionIf(ipv6.logicalId, true, Aws.NO_VALUE),
  };
}
