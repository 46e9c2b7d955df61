import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { names } from './clients.ts';

const publicEntries = [names.regional, names.zoneB, names.zoneA].map((DnsName) => ({
  DnsName,
  HostedZoneId: 'Z1YSA3EXCYUU9Z',
}));
const privateEntries = ['execute-api.us-west-2.amazonaws.com', '*.execute-api.us-west-2.amazonaws.com'].map(
  (DnsName) => ({
    DnsName,
    HostedZoneId: 'Z06320943MMOWYG6MAVL9',
  }),
);

test('EC2 describes the endpoint that the other parts play', async () => {
  await using simulator = await startSimulator();
  expect(await describeEndpoint(simulator)).toMatchObject({
    VpcEndpointId: simulator.endpoint.id,
    VpcId: simulator.endpoint.vpcId,
    ServiceName: 'com.amazonaws.us-west-2.execute-api',
    State: 'available',
    PrivateDnsEnabled: true,
    DnsEntries: [...publicEntries, ...privateEntries],
  });
  expect(simulator.awsCalls).toEqual([{ service: 'ec2', action: 'DescribeVpcEndpoints' }]);
});

test('EC2 knows when private DNS is switched off', async () => {
  await using simulator = await startSimulator();
  await simulator.setScenario('private-dns-off');
  expect(await describeEndpoint(simulator)).toMatchObject({ PrivateDnsEnabled: false, DnsEntries: publicEntries });
});

test.each([
  ['ec2-denied', 'UnauthorizedOperation'],
  ['ec2-throttled', 'RequestLimitExceeded'],
  ['ec2-unavailable', 'ECONNRESET'],
] as const)('%s', async (scenario, code) => {
  await using simulator = await startSimulator({ scenario });
  await expect(describeEndpoint(simulator)).rejects.toMatchObject(code === 'ECONNRESET' ? { code } : { name: code });
});

test.each([
  ['cloudwatch-denied', { name: 'AccessDenied' }],
  ['cloudwatch-throttled', { name: 'ThrottlingException' }],
  ['cloudwatch-unavailable', { code: 'ECONNRESET' }],
] as const)('%s', async (scenario, error) => {
  await using simulator = await startSimulator({ scenario });
  const client = new CloudWatchClient(clientOptions(simulator));
  const datum = { MetricName: 'Runs', Values: [1] };
  const put = client.send(new PutMetricDataCommand({ Namespace: 'PrivateApiCanary', MetricData: [datum] }));
  await expect(put).rejects.toMatchObject(error);
  client.destroy();
});

async function describeEndpoint(simulator: Simulator): Promise<unknown> {
  const client = new EC2Client(clientOptions(simulator));
  try {
    const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({}));
    return VpcEndpoints?.[0];
  } finally {
    client.destroy();
  }
}

function clientOptions(simulator: Simulator) {
  const credentials = { accessKeyId: 'AKIDSIMULATED', secretAccessKey: 'simulated' };
  return { region: 'us-west-2', endpoint: simulator.awsEndpoint, credentials, maxAttempts: 1 } as const;
}
