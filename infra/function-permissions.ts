// What the canary's function may do, and nothing else: the statements of its role.

import type { ICfnRuleConditionExpression } from 'aws-cdk-lib';
import { type Needed, where } from './needed.ts';

/** What the watched APIs ask of the function, all together. */
export interface FunctionNeeds {
  /** Some target has its endpoints described by EC2. */
  readonly ec2: Needed;
  /** Some target publishes with `cloudwatch`. */
  readonly putsMetrics: Needed;
  /** CloudWatch namespaces of those targets; may be tokens. */
  readonly namespaces: readonly string[];
  /** Ports of the targets' endpoints; 443, on which AWS itself is called, need not be among them. */
  readonly ports: readonly number[];
  /** Name servers as the configuration spells them: `10.0.0.2`, `10.0.0.2:53`, `fd00::2`, `[fd00::2]:53`. */
  readonly resolvers: readonly string[];
  /** Some target signs its requests. */
  readonly signs: Needed;
  /** ARNs of the methods that those call; may be tokens, as all ARNs here. */
  readonly methods: readonly string[];
  /** Some target sends a header whose value is a secret. */
  readonly readsSecrets: Needed;
  /** ARNs of the secrets; that of a name ends in six question marks. */
  readonly secrets: readonly string[];
  /** Some secret is encrypted with a key of its owner. */
  readonly decrypts: Needed;
  /** ARNs of the keys. */
  readonly secretKeys: readonly string[];
}

/** A statement of an IAM policy, as IAM spells it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document; a statement may stand on a condition of the template. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly (Statement | ICfnRuleConditionExpression)[];
}

// Lambda makes and removes the function's network interfaces with the function's own role. The list is that of
// AWSLambdaVPCAccessExecutionRole (version 3) without its permissions for logs. Several take no resource but `*`.
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/** What the role allows. `logGroupArn` ends with `:*`, as CloudFormation gives it: the group with its streams. */
export function allowed(
  needs: FunctionNeeds,
  { logGroupArn, tracing }: { readonly logGroupArn: string; readonly tracing: Needed },
): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      allow('NetworkInterfaces', NETWORK_INTERFACE_ACTIONS, '*'),
      allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroupArn),
      ...callsAllowed(needs),
      ...where(tracing, allow('Tracing', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*')),
    ],
  };
}

/** What a run itself calls, wherever it runs. */
export function callsAllowed(needs: FunctionNeeds): PolicyDocument['Statement'] {
  const { namespaces, methods, secrets, secretKeys } = needs;
  const each = (list: readonly string[]) => [...new Set(list)];
  const metrics = {
    ...allow('Metrics', ['cloudwatch:PutMetricData'], '*'),
    Condition: { StringEquals: { 'cloudwatch:namespace': each(namespaces) } },
  };
  const keys = {
    ...allow('SecretKeys', ['kms:Decrypt'], each(secretKeys)),
    // Only as Secrets Manager uses them for whoever reads a secret; a key's ARN has its Region.
    Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
  };
  return [
    // Neither of these actions can be limited to a resource. Source: Service Authorization Reference.
    ...where(needs.ec2, allow('Endpoints', ['ec2:DescribeVpcEndpoints'], '*')),
    ...where(namespaces.length > 0 && needs.putsMetrics, metrics),
    ...where(methods.length > 0 && needs.signs, allow('SignedRequests', ['execute-api:Invoke'], each(methods))),
    ...where(
      secrets.length > 0 && needs.readsSecrets,
      allow('Secrets', ['secretsmanager:GetSecretValue'], each(secrets)),
    ),
    ...where(secretKeys.length > 0 && needs.decrypts, keys),
  ];
}

/** What the role denies to the code of the function. Lambda's own calls to EC2 come from outside the function and carry
 * no `lambda:SourceFunctionArn`. Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an
 * Amazon VPC". */
export function deniedToCode(functionArn: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NetworkInterfacesFromCode',
        Effect: 'Deny',
        Action: NETWORK_INTERFACE_ACTIONS,
        Resource: '*',
        Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
      },
    ],
  };
}

function allow(sid: string, actions: readonly string[], resource: string | readonly string[]): Statement {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resource };
}
