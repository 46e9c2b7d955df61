// Killed at any moment, with AWS up or down, `watch` loses no data point of a run that it told of, and sends none twice but
// for those whose call was under way.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomNumbers } from '../../bench/random-numbers.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { type AwsProxy, type SentCall, startAwsProxy } from './aws-proxy.ts';
import { temporaryFolder } from './folder.ts';
import { awsEnvironment, startWatch, type Watching } from './watching.ts';

const KILLS = 10;
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

const wholeNumber = (random: () => number, from: number, to: number) => from + Math.floor(random() * (to - from + 1));

/** Kills a process in the middle of something: while a call is under way, as soon as one was answered, or some time after
 * a run. */
async function killAtRandom(watching: Watching, proxy: AwsProxy, random: () => number): Promise<void> {
  const way = wholeNumber(random, 0, 2);
  const delayMs = wholeNumber(random, 0, way === 2 ? 1_000 : 20);
  await watching.afterRuns(wholeNumber(random, 0, 3));
  const moment = Promise.withResolvers<void>();
  if (way === 2) moment.resolve();
  else proxy.onCall = () => moment.resolve();
  await moment.promise;
  const timer = Promise.withResolvers<void>();
  setTimeout(timer.resolve, delayMs);
  await timer.promise;
  proxy.onCall = () => {};
  watching.kill('SIGKILL');
  await watching.ended;
}

test(`${KILLS} kills`, async () => {
  const random = randomNumbers(SEED);
  process.stderr.write(`kill.test.ts: KILL_SEED=${SEED}\n`);
  await using simulator = await startSimulator();
  await using proxy = await startAwsProxy(simulator.awsEndpoint);
  await using folder = await temporaryFolder();
  const vantages = ['dc1', 'dc2'];
  const files = vantages.map((name) => join(folder.path, `${name}.json`));
  for (const [index, file] of files.entries()) {
    const vantage = { name: vantages[index], network: 'vpc' };
    await writeFile(file, JSON.stringify(configurationFor(simulator, { vantage })));
  }
  const args = ['--state', join(folder.path, 'state'), ...files.flatMap((file) => ['--config', file])];
  const call = (app: string) => ({ env: { ...awsEnvironment(proxy.url), AWS_SDK_UA_APP_ID: app } });
  const told: { readonly key: string; readonly data: number }[] = [];

  for (let kill = 0; kill < KILLS; kill += 1) {
    await simulator.setScenario(random() < 0.5 ? 'healthy' : 'cloudwatch-unavailable');
    const watching = startWatch(['--every', '1s', ...args], call(`kill-${kill}`));
    await killAtRandom(watching, proxy, random);
    for (const { startedAt, vantage, published } of watching.runs()) {
      expect(published.rejected, `seed ${SEED}`).toBe(0);
      told.push({ key: `${vantage.name} ${startedAt}`, data: published.accepted + (published.kept ?? 0) });
    }
  }
  await simulator.setScenario('healthy');
  const last = startWatch([...args, '--once'], call('last'));
  expect(await last.ended, `seed ${SEED}`).toEqual({ status: 0, stderr: '' });
  expect(last.lines.at(-1)).toMatchObject({ event: 'stopped', kept: 0 });

  const arrivals = new Map<string, SentCall[]>();
  for (const each of proxy.accepted()) {
    for (const { metric, atMs } of each.data) {
      const vantage = /Vantage=(\S+)/.exec(metric)?.[1];
      const key = `${vantage} ${new Date(atMs).toISOString()} ${metric}`;
      arrivals.set(key, [...(arrivals.get(key) ?? []), each]);
    }
  }
  const perRun = Map.groupBy(arrivals.keys(), (key) => key.split(' ', 2).join(' '));
  expect(told.length, `seed ${SEED}`).toBeGreaterThan(KILLS / 2);
  // A run that found nothing to probe in its time has no data.
  for (const { key, data } of told) expect(perRun.get(key)?.length ?? 0, `seed ${SEED}, ${key}`).toBe(data);
  // Calls are made one at a time: when a process was killed all but its last were over, and what they carried was removed.
  const underWay = new Set([...Map.groupBy(proxy.calls, ({ app }) => app).values()].map((own) => own.at(-1)));
  expect(underWay.size, `seed ${SEED}`).toBeGreaterThan(1);
  // Each time but the last, the data were in a call that was under way when its process was killed.
  for (const [key, calls] of arrivals) {
    const strange = calls.slice(0, -1).filter((each) => !underWay.has(each));
    expect(strange.length, `seed ${SEED}: ${key} was sent ${calls.length} times`).toBe(0);
  }
});
