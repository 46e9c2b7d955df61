// A discovery under every fault of the list: what it says with nothing remembered, and that an answer which is remembered
// stands in.

import { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { inTurn, listed, listing, type StandIn, startAwsStandIn, unusedAddress } from '../discovery/aws-stand-ins.ts';
import { type Ask, askWith } from '../discovery/scene.ts';
import { clientOf } from '../simulator/aws-world.ts';
import { DISCOVERY_ANSWER_FAULTS } from './discovery-answer-faults.ts';
import { type DiscoveryFault, ID } from './discovery-fault.ts';
import { DISCOVERY_FAULTS } from './discovery-faults.ts';
import { expectGivenUp } from './given-up.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const VPC = { endpoints: { vpcId: 'vpc-0a1b2c3d4e5f60718' } };
// No resolver is asked for a name with a label of 64 characters.
const NO_SUCH_NAME = `http://${'x'.repeat(64)}.example`;

/** A discovery that was answered once, if that is wished, and is under the fault from then on. */
async function startFault({ ec2 }: Pick<DiscoveryFault, 'ec2'>, { remembers }: { readonly remembers: boolean }) {
  const good = await startAwsStandIn(() => listing(listed(ID)));
  const faulty = await startAwsStandIn(inTurn(typeof ec2 === 'string' ? [] : ec2));
  const clients = [good.url, await addressOf(ec2, faulty)].map(
    (endpoint) => new EC2Client({ ...clientOf(endpoint), maxAttempts: 3 }),
  );
  const [first, rest] = clients;
  const clock = { nowMs: Date.parse('2026-02-03T04:05:06Z') };
  let asked = remembers ? 0 : 1;
  const ask: Ask = askWith(
    () => {
      const client = asked === 0 ? first : rest;
      asked += 1;
      if (client === undefined) throw new Error('there are two clients');
      return client;
    },
    () => clock.nowMs,
  );
  if (remembers) await ask(VPC);
  return {
    ask,
    clock,
    faulty,
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy();
      await good[Symbol.asyncDispose]();
      await faulty[Symbol.asyncDispose]();
    },
  };
}

async function addressOf(ec2: DiscoveryFault['ec2'], faulty: StandIn): Promise<string> {
  if (ec2 === 'nobody-listens') return await unusedAddress();
  return ec2 === 'no-such-name' ? NO_SUCH_NAME : faulty.url;
}

async function expectDiscovered(row: DiscoveryFault): Promise<void> {
  const { problem, found = [], notices = [], calls, awsMs = 10_000 } = row;
  const timeouts = { awsMs };
  const told = problem && { code: problem.code, message: expect.stringMatching(problem.says) };

  await using first = await startFault(row, { remembers: false });
  const from = performance.now();
  const answer = await first.ask({ ...VPC, timeouts });
  expectGivenUp(performance.now() - from, row.awsMs);
  expect(answer).toMatchObject({ source: told === undefined ? 'ec2' : 'none', ageSeconds: 0 });
  expect(answer.problem).toEqual(told && { ...told, hint: expect.any(String) });
  expect(answer.endpoints.map(({ id }) => id)).toEqual(found);
  if (told === undefined) expect(answer.notices.map(({ code }) => code)).toEqual(notices);
  expect(first.faulty.calls.length).toBe(calls);
  // What an answer may have beyond what is read of it: the buffers of two sockets.
  expect(first.faulty.sentBytes()).toBeLessThan(20_000_000);

  if (told === undefined) return;
  await using later = await startFault(row, { remembers: true });
  later.clock.nowMs += 90 * MINUTE_MS;
  expect(await later.ask({ ...VPC, timeouts })).toMatchObject({
    source: 'last-known-good',
    ageSeconds: 5_400,
    endpoints: [{ id: ID }],
    problem: told,
  });
}

test.each(DISCOVERY_FAULTS)('$fault: $does', expectDiscovered);

test.each(DISCOVERY_ANSWER_FAULTS)('$fault: $does', expectDiscovered);

describe('the answer that stands in', () => {
  const DENIED = DISCOVERY_FAULTS.filter(({ problem }) => problem?.code === 'ec2-denied');

  test('is a week old at most', async () => {
    const [denied = { ec2: [] }] = DENIED;
    await using scene = await startFault(denied, { remembers: true });
    scene.clock.nowMs += 7 * DAY_MS;
    expect(await scene.ask(VPC)).toMatchObject({ source: 'last-known-good', ageSeconds: 7 * 86_400 });
    scene.clock.nowMs += 1;
    expect(await scene.ask(VPC)).toMatchObject({
      source: 'none',
      ageSeconds: 0,
      endpoints: [],
      problem: {
        code: 'ec2-denied',
        message: expect.stringMatching(/; the last answer is 7 days old, and no longer stands in$/),
      },
    });
  });

  test('is not one of the future, where the clock was set back: EC2 is asked, and its age is told as 0', async () => {
    const [denied = { ec2: [] }] = DENIED;
    await using scene = await startFault(denied, { remembers: true });
    scene.clock.nowMs -= DAY_MS;
    expect(await scene.ask(VPC)).toMatchObject({
      source: 'last-known-good',
      ageSeconds: 0,
      problem: { code: 'ec2-denied' },
    });
    expect(scene.faulty.calls.length).toBe(1);
  });
});
