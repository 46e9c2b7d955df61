// EC2 that cannot be asked, and nothing remembered: what discovery says, and that it ends in time.

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { startPagedEc2, startSilentAws } from './aws-stand-ins.ts';
import { askWith, ID, startDiscovery } from './scene.ts';

const VPCE = `${ID}-01234567.execute-api.us-west-2.vpce.amazonaws.com`;

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

  test('too many questions', async () => {
    await using scene = await startDiscovery();
    scene.faults.ec2 = 'throttled';
    expect(await scene.ask()).toMatchObject({
      ...NONE,
      problem: { code: 'ec2-failed', message: 'EC2: RequestLimitExceeded: Request limit exceeded.' },
    });
  });

  test('connections that are reset', async () => {
    await using scene = await startDiscovery();
    scene.faults.ec2 = 'unavailable';
    const { problem, ...rest } = await scene.ask();
    expect(rest).toEqual(NONE);
    expect(problem?.code).toBe('ec2-unreachable');
    expect(problem?.message).toMatch(/^EC2 could not be reached: .*ECONNRESET/);
  });

  test('nobody at the address', async () => {
    using ec2 = client(await unusedAddress());
    const { problem, ...rest } = await ec2.ask();
    expect(rest).toEqual(NONE);
    expect(problem?.code).toBe('ec2-unreachable');
    expect(problem?.message).toMatch(/ECONNREFUSED/);
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

describe('an EC2 that does not answer', () => {
  const IN_TIME = { code: 'ec2-unreachable', message: 'EC2 did not answer in time' };

  test('is waited for as long as awsMs says', async () => {
    await using silent = await startSilentAws();
    using ec2 = client(silent.url);
    expect(await ec2.ask({ timeouts: { awsMs: 200 } })).toMatchObject({ source: 'none', problem: IN_TIME });
    expect(silent.tokens.length).toBe(1);
  });

  test('is waited for until the run ends', async () => {
    await using silent = await startSilentAws();
    using ec2 = client(silent.url);
    expect(await ec2.ask({}, { signal: AbortSignal.timeout(200) })).toMatchObject({ source: 'none', problem: IN_TIME });
  });

  test('is not asked when the run has ended before', async () => {
    await using silent = await startSilentAws();
    using ec2 = client(silent.url);
    expect(await ec2.ask({}, { signal: AbortSignal.abort() })).toMatchObject({ source: 'none', problem: IN_TIME });
    expect(silent.tokens).toEqual([]);
  });

  test('credentials that do not come are not waited for any longer', async () => {
    using ec2 = disposable(new EC2Client({ region: 'us-west-2', credentials: () => new Promise(() => {}) }));
    const answer = await askWith(() => ec2.client)({ timeouts: { awsMs: 200 } });
    expect(answer).toMatchObject({ source: 'none', problem: IN_TIME });
  });
});

describe('pages', () => {
  const page = (id: string, after: string) =>
    `<vpcEndpointSet><item><vpcEndpointId>${id}</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><serviceName>com.amazonaws.us-west-2.execute-api</serviceName><state>Available</state><privateDnsEnabled>false</privateDnsEnabled><dnsEntrySet><item><dnsName>${VPCE.replace(ID, id)}</dnsName><hostedZoneId>Z1</hostedZoneId></item></dnsEntrySet></item></vpcEndpointSet>${after}`;
  const ids = [ID, 'vpce-0fedcba9876543210'];

  test('end with an empty token, too', async () => {
    await using paged = await startPagedEc2([
      page(ID, '<nextToken>two</nextToken>'),
      page(ids[1] ?? '', '<nextToken/>'),
    ]);
    using ec2 = client(paged.url);
    const { source, endpoints } = await ec2.ask({ endpoints: { vpcEndpointIds: ids } });
    expect([source, endpoints.map(({ id }) => id)]).toEqual(['ec2', ids]);
    expect(paged.tokens).toEqual([null, 'two']);
  });

  test('of which a later one fails are no answer', async () => {
    await using paged = await startPagedEc2([page(ID, '<nextToken>two</nextToken>'), '<broken']);
    using ec2 = client(paged.url);
    expect(await ec2.ask({ endpoints: { vpcEndpointIds: ids } })).toMatchObject({ source: 'none', endpoints: [] });
    expect(paged.tokens).toEqual([null, 'two']);
  });
});

function disposable(ec2: EC2Client) {
  return { client: ec2, [Symbol.dispose]: () => ec2.destroy() };
}

/** An address at which something listened a moment ago. */
async function unusedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
