// Answers of EC2 that outlive a run: used while they are fresh enough, and when EC2 cannot be asked.

import { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { startSilentAws } from './aws-stand-ins.ts';
import { askWith, awsEndpoint, discovered, ID, startDiscovery, VPC_ID } from './scene.ts';

const MINUTE_MS = 60_000;

describe('a kept answer', () => {
  test('is used for five minutes, and EC2 is not asked', async () => {
    await using scene = await startDiscovery();
    await scene.ask();
    scene.clock.nowMs += 5 * MINUTE_MS;
    expect(await scene.ask()).toEqual({
      source: 'remembered',
      ageSeconds: 300,
      endpoints: [discovered(ID)],
      notices: [],
    });
    expect(scene.calls()).toBe(1);
  });

  test('is asked for anew when it is older', async () => {
    await using scene = await startDiscovery();
    await scene.ask();
    scene.clock.nowMs += 5 * MINUTE_MS + 1;
    expect(await scene.ask()).toMatchObject({ source: 'ec2', ageSeconds: 0 });
    expect(scene.calls()).toBe(2);
  });

  test('is as old as the target allows', async () => {
    await using scene = await startDiscovery();
    const ask = () => scene.ask({ discovery: { maxAgeMs: 1_000 } });
    await ask();
    scene.clock.nowMs += 1_000;
    expect((await ask()).source).toBe('remembered');
    scene.clock.nowMs += 1;
    expect((await ask()).source).toBe('ec2');
  });

  test('is not used when a fresh one is wanted, and the fresh one is kept', async () => {
    await using scene = await startDiscovery();
    await scene.ask();
    scene.clock.nowMs += 4 * MINUTE_MS;
    expect((await scene.ask({}, { freshness: 'fresh' })).source).toBe('ec2');
    scene.clock.nowMs += 4 * MINUTE_MS;
    expect(await scene.ask()).toMatchObject({ source: 'remembered', ageSeconds: 240 });
    expect(scene.calls()).toBe(2);
  });

  test('belongs to its own question', async () => {
    await using scene = await startDiscovery();
    await scene.ask();
    expect((await scene.ask({ endpoints: { vpcId: VPC_ID } })).source).toBe('ec2');
    expect((await scene.ask({ vantage: { name: 'other' } })).source).toBe('remembered');
    expect(scene.calls()).toBe(2);
  });

  test('keeps its notices', async () => {
    await using scene = await startDiscovery();
    const two = { endpoints: { vpcEndpointIds: [ID, 'vpce-00000000'] } };
    const { notices } = await scene.ask(two);
    expect(notices.map(({ code }) => code)).toEqual(['endpoint-missing']);
    expect((await scene.ask(two)).notices).toEqual(notices);
  });
});

describe('the last good answer', () => {
  test('is used again and again, and EC2 is asked every time until it answers', async () => {
    await using scene = await startDiscovery();
    await scene.ask();
    scene.faults.ec2 = 'denied';
    for (const minutes of [6, 12]) {
      scene.clock.nowMs += 6 * MINUTE_MS;
      expect(await scene.ask()).toMatchObject({ source: 'last-known-good', ageSeconds: minutes * 60 });
    }
    scene.faults.ec2 = 'ok';
    expect(await scene.ask()).toMatchObject({ source: 'ec2', ageSeconds: 0 });
    expect(scene.calls()).toBe(4);
  });

  test('stands in when a fresh one is wanted and EC2 fails', async () => {
    await using scene = await startDiscovery();
    await scene.ask();
    scene.faults.ec2 = 'denied';
    expect(await scene.ask({}, { freshness: 'fresh' })).toMatchObject({
      source: 'last-known-good',
      ageSeconds: 0,
      problem: { code: 'ec2-denied' },
    });
  });

  test('stands in when EC2 no longer finds the endpoint, and says both', async () => {
    const endpoints = [awsEndpoint(ID)];
    await using scene = await startDiscovery(endpoints);
    await scene.ask();
    endpoints.pop();
    expect(await scene.ask({}, { freshness: 'fresh' })).toMatchObject({
      source: 'last-known-good',
      endpoints: [discovered(ID)],
      notices: [{ code: 'endpoint-missing', subject: ID }],
      problem: { code: 'endpoint-not-found' },
    });
  });

  test('is of the same discovery only', async () => {
    await using first = await startDiscovery();
    await first.ask();
    await using second = await startDiscovery();
    second.faults.ec2 = 'denied';
    expect((await second.ask()).source).toBe('none');
  });
});

describe('an EC2 that is silent', () => {
  test('gets less than its usual time where an answer is kept, so that the probes get theirs', async () => {
    await using silent = await startSilentAws();
    await using scene = await startScene([awsEndpoint(ID)]);
    const mute = new EC2Client(clientOf(silent.url));
    const clients = [scene.ec2, mute];
    const clock = { nowMs: 0 };
    const ask = askWith(
      () => clients.shift() ?? mute,
      () => clock.nowMs,
    );
    await ask();
    clock.nowMs += 6 * MINUTE_MS;

    const startedAt = performance.now();
    const { source, problem } = await ask();

    expect([source, problem?.code]).toEqual(['last-known-good', 'ec2-unreachable']);
    // `awsMs` is 10 s where no answer is kept.
    expect(performance.now() - startedAt).toBeLessThan(9_000);
    mute.destroy();
  });
});
