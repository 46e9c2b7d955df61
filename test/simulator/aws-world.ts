// A small simulated AWS and real SDK clients for it, shared by the tests of the AWS side.
// Everything a scenario may change while the server runs is a plain mutable field.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  type AwsEndpoint,
  type AwsFault,
  type AwsServer,
  type AwsServiceName,
  startAws,
} from '../../src/simulator/aws/server.ts';

const REGION = 'us-west-2';
const SUFFIX = 'execute-api.us-west-2.vpce.amazonaws.com';

const ACCOUNT_ID = '111122223333';

export const ENDPOINT: AwsEndpoint = {
  id: 'vpce-01234567abcdef012',
  state: 'available',
  privateDns: true,
  serviceName: 'com.amazonaws.us-west-2.execute-api',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  ipAddressType: 'ipv4',
  zones: ['us-west-2a', 'us-west-2b'],
  dnsEntries: [
    { dnsName: `vpce-01234567abcdef012-01234567.${SUFFIX}`, hostedZoneId: 'Z1YSA3EXCYUU9Z' },
    { dnsName: `vpce-01234567abcdef012-01234567-us-west-2b.${SUFFIX}`, hostedZoneId: 'Z1YSA3EXCYUU9Z' },
    { dnsName: 'execute-api.us-west-2.amazonaws.com', hostedZoneId: 'ZONEIDPENDING' },
    { dnsName: '*.execute-api.us-west-2.amazonaws.com', hostedZoneId: 'ZONEIDPENDING' },
  ],
  securityGroupIds: ['sg-0123456789abcdef0'],
  subnetIds: ['subnet-0aaa1111bbbb2222c', 'subnet-0ddd3333eeee4444f'],
};

export const SECRETS = { 'pets/api-key': 'whole', 'pets/client': '{"id":"client"}' } as const;

export function endpointNumber(number: number, changes: Partial<AwsEndpoint> = {}): AwsEndpoint {
  return { ...ENDPOINT, id: `vpce-${String(number).padStart(17, '0')}`, ...changes };
}

interface Scene extends AsyncDisposable {
  readonly aws: AwsServer;
  readonly ec2: EC2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly secretsManager: SecretsManagerClient;
  readonly faults: Record<AwsServiceName, AwsFault>;
}

/** The settings of a client that reaches the server and tries once. */
export function clientOf(url: string) {
  return {
    region: REGION,
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  } as const;
}

export async function startScene(endpoints: readonly AwsEndpoint[] = [ENDPOINT]): Promise<Scene> {
  const faults: Scene['faults'] = { ec2: 'ok', cloudwatch: 'ok', secretsManager: 'ok' };
  const aws = await startAws({
    region: REGION,
    accountId: ACCOUNT_ID,
    endpoints: () => endpoints,
    secrets: SECRETS,
    faults: () => faults,
  });
  const ec2 = new EC2Client(clientOf(aws.url));
  const cloudWatch = new CloudWatchClient(clientOf(aws.url));
  const secretsManager = new SecretsManagerClient(clientOf(aws.url));
  return {
    aws,
    ec2,
    cloudWatch,
    secretsManager,
    faults,
    async [Symbol.asyncDispose]() {
      ec2.destroy();
      cloudWatch.destroy();
      secretsManager.destroy();
      await aws[Symbol.asyncDispose]();
    },
  };
}

/** A signed-looking request of no client's making. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array<ArrayBuffer>,
) {
  const response = await fetch(url, { method: 'POST', headers, body });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: bytes.toString(), bytes };
}

/** An Authorization header whose signature nobody has made. */
export function authorization(service: string, region = REGION): string {
  const scope = `test/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
}

export const DESCRIBE = 'Action=DescribeVpcEndpoints&Version=2016-11-15';
/** Headers that EC2 accepts. */
export const FORM = { 'content-type': 'application/x-www-form-urlencoded', authorization: authorization('ec2') };
/** Headers that CloudWatch accepts; they ask for ListMetrics. */
export const JSON_RPC = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics',
  authorization: authorization('monitoring'),
};
