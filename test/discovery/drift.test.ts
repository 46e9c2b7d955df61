// What a discovery says of changes: noticed between two answers of EC2, told for an hour.

import { describe, expect, test } from 'vitest';
import type { AwsEndpoint } from '../../src/simulator/aws/server.ts';
import { awsEndpoint, discovered, ID, startDiscovery, VPC_ID } from './scene.ts';

const MINUTE_MS = 60_000;
const OTHER = 'vpce-0fedcba9876543210';
// The scene's clock starts at 1,000 s.
const FIRST = '1970-01-01T00:16:40.000Z';

/** A discovery that was asked once; `then` is what EC2 knows from six minutes later on. */
async function startDrifting(then: readonly AwsEndpoint[]) {
  const endpoints = [awsEndpoint(ID)];
  const scene = await startDiscovery(endpoints);
  const first = await scene.ask();
  scene.clock.nowMs += 6 * MINUTE_MS;
  endpoints.splice(0, endpoints.length, ...then);
  return { ...scene, first, endpoints };
}

const gone = {
  endpoint: ID,
  what: 'endpoint',
  before: 'available in us-west-2a, us-west-2b',
  after: '',
  between: [FIRST, '1970-01-01T00:22:40.000Z'],
} as const;

test('a first answer has no changes, and neither has the same again in another order', async () => {
  const usual = awsEndpoint(ID);
  await using scene = await startDrifting([
    {
      ...usual,
      zones: usual.zones.toReversed(),
      dnsEntries: usual.dnsEntries.toReversed(),
      subnetIds: usual.subnetIds.toReversed(),
    },
  ]);
  expect(Object.keys(scene.first)).not.toContain('changes');
  const second = await scene.ask();
  expect(second.source).toBe('ec2');
  expect(Object.keys(second)).not.toContain('changes');
});

test('everything that EC2 says differently is told, with both and the times of both', async () => {
  await using scene = await startDrifting([
    awsEndpoint(ID, { privateDns: false, securityGroupIds: ['sg-0aaaaaaaaaaaaaaaa'], state: 'pending' }),
  ]);
  const between = [FIRST, '1970-01-01T00:22:40.000Z'];
  expect((await scene.ask()).changes).toEqual([
    { endpoint: ID, what: 'state', before: 'available', after: 'pending', between },
    { endpoint: ID, what: 'private-dns', before: 'on', after: 'off', between },
    {
      endpoint: ID,
      what: 'security-groups',
      before: 'sg-0123456789abcdef0',
      after: 'sg-0aaaaaaaaaaaaaaaa',
      between,
    },
  ]);
});

describe('a change', () => {
  const changed = [awsEndpoint(ID, { privateDns: false })];
  const whats = ({ changes = [] }: { readonly changes?: readonly { readonly what: string }[] }) =>
    changes.map(({ what }) => what);

  test('is told with kept answers, and with EC2 failing', async () => {
    await using scene = await startDrifting(changed);
    await scene.ask();
    scene.clock.nowMs += MINUTE_MS;
    const kept = await scene.ask();
    expect([kept.source, whats(kept)]).toEqual(['remembered', ['private-dns']]);
    scene.faults.ec2 = 'denied';
    const refused = await scene.ask({}, { freshness: 'fresh' });
    expect([refused.source, whats(refused)]).toEqual(['last-known-good', ['private-dns']]);
  });

  test('is told for an hour after it was noticed, and not longer', async () => {
    await using scene = await startDrifting(changed);
    await scene.ask();
    scene.clock.nowMs += 60 * MINUTE_MS;
    expect(whats(await scene.ask())).toEqual(['private-dns']);
    scene.clock.nowMs += 1;
    expect(Object.keys(await scene.ask())).not.toContain('changes');
  });

  test('that EC2 could not tell of at once is between the answers that it gave', async () => {
    await using scene = await startDrifting(changed);
    scene.faults.ec2 = 'denied';
    await scene.ask();
    scene.clock.nowMs += MINUTE_MS;
    scene.faults.ec2 = 'ok';
    expect((await scene.ask()).changes?.map(({ between }) => between)).toEqual([[FIRST, '1970-01-01T00:23:40.000Z']]);
  });

  test('belongs to its own question', async () => {
    await using scene = await startDrifting(changed);
    await scene.ask();
    expect(Object.keys(await scene.ask({ endpoints: { vpcId: VPC_ID } }))).not.toContain('changes');
  });

  test('and its reverse are both told, the newest first', async () => {
    await using scene = await startDrifting(changed);
    await scene.ask();
    scene.endpoints.splice(0, 1, awsEndpoint(ID));
    scene.clock.nowMs += 6 * MINUTE_MS;
    expect((await scene.ask()).changes?.map(({ before, after }) => [before, after])).toEqual([
      ['off', 'on'],
      ['on', 'off'],
    ]);
  });

  test('is one of at most fifty', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `vpce-000000${String(index).padStart(2, '0')}`);
    const endpoints = [awsEndpoint(ID)];
    await using scene = await startDiscovery(endpoints);
    const byVpc = { endpoints: { vpcId: VPC_ID } };
    await scene.ask(byVpc);
    endpoints.push(...ids.map((id) => awsEndpoint(id)));
    expect((await scene.ask(byVpc, { freshness: 'fresh' })).changes).toHaveLength(50);
  });
});

describe('an answer without anything to probe', () => {
  test('says once that the endpoint is gone, and the last good one is gone on with', async () => {
    await using scene = await startDrifting([]);
    for (let asked = 0; asked < 2; asked += 1) {
      expect(await scene.ask()).toMatchObject({
        source: 'last-known-good',
        endpoints: [discovered(ID)],
        changes: [gone],
      });
      scene.clock.nowMs += 6 * MINUTE_MS;
    }
  });

  test('is what the endpoint comes back after', async () => {
    await using scene = await startDrifting([]);
    await scene.ask();
    scene.endpoints.push(awsEndpoint(ID));
    scene.clock.nowMs += MINUTE_MS;
    expect(await scene.ask({}, { freshness: 'fresh' })).toMatchObject({
      source: 'ec2',
      changes: [
        {
          what: 'endpoint',
          before: '',
          after: 'available in us-west-2a, us-west-2b',
          between: [gone.between[1], '1970-01-01T00:23:40.000Z'],
        },
        gone,
      ],
    });
  });

  test('may be the first: then the endpoint that came is told', async () => {
    const endpoints: AwsEndpoint[] = [];
    await using scene = await startDiscovery(endpoints);
    expect(await scene.ask()).toMatchObject({ source: 'none' });
    endpoints.push(awsEndpoint(OTHER), awsEndpoint(ID));
    expect((await scene.ask()).changes).toMatchObject([{ endpoint: ID, what: 'endpoint', before: '' }]);
  });
});
