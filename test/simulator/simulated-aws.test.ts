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

test('CloudWatch keeps what it took, with its time stamps, as often as it came, and is back after an outage', async () => {
  await using simulator = await startSimulator();
  const client = new CloudWatchClient(clientOptions(simulator));
  const put = (Namespace: string, Timestamp: Date) => {
    const Dimensions = [{ Name: 'Api', Value: 'pets' }];
    const MetricData = [{ MetricName: 'Success', Dimensions, Timestamp, Values: [1, 0], Counts: [3, 1] }];
    return client.send(new PutMetricDataCommand({ Namespace, MetricData }));
  };
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const [minutesAgo, thirteenDaysAgo] = [new Date(Date.now() - 123_456), daysAgo(13.9)];
  await put('First', minutesAgo);
  await simulator.setScenario('cloudwatch-unavailable');
  await expect(put('Lost', minutesAgo)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await simulator.setScenario('healthy');
  await put('Second', thirteenDaysAgo);
  await put('Second', thirteenDaysAgo);
  await expect(put('Old', daysAgo(14.1))).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  const datum = {
    name: 'Success',
    dimensions: [{ Name: 'Api', Value: 'pets' }],
    values: [
      { value: 1, count: 3 },
      { value: 0, count: 1 },
    ],
  };
  expect(simulator.metricData).toEqual([
    { ...datum, namespace: 'First', timestampMs: minutesAgo.getTime() },
    { ...datum, namespace: 'Second', timestampMs: thirteenDaysAgo.getTime() },
    { ...datum, namespace: 'Second', timestampMs: thirteenDaysAgo.getTime() },
  ]);
  expect(simulator.awsCalls.filter(({ action }) => action === 'PutMetricData')).toHaveLength(5);
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
