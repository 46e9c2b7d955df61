// The parameters of template.yaml: what people without CDK choose. Patterns keep quotes and backslashes out, since the
// values are written into JSON, alarm names and queries.

import { CfnParameter, type CfnParameterProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ACCESS_METHODS, type AccessMethodId } from '../../src/domain/access-method.ts';
import { IDENTIFIERS } from '../../src/domain/identifiers.ts';
import { ALARM_PARAMETERS } from './alarm-parameters.ts';
import { RATES } from './rates.ts';
import { REQUEST_PARAMETERS, SWITCH, VANTAGE_PARAMETERS } from './request-parameters.ts';

const on = (id: AccessMethodId): CfnParameterProps => ({
  ...SWITCH,
  default: 'true',
  description: `Probe through ${id}: ${ACCESS_METHODS[id].title}.`,
});

/** In the order in which the console shows them. */
const GROUPS = {
  'The API': {
    ApiId: {
      type: 'String',
      allowedPattern: IDENTIFIERS.apiId.pattern.source,
      constraintDescription: IDENTIFIERS.apiId.accepted,
      description: 'Id of the private REST API.',
    },
    StageName: {
      type: 'String',
      allowedPattern: IDENTIFIERS.stageName.pattern.source,
      constraintDescription: IDENTIFIERS.stageName.accepted,
      description: 'Stage to probe.',
    },
    ApiName: {
      type: 'String',
      default: '',
      allowedPattern: '^[A-Za-z0-9._ -]{0,100}$',
      constraintDescription: 'at most 100 letters, digits, spaces, ".", "_" and "-"',
      description: "The REST API's own name, which API Gateway's metrics go by. Default: the id.",
    },
    Paths: {
      type: 'CommaDelimitedList',
      default: '/pets,/pets/1',
      allowedPattern: "^/[A-Za-z0-9._~!$&'()*+;=:@%/-]*$",
      constraintDescription: 'paths that begin with "/", between commas, without query, quotes and spaces',
      description: 'What to GET, from the stage on; each must answer with status 200.',
    },
    Resources: {
      type: 'String',
      default: '',
      allowedPattern: '^$|^\\[\\s*\\{[\\s\\S]+\\}\\s*\\]$',
      constraintDescription: 'a list of resources in JSON, such as [{"path":"/health"}]',
      description:
        'Instead of Paths: the `resources` of the configuration in JSON, with expected statuses and JMESPath expressions.',
    },
  },
  'Where its endpoints are': {
    VpcId: { type: 'AWS::EC2::VPC::Id', description: 'VPC of the endpoints and of the canary.' },
    SubnetIds: {
      type: 'List<AWS::EC2::Subnet::Id>',
      description: 'Private subnets for the function, in two zones or more.',
    },
    VpcEndpointIds: {
      type: 'CommaDelimitedList',
      default: '',
      allowedPattern: `^$|${IDENTIFIERS.endpointId.pattern.source}`,
      constraintDescription: `${IDENTIFIERS.endpointId.accepted}; several between commas`,
      description: 'Ids of the execute-api endpoints. Default: every one in the VPC.',
    },
    VantageName: {
      type: 'String',
      default: 'vpc',
      allowedPattern: '^[A-Za-z0-9._ -]{1,100}$',
      constraintDescription: '1 to 100 letters, digits, spaces, ".", "_" and "-"',
      description: 'What metrics and alarms call this place. Give each VPC from which you watch the same API its own.',
    },
    EndpointDnsNames: {
      type: 'CommaDelimitedList',
      default: '',
      allowedPattern: '^[a-z0-9.*-]*$',
      constraintDescription: 'DNS names in lower case, between commas',
      description: 'Instead: DNS names of the endpoints, zonal ones included, so that EC2 is not asked.',
    },
  },
  'Ways to probe': {
    PrivateDns: on('private-dns'),
    Route53Alias: on('route53-alias'),
    VpceHost: on('vpce-host'),
    VpceApiId: on('vpce-api-id'),
    WatchZones: {
      ...SWITCH,
      default: 'true',
      description: 'Alarm over zones. Off where EndpointDnsNames has no zonal names.',
    },
    CustomDomainName: {
      type: 'String',
      default: '',
      allowedPattern: `^$|${IDENTIFIERS.hostName.pattern.source}`,
      constraintDescription: IDENTIFIERS.hostName.accepted,
      description: 'A private custom domain, probed by its name and through the endpoint. Default: none.',
    },
    CustomDomainBasePath: {
      type: 'String',
      default: '',
      allowedPattern: '^$|^[A-Za-z0-9._~$+!-]+(/[A-Za-z0-9._~$+!-]+)*$',
      constraintDescription: 'a base path such as "v1", without slashes at its ends',
      description: 'Its base path without slashes at the ends. Default: none.',
    },
    RateInMinutes: {
      type: 'Number',
      default: '1',
      allowedValues: Object.keys(RATES),
      description: 'Minutes between two runs.',
    },
  },
  'What requests carry': REQUEST_PARAMETERS,
  'Other vantages': VANTAGE_PARAMETERS,
  Metrics: {
    Publisher: {
      type: 'String',
      default: 'cloudwatch',
      allowedValues: ['cloudwatch', 'emf'],
      description: 'PutMetricData (needs the monitoring endpoint or NAT), or embedded in the log (needs neither).',
    },
    PhaseMetrics: { ...SWITCH, default: 'false', description: 'Also publish DNS, connect, TLS and other times.' },
    CreateEc2Endpoint: {
      ...SWITCH,
      default: 'false',
      description: 'Create an interface endpoint for EC2, which discovery asks; for this canary alone.',
    },
    CreateMonitoringEndpoint: {
      ...SWITCH,
      default: 'false',
      description: 'Create an interface endpoint for CloudWatch, which takes the metrics; for this canary alone.',
    },
    CreateSecretsManagerEndpoint: {
      ...SWITCH,
      default: 'false',
      description: 'Create an interface endpoint for Secrets Manager, which has SecretArn; for this canary alone.',
    },
  },
  Alarms: ALARM_PARAMETERS,
  'The function': {
    Ipv6: {
      ...SWITCH,
      default: 'false',
      description: 'Also probe over IPv6, where an endpoint has both. Every subnet must be dual-stack.',
    },
    Tracing: { ...SWITCH, default: 'false', description: 'Trace runs with AWS X-Ray.' },
    LogRetentionInDays: {
      type: 'Number',
      default: '30',
      allowedValues: ['1', '3', '5', '7', '14', '30', '60', '90', '180', '365'],
      description: 'How long reports stay in the log.',
    },
  },
} satisfies Readonly<Record<string, Readonly<Record<string, CfnParameterProps>>>>;

type Group = (typeof GROUPS)[keyof typeof GROUPS];
type NameOf<Parameters> = Parameters extends unknown ? keyof Parameters : never;

export type ParameterName = NameOf<Group>;

export type Parameters = Readonly<Record<ParameterName, CfnParameter>>;

export function parameters(scope: Construct): Parameters {
  const made = Object.values(GROUPS).flatMap((group) =>
    Object.entries<CfnParameterProps>(group).map(
      ([name, props]) => [name, new CfnParameter(scope, name, props)] as const,
    ),
  );
  return Object.fromEntries(made) as Parameters;
}

/** How the console and `sam deploy --guided` group them. */
export function parameterInterface(): object {
  return {
    ParameterGroups: Object.entries(GROUPS).map(([label, group]) => ({
      Label: { default: label },
      Parameters: Object.keys(group),
    })),
  };
}
