// An independent judge: template.yaml packaged and deployed with the AWS command line, to moto. moto 5.2 makes no alarms,
// schedules, event-invoke configurations and subscriptions; template.test.ts looks at those.

import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/bundle-lambda.ts';
import { missing } from '../support/external.ts';
import { startMoto } from '../support/moto.ts';
import { alarmChange } from './alarm-changes.ts';
import { transformed } from './input-transformer.ts';

const TEMPLATE = new URL('../../template.yaml', import.meta.url);
const STACK = 'canary';

type Aws = (...words: readonly string[]) => Promise<string>;

describe('with moto as CloudFormation', () => {
  it('template.yaml can be packaged and deployed', { timeout: 300_000 }, async (context) => {
    const reason = missing('moto_server') ?? missing('aws');
    context.skip(reason !== undefined, reason);
    const url = await startMoto(context);
    await using folder = await checkout();
    const aws = awsIn(folder.path, url);
    await aws('s3', 'mb', 's3://code');
    const subnets = JSON.parse(await aws('ec2', 'describe-subnets', '--query', 'Subnets[0:2].[SubnetId,VpcId]'));
    const [[first, vpc], [second]] = subnets as [[string, string], [string]];

    await aws(
      ...['cloudformation', 'package', '--template-file', 'template.yaml'],
      ...['--s3-bucket', 'code', '--output-template-file', 'packaged.yaml'],
    );
    await aws(
      ...['cloudformation', 'deploy', '--template-file', 'packaged.yaml', '--s3-bucket', 'code'],
      ...['--stack-name', STACK, '--capabilities', 'CAPABILITY_IAM', '--parameter-overrides'],
      ...['ApiId=01234567ab', 'StageName=test', `VpcId=${vpc}`, `SubnetIds=${first},${second}`],
    );

    expect(await readFile(join(folder.path, 'packaged.yaml'), 'utf8')).toMatch(/S3Bucket: code/);
    const made = await madeIn(aws);
    expect([...made.keys()].sort()).toEqual(
      [
        ...['Dashboard', 'Function', 'FunctionLogGroup', 'FunctionNoNetworkInterfacesFromCode', 'FunctionRole'],
        ...['FunctionSecurityGroup', 'NotificationsKey', 'NotificationsPageTopic', 'NotificationsWarnTopic'],
        ...['ScheduleRole', 'ExplanationFunction', 'ExplanationNotifier', 'ExplanationNotifierRole'],
        ...['ExplanationNotifierLogGroup', 'ExplanationInvokesNotifier', 'ExplanationNoNetworkInterfacesFromCode'],
        ...['ApiExplanationPage', 'ApiExplanationPagePermission'],
        ...['ApiExplanationWarning', 'ApiExplanationWarningPermission'],
      ].sort(),
    );
    const get = async (words: readonly string[], id: string) => JSON.parse(await aws(...words, made.get(id) ?? ''));
    expect(await get(['lambda', 'get-function-configuration', '--function-name'], 'Function')).toMatchObject({
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 50,
      VpcConfig: { SubnetIds: [first, second], SecurityGroupIds: [made.get('FunctionSecurityGroup')] },
    });
    const role = ['iam', 'get-role-policy', '--policy-name', 'canary', '--role-name'];
    const { PolicyDocument } = await get(role, 'FunctionRole');
    // moto gives the document in Python's own spelling.
    expect(String(PolicyDocument)).toMatch(/PutMetricData.+cloudwatch:namespace.+PrivateApiCanary/);
    const { logGroups } = await get(['logs', 'describe-log-groups', '--log-group-name-prefix'], 'FunctionLogGroup');
    expect(logGroups.map(({ retentionInDays }: { retentionInDays: unknown }) => Number(retentionInDays))).toEqual([30]);
    const { SecurityGroups } = await get(['ec2', 'describe-security-groups', '--group-ids'], 'FunctionSecurityGroup');
    // moto leaves the egress rules out.
    expect(SecurityGroups).toMatchObject([{ VpcId: vpc, IpPermissions: [] }]);
    expect(await get(['sns', 'get-topic-attributes', '--topic-arn'], 'NotificationsPageTopic')).toHaveProperty(
      'Attributes.KmsMasterKeyId',
    );
    const { DashboardBody } = await get(['cloudwatch', 'get-dashboard', '--dashboard-name'], 'Dashboard');
    expect(DashboardBody).toContain(`:alarm:${STACK}-01234567ab-test-vpc-unreachable`);
    expect(JSON.parse(DashboardBody)).toHaveProperty('widgets');
    const { Targets } = await get(['events', 'list-targets-by-rule', '--rule'], 'ApiExplanationPage');
    const change = alarmChange(`${STACK}-01234567ab-test-vpc-unreachable`, [{ value: 'OK' }, { value: 'ALARM' }]);
    // moto writes "None" for what comes to AWS::NoValue.
    const told = transformed(Targets[0].InputTransformer, change).replaceAll(',None', '');
    expect(JSON.parse(told)).toMatchObject({
      api: { id: '01234567ab', stage: 'test' },
      alarm: { name: `${STACK}-01234567ab-test-vpc-unreachable`, severity: 'page' },
    });
  });
});

/** Ids of what is there, by logical id. */
async function madeIn(aws: Aws): Promise<ReadonlyMap<string, string>> {
  const query = 'StackResources[?LogicalResourceId].[LogicalResourceId,PhysicalResourceId]';
  const answer = await aws('cloudformation', 'describe-stack-resources', '--stack-name', STACK, '--query', query);
  return new Map(JSON.parse(answer) as readonly [string, string][]);
}

/** The template and, where it says that the functions are, the canary's bundle and a stand-in for the notifier's. */
async function checkout(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'private-api-canary-deploy-'));
  await copyFile(TEMPLATE, join(path, 'template.yaml'));
  await mkdir(join(path, 'dist/lambda'), { recursive: true });
  await bundle('lambda', join(path, 'dist/lambda/index.mjs'));
  await mkdir(join(path, 'dist/notify'));
  await writeFile(join(path, 'dist/notify/index.mjs'), 'export const handler = async () => {};\n');
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

function awsIn(cwd: string, url: string): Aws {
  // moto finds the bucket of a template's address only where the host is called localhost.
  const endpoint = url.replace('127.0.0.1', 'localhost');
  const settings = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-west-2' };
  const env = { PATH: process.env.PATH, HOME: cwd, ...settings, AWS_ENDPOINT_URL: endpoint };
  return async (...words) => (await promisify(execFile)('aws', [...words, '--output', 'json'], { cwd, env })).stdout;
}
