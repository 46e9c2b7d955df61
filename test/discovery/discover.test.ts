// Asking EC2 where the endpoints are, by id, by VPC, or not at all.

import { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { startAws } from '../../src/simulator/aws/server.ts';
import { clientOf } from '../simulator/aws-world.ts';
import { askWith, awsEndpoint, discovered, ID, startDiscovery, VPC_ID } from './scene.ts';

const OTHER = 'vpce-0fedcba9876543210';
const byVpc = { endpoints: { vpcId: VPC_ID } };

describe('by id', () => {
  test('the endpoint, its zones in order and its private names known', async () => {
    await using scene = await startDiscovery();
    expect(await scene.ask()).toEqual({ source: 'ec2', ageSeconds: 0, endpoints: [discovered(ID)], notices: [] });
  });

  test('those that are named and no others, in the order of their ids', async () => {
    await using scene = await startDiscovery([awsEndpoint(OTHER), awsEndpoint('vpce-00000000'), awsEndpoint(ID)]);
    const { endpoints } = await scene.ask({ endpoints: { vpcEndpointIds: [OTHER, ID] } });
    expect(endpoints).toEqual([discovered(ID), discovered(OTHER)]);
  });

  test('one that does not exist does not hide the others', async () => {
    await using scene = await startDiscovery();
    expect(await scene.ask({ endpoints: { vpcEndpointIds: [OTHER, ID] } })).toEqual({
      source: 'ec2',
      ageSeconds: 0,
      endpoints: [discovered(ID)],
      notices: [
        {
          code: 'endpoint-missing',
          subject: OTHER,
          message: 'EC2 knows no endpoint of this id in this account and Region',
        },
      ],
    });
  });

  test('none that exists', async () => {
    await using scene = await startDiscovery([]);
    expect(await scene.ask()).toMatchObject({
      source: 'none',
      endpoints: [],
      notices: [{ code: 'endpoint-missing', subject: ID }],
      problem: {
        code: 'endpoint-not-found',
        message: `EC2 found no interface endpoint for execute-api by ${ID}`,
        hint: 'Check the endpoint or VPC id, the account and `api.region`.',
      },
    });
  });

  test('one that is for another service', async () => {
    await using scene = await startDiscovery([awsEndpoint(ID, { serviceName: 'com.amazonaws.us-west-2.ec2' })]);
    const why = 'this is an endpoint for com.amazonaws.us-west-2.ec2, not for execute-api in us-west-2';
    expect(await scene.ask()).toMatchObject({
      source: 'none',
      notices: [{ code: 'other-service', subject: ID, message: why }],
      problem: { code: 'endpoint-unusable', message: `no endpoint of ${ID} can be probed (${ID}: ${why})` },
    });
  });
});

describe('by VPC', () => {
  test('every endpoint for execute-api in it', async () => {
    await using scene = await startDiscovery([
      awsEndpoint(OTHER),
      awsEndpoint('vpce-00000001', { vpcId: 'vpc-00000000' }),
      awsEndpoint('vpce-00000002', { serviceName: 'com.amazonaws.us-west-2.monitoring' }),
      awsEndpoint(ID),
    ]);
    expect(await scene.ask(byVpc)).toEqual({
      source: 'ec2',
      ageSeconds: 0,
      endpoints: [discovered(ID), discovered(OTHER)],
      notices: [],
    });
  });

  test('a VPC without one', async () => {
    await using scene = await startDiscovery([]);
    expect(await scene.ask(byVpc)).toMatchObject({
      source: 'none',
      notices: [],
      problem: {
        code: 'endpoint-not-found',
        message: `EC2 found no interface endpoint for execute-api by ${VPC_ID}`,
      },
    });
  });

  test('all pages of a long answer', async () => {
    const ids = Array.from({ length: 2_001 }, (_, index) => `vpce-${String(index).padStart(17, '0')}`);
    // One name each: what is long here is the listing.
    await using scene = await startDiscovery(
      ids.map((id) => {
        const { dnsEntries, ...rest } = awsEndpoint(id);
        return { ...rest, dnsEntries: dnsEntries.slice(0, 1) };
      }),
    );
    const { endpoints, problem } = await scene.ask({ ...byVpc, timeouts: { awsMs: 50_000 } });
    expect(problem).toBe(undefined);
    expect(endpoints.map(({ id }) => id)).toEqual(ids);
    expect(scene.calls()).toBe(3);
  });

  test('many that cannot be probed are counted, not listed, in the problem', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => `vpce-0000000${index}`);
    await using scene = await startDiscovery(ids.map((id) => awsEndpoint(id, { state: 'failed' })));
    const { problem, notices } = await scene.ask(byVpc);
    expect(notices.length).toBe(7);
    const listed = ids.slice(0, 5).map((id) => `${id}: the endpoint is failed`);
    expect(problem?.message).toBe(`no endpoint of ${VPC_ID} can be probed (${[...listed, 'and 2 more'].join('; ')})`);
  });
});

test('in China by the service name that is used there', async () => {
  const region = 'cn-northwest-1';
  const dnsName = (zone: string) => `${ID}-rsnonbkv${zone}.execute-api.${region}.vpce.amazonaws.com.cn`;
  const endpoint = awsEndpoint(ID, {
    serviceName: `cn.com.amazonaws.${region}.execute-api`,
    privateDns: false,
    dnsEntries: ['', '-cn-northwest-1c', '-cn-northwest-1a'].map((zone) => ({
      dnsName: dnsName(zone),
      hostedZoneId: 'Z1',
    })),
  });
  await using aws = await startAws({
    region,
    accountId: '111122223333',
    endpoints: () => [endpoint],
    faults: () => ({ ec2: 'ok', cloudwatch: 'ok' }),
  });
  using ec2 = closing(new EC2Client({ ...clientOf(aws.url), region }));
  const { source, endpoints } = await askWith(() => ec2.client)({
    api: { id: '01234567ab', stage: 'test', region },
    ...byVpc,
  });
  expect(source).toBe('ec2');
  expect(endpoints).toMatchObject([
    {
      id: ID,
      region,
      dnsSuffix: 'amazonaws.com.cn',
      regionalName: dnsName(''),
      zones: [
        { zone: 'cn-northwest-1a', name: dnsName('-cn-northwest-1a') },
        { zone: 'cn-northwest-1c', name: dnsName('-cn-northwest-1c') },
      ],
      privateDns: 'off',
    },
  ]);
});

function closing(client: EC2Client) {
  return { client, [Symbol.dispose]: () => client.destroy() };
}

describe('by name', () => {
  const noClient = () => {
    throw new Error('EC2 was asked');
  };

  test('EC2 is not asked, and nothing is said of private DNS', async () => {
    const names = awsEndpoint(ID).dnsEntries.map(({ dnsName }) => dnsName);
    const { privateDns: _privateDns, state: _state, vpcId: _vpcId, ...rest } = discovered(ID);
    const { subnetIds: _subnetIds, securityGroupIds: _securityGroupIds, ...named } = rest;
    for (const freshness of ['kept', 'fresh'] as const) {
      expect(await askWith(noClient)({ endpoints: { dnsNames: names } }, { freshness })).toEqual({
        source: 'configuration',
        ageSeconds: 0,
        endpoints: [named],
        notices: [],
      });
    }
  });

  test('of two endpoints, one of them by a zone alone', async () => {
    const zone = `${OTHER}-abcdefgh-us-west-2a.execute-api.us-west-2.vpce.amazonaws.com`;
    const regional = `${ID}-01234567.execute-api.us-west-2.vpce.amazonaws.com`;
    const { endpoints } = await askWith(noClient)({ endpoints: { dnsNames: [zone, regional] } });
    const common = { region: 'us-west-2', dnsSuffix: 'amazonaws.com', families: [4], privateFamilies: [4] };
    expect(endpoints).toEqual([
      { ...common, id: OTHER, zones: [{ zone: 'us-west-2a', name: zone }] },
      { ...common, id: ID, regionalName: regional, zones: [] },
    ]);
  });
});
