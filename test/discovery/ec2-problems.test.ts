// EC2 that cannot be asked, and nothing remembered: what discovery says, and that it ends in time. What else EC2 may do is in
// test/reliability/discovery-faults.ts.

import { execFile } from 'node:child_process';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { listed, listing, startAwsStandIn, startSilentAws, unusedAddress } from './aws-stand-ins.ts';
import { askWith, ID, startDiscovery } from './scene.ts';

const OTHER = 'vpce-0fedcba9876543210';

function client(url: string, more: { readonly region?: string } = {}) {
  const ec2 = new EC2Client({ ...clientOf(url), ...more });
  return { ask: askWith(() => ec2), [Symbol.dispose]: () => ec2.destroy() };
}

describe('with nothing remembered', () => {
  const NONE = { source: 'none', ageSeconds: 0, endpoints: [], notices: [] } as const;

  test('refused permission', async () => {
    await using scene = await startDiscovery();
    scene.faults.ec2 = 'denied';
    expect(await scene.ask()).toEqual({
      ...NONE,
      problem: {
        code: 'ec2-denied',
        message:
          'EC2: UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/simulated is not authorized to perform: ec2:DescribeVpcEndpoints',
        hint: 'Allow `ec2:DescribeVpcEndpoints` to the canary, or name the endpoint in `endpoints.dnsNames`.',
      },
    });
  });

  test('credentials that EC2 does not accept', async () => {
    await using scene = await startScene();
    using ec2 = client(scene.aws.url, { region: 'eu-west-1' });
    expect(await ec2.ask()).toMatchObject({
      ...NONE,
      problem: {
        code: 'aws-credentials',
        message: 'EC2: AuthFailure: AWS was not able to validate the provided access credentials',
      },
    });
  });

  test('no credentials at all', async () => {
    const program = fileURLToPath(new URL('without-credentials.ts', import.meta.url));
    const nowhere = fileURLToPath(new URL('nothing-here', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', program], {
      env: {
        PATH: process.env.PATH,
        HOME: nowhere,
        AWS_CONFIG_FILE: nowhere,
        AWS_SHARED_CREDENTIALS_FILE: nowhere,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      },
    });
    expect(JSON.parse(stdout)).toMatchObject({ ...NONE, problem: { code: 'aws-credentials' } });
  });
});

test('a connection that is closed is told with its host', async () => {
  await using broken = await startAwsStandIn(() => 'resets');
  using ec2 = client(broken.url);
  const { host } = new URL(broken.url);
  expect(await ec2.ask()).toMatchObject({
    source: 'none',
    problem: {
      code: 'ec2-unreachable',
      message: `EC2 could not be reached: the connection to ${host} was closed before an answer (ECONNRESET)`,
    },
  });
});

test('all addresses of a host that refuse are told by the first of them', async () => {
  const { port } = new URL(await unusedAddress());
  const httpAgent = new Agent({
    lookup: (_host, _options, found) =>
      found(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ]),
  });
  using ec2 = disposable(new EC2Client({ ...clientOf(`http://ec2.test:${port}`), requestHandler: { httpAgent } }));
  expect(await askWith(() => ec2.client)()).toMatchObject({
    source: 'none',
    problem: {
      code: 'ec2-unreachable',
      message: `EC2 could not be reached: connect ECONNREFUSED 127.0.0.1:${port} (ec2.test:${port})`,
    },
  });
});

describe('an EC2 that does not answer', () => {
  const IN_TIME = { code: 'ec2-unreachable', message: 'EC2 did not answer in time' };

  test('is waited for until the run ends', async () => {
    await using silent = await startSilentAws();
    using ec2 = client(silent.url);
    expect(await ec2.ask({}, { signal: AbortSignal.timeout(200) })).toMatchObject({ source: 'none', problem: IN_TIME });
  });

  test('is not asked when the run has ended before', async () => {
    await using silent = await startSilentAws();
    using ec2 = client(silent.url);
    expect(await ec2.ask({}, { signal: AbortSignal.abort() })).toMatchObject({ source: 'none', problem: IN_TIME });
    expect(silent.calls).toEqual([]);
  });

  test('credentials that do not come are not waited for any longer', async () => {
    using ec2 = disposable(new EC2Client({ region: 'us-west-2', credentials: () => new Promise(() => {}) }));
    const answer = await askWith(() => ec2.client)({ timeouts: { awsMs: 200 } });
    expect(answer).toMatchObject({ source: 'none', problem: IN_TIME });
  });
});

test('pages end with an empty token, too', async () => {
  const pages = [listing(listed(ID), '<nextToken>two</nextToken>'), listing(listed(OTHER), '<nextToken/>')];
  await using paged = await startAwsStandIn((call) => pages[call] ?? 'resets');
  using ec2 = client(paged.url);
  const { source, endpoints } = await ec2.ask({ endpoints: { vpcEndpointIds: [ID, OTHER] } });
  expect([source, endpoints.map(({ id }) => id)]).toEqual(['ec2', [ID, OTHER]]);
  expect(paged.calls.map(({ token }) => token)).toEqual([null, 'two']);
});

function disposable(ec2: EC2Client) {
  return { client: ec2, [Symbol.dispose]: () => ec2.destroy() };
}
