// DescribeVpcEndpoints of the simulated EC2, asked by the real SDK client.

import { DescribeVpcEndpointsCommand, DescribeVpcsCommand, paginateDescribeVpcEndpoints } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { ENDPOINT, endpointNumber, startScene } from './aws-world.ts';

const TWELVE = Array.from({ length: 12 }, (_, index) => endpointNumber(index + 1));

async function idsFor(filter: { Name: string; Values: string[] }, endpoints = TWELVE) {
  await using scene = await startScene(endpoints);
  const { VpcEndpoints = [] } = await scene.ec2.send(new DescribeVpcEndpointsCommand({ Filters: [filter] }));
  return VpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId);
}

describe('an endpoint', () => {
  test('is described with every member that the SDK knows', async () => {
    await using scene = await startScene();
    const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({}));
    expect(answer.NextToken).toBeUndefined();
    expect(answer.VpcEndpoints).toEqual([
      {
        VpcEndpointId: 'vpce-01234567abcdef012',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0a1b2c3d4e5f60718',
        ServiceName: 'com.amazonaws.us-west-2.execute-api',
        State: 'available',
        PolicyDocument: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
        RouteTableIds: [],
        SubnetIds: ['subnet-0aaa1111bbbb2222c', 'subnet-0ddd3333eeee4444f'],
        Groups: [{ GroupId: 'sg-0123456789abcdef0', GroupName: 'default' }],
        IpAddressType: 'ipv4',
        DnsOptions: { DnsRecordIpType: 'ipv4' },
        PrivateDnsEnabled: true,
        RequesterManaged: false,
        NetworkInterfaceIds: [expect.stringMatching(/^eni-[0-9a-f]{17}$/), expect.stringMatching(/^eni-[0-9a-f]{17}$/)],
        DnsEntries: ENDPOINT.dnsEntries.map(({ dnsName, hostedZoneId }) => ({
          DnsName: dnsName,
          HostedZoneId: hostedZoneId,
        })),
        CreationTimestamp: new Date('2025-09-19T15:19:19.266Z'),
        Tags: [],
        OwnerId: '111122223333',
        ServiceRegion: 'us-west-2',
      },
    ]);
  });

  test('survives characters that XML reserves', async () => {
    const serviceName = `a&b<c>d"e'f`;
    await using scene = await startScene([endpointNumber(1, { serviceName })]);
    const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({}));
    expect(answer.VpcEndpoints?.[0]?.ServiceName).toBe(serviceName);
  });

  test('without DNS entries or groups has empty lists', async () => {
    await using scene = await startScene([endpointNumber(1, { dnsEntries: [], securityGroupIds: [], subnetIds: [] })]);
    const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({}));
    expect(answer.VpcEndpoints?.[0]).toMatchObject({
      DnsEntries: [],
      Groups: [],
      SubnetIds: [],
      NetworkInterfaceIds: [],
    });
  });
});

describe('a filter', () => {
  const odd = endpointNumber(99, {
    vpcId: 'vpc-odd',
    serviceName: 'com.amazonaws.us-west-2.ec2',
    state: 'pendingAcceptance',
    ipAddressType: 'dualstack',
  });
  const mixed = [endpointNumber(1), odd];

  test.each([
    ['vpc-id', 'vpc-odd'],
    ['service-name', 'com.amazonaws.us-west-2.ec2'],
    ['vpc-endpoint-state', 'pendingAcceptance'],
    ['vpc-endpoint-id', odd.id],
    ['ip-address-type', 'dualstack'],
    ['service-name', '*.ec?'],
    ['service-name', 'com.*.us-west-?.*2*'],
  ])('%s = %s selects one', async (Name, value) => {
    expect(await idsFor({ Name, Values: [value] }, mixed)).toEqual([odd.id]);
  });

  test.each([
    ['vpc-endpoint-type', ['Gateway', 'Interface'], 2],
    ['service-region', ['us-west-2'], 2],
    ['vpc-endpoint-type', ['Gateway'], 0],
    ['vpc-endpoint-state', ['pendingacceptance'], 0],
    ['service-name', ['com.amazonaws.us-west-2.ec\\*'], 0],
    ['service-name', ['comXamazonaws.us-west-2.ec2'], 0],
    ['service-name', ['com.amazonaws.us-west-2.ec'], 0],
    ['service-name', [`${'*a'.repeat(500)}`], 0],
    ['tag:Name', ['x'], 0],
    ['tag-key', ['*'], 0],
  ])('%s = %s selects %d', async (Name, Values, count) => {
    expect(await idsFor({ Name, Values }, mixed)).toHaveLength(count);
  });

  test('narrows with every other', async () => {
    await using scene = await startScene(mixed);
    const both = [
      { Name: 'vpc-id', Values: ['vpc-*'] },
      { Name: 'ip-address-type', Values: ['dualstack', 'ipv6'] },
    ];
    const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({ Filters: both }));
    expect(answer.VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId)).toEqual([odd.id]);
  });
});

describe('pages', () => {
  test('hold every endpoint once', async () => {
    await using scene = await startScene(TWELVE);
    const sizes: number[] = [];
    const ids: (string | undefined)[] = [];
    for await (const { VpcEndpoints = [] } of paginateDescribeVpcEndpoints({ client: scene.ec2, pageSize: 5 }, {})) {
      sizes.push(VpcEndpoints.length);
      ids.push(...VpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId));
    }
    expect(sizes).toEqual([5, 5, 2]);
    expect(ids).toEqual(TWELVE.map(({ id }) => id));
  });

  test('end without a token when the last is full', async () => {
    await using scene = await startScene(TWELVE.slice(0, 5));
    const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5 }));
    expect(answer.NextToken).toBeUndefined();
  });

  test('of more than 1,000 are cut at 1,000', async () => {
    await using scene = await startScene(Array.from({ length: 1001 }, (_, index) => endpointNumber(index)));
    const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5000 }));
    expect(answer.VpcEndpoints).toHaveLength(1000);
    expect(answer.NextToken).toEqual(expect.any(String));
  });

  test('refuse the token of another query', async () => {
    await using scene = await startScene(TWELVE);
    const { NextToken } = await scene.ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5 }));
    const Filters = [{ Name: 'vpc-id', Values: ['*'] }];
    const other = scene.ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5, NextToken, Filters }));
    await expect(other).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('a request is refused', () => {
  test.each([
    ['for an unknown id', { VpcEndpointIds: ['vpce-0000000000000dead'] }, 'InvalidVpcEndpointId.NotFound'],
    ['for a malformed id', { VpcEndpointIds: ['vpce-xyz'] }, 'InvalidVpcEndpointId.Malformed'],
    ['for ids with MaxResults', { VpcEndpointIds: [ENDPOINT.id], MaxResults: 5 }, 'InvalidParameterCombination'],
    ['below five results', { MaxResults: 4 }, 'InvalidParameterValue'],
    ['for a token that is none', { NextToken: 'bm90IG1pbmU=' }, 'InvalidParameterValue'],
    ['for an unknown filter', { Filters: [{ Name: 'colour', Values: ['x'] }] }, 'InvalidParameterValue'],
    ['for an inherited filter name', { Filters: [{ Name: 'constructor', Values: ['x'] }] }, 'InvalidParameterValue'],
    ['for a filter without values', { Filters: [{ Name: 'vpc-id', Values: [] }] }, 'InvalidParameterValue'],
    ['for a filter without a name', { Filters: [{ Values: ['x'] }] }, 'InvalidParameterValue'],
  ])('%s', async (_why, input, name) => {
    await using scene = await startScene();
    const answer = scene.ec2.send(new DescribeVpcEndpointsCommand(input));
    await expect(answer).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  test('as a dry run, with 412', async () => {
    await using scene = await startScene();
    const answer = scene.ec2.send(new DescribeVpcEndpointsCommand({ DryRun: true }));
    await expect(answer).rejects.toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
  });

  test('for any other action', async () => {
    await using scene = await startScene();
    await expect(scene.ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
    expect(scene.aws.calls).toEqual([{ service: 'ec2', action: 'DescribeVpcs' }]);
  });
});

test('ids select in spite of the order they are given in', async () => {
  await using scene = await startScene(TWELVE);
  const VpcEndpointIds = [endpointNumber(7).id, endpointNumber(3).id];
  const answer = await scene.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds }));
  expect(answer.VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId)).toEqual(VpcEndpointIds.toReversed());
});
