// Publishing under every fault of the list: what CloudWatch has, what is written and what is told are the run's data, each
// once; and the next run is published as if nothing had been.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { emfLines } from '../../src/publish/emf.ts';
import { metricsOf } from '../../src/publish/metrics.ts';
import { createPublish } from '../../src/publish/publish.ts';
import { inTurn, type StandIn, startAwsStandIn, unusedAddress } from '../discovery/aws-stand-ins.ts';
import { failed, passed, runOf } from '../publish/runs.ts';
import { targetOf } from '../report/report-builder.ts';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { expectGivenUp } from './given-up.ts';
import type { PublishingFault } from './publishing-fault.ts';
import { PUBLISHING_FAULTS } from './publishing-faults.ts';
import { PUBLISHING_WAY_FAULTS } from './publishing-way-faults.ts';

const FIRST_CALL = 1_000;
const TARGETS = {
  'one-call': { accessMethods: ['private-dns', 'vpce-host'] },
  'two-calls': {
    resources: Array.from({ length: 100 }, (_, index) => ({ path: `/${index}` })),
    customDomain: { name: 'pets.example.com' },
  },
} as const;

/** What gives the client, or fails to. */
async function clientUnder(fault: PublishingFault['cloudwatch'], faulty: StandIn) {
  const endpoint = fault === 'nobody-listens' ? await unusedAddress() : faulty.url;
  const client = new CloudWatchClient({ ...clientOf(endpoint), maxAttempts: 3, disableRequestCompression: true });
  const cloudwatch = async (): Promise<CloudWatchClient> => {
    if (fault === 'no-client') throw new Error('Cannot find module');
    if (fault === 'client-that-never-comes') return await new Promise(() => {});
    return client;
  };
  return { cloudwatch, [Symbol.dispose]: () => client.destroy() };
}

async function expectPublished(row: PublishingFault): Promise<void> {
  const { cloudwatch: fault, run: size = 'one-call', accepted, problem, calls, awsMs = 10_000 } = row;
  await using scene = await startScene();
  await using faulty = await startAwsStandIn(inTurn(typeof fault === 'string' ? [] : fault), scene.aws.url);
  using client = await clientUnder(fault, faulty);
  const lines: string[] = [];
  const writeLine = async (line: string) => {
    if (row.output === 'fails') throw new Error('EPIPE');
    lines.push(line);
  };
  const target = targetOf({ ...TARGETS[size], timeouts: { awsMs } });
  const run = runOf([passed(14.3), failed(2_001.8), passed(21)], target);
  const series = metricsOf(run, target.metrics);
  const signal = row.tooLate ? AbortSignal.abort(new Error('the time is over')) : new AbortController().signal;
  const parts = {
    all: { taken: series, left: [] },
    none: { taken: [], left: series },
    'first-call': { taken: series.slice(0, FIRST_CALL), left: series.slice(FIRST_CALL) },
    'second-call': { taken: series.slice(FIRST_CALL), left: series.slice(0, FIRST_CALL) },
  };
  const { taken, left } = parts[accepted];

  const from = performance.now();
  const publishing = createPublish({ cloudwatch: client.cloudwatch, writeLine })(run, target, signal);

  if (row.output === 'fails') {
    const message = expect.stringMatching(row.problem?.says ?? /$^/);
    return await expect(publishing).rejects.toMatchObject({ name: 'CanaryError', code: row.problem?.code, message });
  }
  const published = await publishing;
  expectGivenUp(performance.now() - from, row.awsMs);
  const told = problem && {
    code: problem.code,
    message: expect.stringMatching(problem.says),
    hint: expect.any(String),
  };
  expect(published).toEqual({
    sink: 'cloudwatch',
    accepted: taken.length,
    rejected: left.length,
    ...(told === undefined ? {} : { fallback: 'emf', problem: told }),
  });
  expect(lines).toEqual(emfLines(left, { namespace: 'PrivateApiCanary', timestamp: new Date(run.startedAt) }));
  expect(faulty.calls.length).toBe(calls);
  // What an answer may have beyond what is read of it: the buffers of two sockets.
  expect(faulty.sentBytes()).toBeLessThan(20_000_000);
  const names = scene.aws.metricData.map(({ name }) => name);
  expect(names).toEqual(
    row.twice
      ? Array(calls)
          .fill(series)
          .flat()
          .map(({ name }) => name)
      : taken.map(({ name }) => name),
  );

  const patient = targetOf(TARGETS[size]);
  const next = runOf([passed(1)], patient);
  const recovered = createPublish({ cloudwatch: () => scene.cloudWatch, writeLine });
  expect(await recovered(next, patient, new AbortController().signal)).toMatchObject({ rejected: 0 });
}

test.each(PUBLISHING_FAULTS)('$fault: $does', expectPublished);

test.each(PUBLISHING_WAY_FAULTS)('$fault: $does', expectPublished);
