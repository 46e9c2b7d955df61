// Interface endpoints for the AWS services that the canary calls, for a VPC that has no other way to them.

import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

interface CalledService {
  /** In the ids of its resources. */
  readonly title: string;
  /** Where the SDK reads the service's address. Source: AWS SDKs and Tools Reference, "Service-specific endpoints". */
  readonly variable: string;
  readonly actions: readonly string[];
  /** How the service's name begins in China; elsewhere with `com.amazonaws`. Source: aws-cdk-lib's
   * InterfaceVpcEndpointAwsService, which has to know the Region when the template is made. */
  readonly inChina: 'cn.com.amazonaws' | 'com.amazonaws';
}

/** By the last part of the endpoint service's name. */
const SERVICES = {
  ec2: {
    title: 'Ec2',
    variable: 'AWS_ENDPOINT_URL_EC2',
    actions: ['ec2:DescribeVpcEndpoints'],
    inChina: 'cn.com.amazonaws',
  },
  monitoring: {
    title: 'Monitoring',
    variable: 'AWS_ENDPOINT_URL_CLOUDWATCH',
    actions: ['cloudwatch:PutMetricData'],
    inChina: 'cn.com.amazonaws',
  },
  secretsmanager: {
    title: 'SecretsManager',
    variable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    actions: ['secretsmanager:GetSecretValue'],
    inChina: 'com.amazonaws',
  },
} as const satisfies Record<string, CalledService>;

export type ServiceName = keyof typeof SERVICES;

/** An endpoint that is wanted: always, or where a parameter of the template says so. */
export interface WantedEndpoint {
  readonly condition?: CfnCondition;
}

/** Where the endpoints are and who may use them. Strings and lists may be tokens. */
interface Placement {
  readonly vpcId: string;
  /** At most one in each zone: EC2 refuses an interface endpoint with two subnets of the same one. */
  readonly subnetIds: readonly string[];
  /** Of the canary's function, which alone may connect. */
  readonly clientSecurityGroupId: string;
  /** Of the canary's function, which alone may call. */
  readonly clientRoleArn: string;
}

export interface ServiceEndpointsProps extends Placement {
  readonly services: Readonly<Partial<Record<ServiceName, WantedEndpoint>>>;
}

/** Interface endpoints for the canary alone; the rest of the VPC does not notice them.
 *
 * Private DNS is off. On, it would lead every client in the VPC that calls the service to this endpoint, past its NAT
 * or internet gateway and into a security group and a policy that admit the canary only; and EC2 refuses it where the
 * VPC already has such an endpoint. The function dials the endpoint's own name instead, which `environment` tells it.
 * That name serves one Region: with the `ec2` endpoint, the function cannot ask for endpoints in another.
 *
 * An endpoint is paid for by the hour in each zone. */
export class ServiceEndpoints extends Construct {
  /** For the function; where a condition does not hold, the variable's value is `AWS::NoValue`. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { services, ...placement }: ServiceEndpointsProps) {
    super(scope, id);
    const names = (Object.keys(SERVICES) as ServiceName[]).filter((name) => services[name] !== undefined);
    const chinese = names.some((name) => SERVICES[name].inChina !== 'com.amazonaws');
    const inChina = chinese
      ? new CfnCondition(this, 'InChina', { expression: Fn.conditionEquals(Aws.PARTITION, 'aws-cn') })
      : undefined;
    this.environment = Object.fromEntries(
      names.map((name) => {
        const { title, variable } = SERVICES[name];
        const serviceName = `${prefixOf(SERVICES[name], inChina)}.${Aws.REGION}.${name}`;
        return [variable, new ServiceEndpoint(this, title, { ...placement, ...services[name], name, serviceName }).url];
      }),
    );
  }
}

/** `cn.com.amazonaws.cn-north-1.ec2` and `…monitoring`, but `com.amazonaws.us-gov-west-1.ec2`. */
function prefixOf({ inChina: there }: CalledService, inChina: CfnCondition | undefined): string {
  if (inChina === undefined || there === 'com.amazonaws') return 'com.amazonaws';
  return Fn.conditionIf(inChina.logicalId, there, 'com.amazonaws').toString();
}

class ServiceEndpoint extends Construct {
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    props: Placement & WantedEndpoint & { readonly name: ServiceName; readonly serviceName: string },
  ) {
    super(scope, id);
    const { name, condition } = props;
    const securityGroup = new CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: `Interface endpoint for ${name}: in from the canary for private APIs alone`,
      vpcId: props.vpcId,
      securityGroupIngress: [
        {
          ...{ ipProtocol: 'tcp', fromPort: 443, toPort: 443 },
          sourceSecurityGroupId: props.clientSecurityGroupId,
          description: 'HTTPS from the canary',
        },
      ],
    });
    const endpoint = new CfnVPCEndpoint(this, 'Resource', {
      vpcEndpointType: 'Interface',
      serviceName: props.serviceName,
      vpcId: props.vpcId,
      subnetIds: [...props.subnetIds],
      securityGroupIds: [securityGroup.attrGroupId],
      privateDnsEnabled: false,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: SERVICES[name].actions,
            Resource: '*',
            Condition: { ArnEquals: { 'aws:PrincipalArn': props.clientRoleArn } },
          },
        ],
      },
    });
    // The first entry is the regional name, as `zone id:name`. Source: CloudFormation reference, AWS::EC2::VPCEndpoint.
    const url = `https://${Fn.select(1, Fn.split(':', Fn.select(0, endpoint.attrDnsEntries)))}`;
    this.url = condition === undefined ? url : Fn.conditionIf(condition.logicalId, url, Aws.NO_VALUE).toString();
    if (condition === undefined) return;
    securityGroup.cfnOptions.condition = condition;
    endpoint.cfnOptions.condition = condition;
  }
}
