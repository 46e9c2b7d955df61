// The `aws` command line against the simulated AWS, where it is installed: a client that is not JavaScript.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { announced, missing } from '../support/external.ts';
import { startScene } from './aws-world.ts';

const run = promisify(execFile);

const TIMEOUT_MS = 60_000;

function aws(url: string, ...words: string[]) {
  const settings = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-west-2',
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_PAGER: '',
  };
  return run('aws', [...words, '--output', 'json'], { env: { ...process.env, ...settings } });
}

/** Why a test cannot be run: no command, or one so old that it speaks the Query protocol with CloudWatch. */
async function problems(): Promise<{ command?: string; cloudWatch?: string }> {
  const command = missing('aws');
  if (command !== undefined) return { command, cloudWatch: command };
  await using scene = await startScene();
  const refusal = await aws(scene.aws.url, 'cloudwatch', 'list-metrics').then(
    () => '',
    ({ stderr }: { readonly stderr: string }) => stderr,
  );
  if (!refusal.includes('(UnsupportedProtocol)')) return {};
  return { cloudWatch: announced('this aws command does not speak JSON with CloudWatch') };
}

const problem = await problems();

describe('the aws command', () => {
  test('describes endpoints', { timeout: TIMEOUT_MS }, async ({ skip }) => {
    skip(problem.command !== undefined, problem.command);
    await using scene = await startScene();
    const { stdout } = await aws(
      scene.aws.url,
      'ec2',
      'describe-vpc-endpoints',
      '--filters',
      'Name=vpc-endpoint-state,Values=available',
    );
    expect(JSON.parse(stdout).VpcEndpoints[0]).toMatchObject({
      VpcEndpointId: 'vpce-01234567abcdef012',
      PrivateDnsEnabled: true,
      CreationTimestamp: '2025-09-19T15:19:19.266Z',
    });
  });

  test('reads back what it wrote', { timeout: TIMEOUT_MS }, async ({ skip }) => {
    skip(problem.cloudWatch !== undefined, problem.cloudWatch);
    await using scene = await startScene();
    const metric = ['--namespace', 'Test', '--metric-name', 'Runs'];
    await aws(scene.aws.url, 'cloudwatch', 'put-metric-data', ...metric, '--value', '3', '--dimensions', 'Api=pets');
    const times = [Date.now() - 3_600_000, Date.now() + 3_600_000].map((time) => new Date(time).toISOString());
    const { stdout } = await aws(
      ...([scene.aws.url, 'cloudwatch', 'get-metric-statistics', ...metric] as const),
      ...['--dimensions', 'Name=Api,Value=pets', '--statistics', 'Sum', '--period', '3600'],
      ...['--start-time', String(times[0]), '--end-time', String(times[1])],
    );
    expect(JSON.parse(stdout)).toMatchObject({ Label: 'Runs', Datapoints: [{ Sum: 3, Unit: 'None' }] });
  });

  test('names the errors as AWS does', { timeout: TIMEOUT_MS }, async ({ skip }) => {
    skip(problem.cloudWatch !== undefined, problem.cloudWatch);
    await using scene = await startScene();
    scene.faults.cloudwatch = 'denied';
    const describeOther = aws(
      scene.aws.url,
      'ec2',
      'describe-vpc-endpoints',
      '--vpc-endpoint-ids',
      'vpce-00000000000000bad',
    );
    await expect(describeOther).rejects.toMatchObject({
      stderr: expect.stringContaining('(InvalidVpcEndpointId.NotFound)'),
    });
    const put = aws(
      scene.aws.url,
      'cloudwatch',
      'put-metric-data',
      '--namespace',
      'T',
      '--metric-name',
      'M',
      '--value',
      '1',
    );
    await expect(put).rejects.toMatchObject({ stderr: expect.stringContaining('(AccessDenied)') });
  });
});
