// What EC2 says of the simulated endpoint in each state of it that shows there.

import { DescribeVpcEndpointsCommand, EC2Client, type VpcEndpoint } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { ScenarioChoice } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { names } from './clients.ts';

const PRIVATE_NAMES = ['execute-api.us-west-2.amazonaws.com', '*.execute-api.us-west-2.amazonaws.com'];
const PUBLIC_ENTRIES = [names.regional, names.zoneB, names.zoneA].map((DnsName) => entry(DnsName, 'Z1YSA3EXCYUU9Z'));
const IPV4 = { IpAddressType: 'ipv4', DnsOptions: { DnsRecordIpType: 'ipv4' } };
const DUAL_STACK = { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } };

function entry(DnsName: string, HostedZoneId: string) {
  return { DnsName, HostedZoneId };
}

function withPrivate(hostedZoneId: string) {
  return {
    PrivateDnsEnabled: true,
    DnsEntries: [...PUBLIC_ENTRIES, ...PRIVATE_NAMES.map((name) => entry(name, hostedZoneId))],
  };
}

const AS_EVER = { State: 'available', ...IPV4, ...withPrivate('Z06320943MMOWYG6MAVL9') };

async function describeEndpoint(simulator: Simulator): Promise<VpcEndpoint | undefined> {
  const client = new EC2Client({
    region: 'us-west-2',
    endpoint: simulator.awsEndpoint,
    credentials: { accessKeyId: 'AKIDSIMULATED', secretAccessKey: 'simulated' },
    maxAttempts: 1,
  });
  try {
    return (await client.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints?.[0];
  } finally {
    client.destroy();
  }
}

test.each<[ScenarioChoice, object]>([
  ['healthy', AS_EVER],
  ['private-name-missing', { State: 'available', ...IPV4, PrivateDnsEnabled: false, DnsEntries: PUBLIC_ENTRIES }],
  ['private-dns-pending', { State: 'available', ...IPV4, ...withPrivate('ZONEIDPENDING') }],
  ['endpoint-pending', { State: 'pending', ...IPV4, ...withPrivate('ZONEIDPENDING') }],
  ['ipv6-unreachable', { ...AS_EVER, ...DUAL_STACK }],
  [['ipv6-unreachable', 'private-dns-pending'], { ...AS_EVER, ...DUAL_STACK, ...withPrivate('ZONEIDPENDING') }],
  // EC2 knows nothing of what becomes of names and packets.
  [['private-name-shadowed', 'zonal-name-missing', 'endpoint-refuses'], AS_EVER],
  [['private-name-other-endpoint', 'endpoint-names-missing', 'dns-silent'], AS_EVER],
])('%s', async (scenario, described) => {
  await using simulator = await startSimulator({ scenario });
  const endpoint = await describeEndpoint(simulator);
  expect(endpoint).toMatchObject(described);
  expect(simulator.endpoint.dnsNames).toEqual(endpoint?.DnsEntries?.map(({ DnsName }) => DnsName));
});
