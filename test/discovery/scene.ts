// A discovery with the simulator's EC2 behind a real client, a clock that the test moves, and the targets it is asked for.

import type { EC2Client } from '@aws-sdk/client-ec2';
import { createDiscovery, type Freshness } from '../../src/discovery/discover.ts';
import type { Discovery } from '../../src/domain/report.ts';
import { parseTarget } from '../../src/domain/target.ts';
import type { AwsEndpoint } from '../../src/simulator/aws/server.ts';
import { startScene } from '../simulator/aws-world.ts';

export const VPC_ID = 'vpc-0a1b2c3d4e5f60718';
export const ID = 'vpce-01234567abcdef012';

const API = { id: '01234567ab', stage: 'test', region: 'us-west-2' } as const;
const SERVICE = 'execute-api.us-west-2';
const IDS = { endpoints: { vpcEndpointIds: [ID] } };

/** Asks a discovery for the endpoints of a target that differs from the usual one in `more`. */
export type Ask = (
  more?: Readonly<Record<string, unknown>>,
  how?: { readonly freshness?: Freshness; readonly signal?: AbortSignal },
) => Promise<Discovery>;

/** The question to a discovery of its own, or to the one that `discover` is. */
export function askWith(ec2: () => EC2Client, now: () => number = () => 0): Ask {
  const discover = createDiscovery(ec2, now);
  return (more = {}, { freshness = 'kept', signal = new AbortController().signal } = {}) =>
    discover(parseTarget({ api: API, ...IDS, ...more }), freshness, signal);
}

/** An endpoint as EC2 describes it, its zones in no order, private DNS ready. */
export function awsEndpoint(id: string, changes: Partial<AwsEndpoint> = {}): AwsEndpoint {
  const name = (zone: string) => ({
    dnsName: `${id}-01234567${zone}.${SERVICE}.vpce.amazonaws.com`,
    hostedZoneId: 'Z1YSA3EXCYUU9Z',
  });
  return {
    id,
    state: 'available',
    privateDns: true,
    serviceName: 'com.amazonaws.us-west-2.execute-api',
    vpcId: VPC_ID,
    ipAddressType: 'ipv4',
    zones: ['us-west-2a', 'us-west-2b'],
    dnsEntries: [
      name(''),
      name('-us-west-2b'),
      name('-us-west-2a'),
      { dnsName: `${SERVICE}.amazonaws.com`, hostedZoneId: 'Z06320943MMOWYG6MAVL9' },
      { dnsName: `*.${SERVICE}.amazonaws.com`, hostedZoneId: 'Z06320943MMOWYG6MAVL9' },
    ],
    securityGroupIds: ['sg-0123456789abcdef0'],
    subnetIds: ['subnet-0aaa1111bbbb2222c', 'subnet-0ddd3333eeee4444f'],
    ...changes,
  };
}

/** What discovery makes of `awsEndpoint(id)`. */
export function discovered(id: string) {
  const name = (zone: string) => `${id}-01234567${zone}.${SERVICE}.vpce.amazonaws.com`;
  return {
    id,
    region: 'us-west-2',
    dnsSuffix: 'amazonaws.com',
    regionalName: name(''),
    zones: [
      { zone: 'us-west-2a', name: name('-us-west-2a') },
      { zone: 'us-west-2b', name: name('-us-west-2b') },
    ],
    families: [4],
    privateFamilies: [4],
    privateDns: 'on',
    state: 'available',
    vpcId: VPC_ID,
    subnetIds: ['subnet-0aaa1111bbbb2222c', 'subnet-0ddd3333eeee4444f'],
    securityGroupIds: ['sg-0123456789abcdef0'],
  };
}

/** A discovery whose EC2 knows `endpoints`, an array that the test may change. */
export async function startDiscovery(endpoints: readonly AwsEndpoint[] = [awsEndpoint(ID)]) {
  const scene = await startScene(endpoints);
  const clock = { nowMs: 1_000_000 };
  return {
    ask: askWith(
      () => scene.ec2,
      () => clock.nowMs,
    ),
    clock,
    faults: scene.faults,
    /** How often EC2 was asked. */
    calls: () => scene.aws.calls.length,
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
}
