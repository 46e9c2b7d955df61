// A run's metrics to the sink that the target names, and what is said of those that a sink did not take. What else CloudWatch
// may do is in test/reliability/publishing-faults.ts.

import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { emfLines } from '../../src/publish/emf.ts';
import { metricsOf } from '../../src/publish/metrics.ts';
import { createPublish } from '../../src/publish/publish.ts';
import { startSilentAws } from '../discovery/aws-stand-ins.ts';
import { PASSED, targetOf } from '../report/report-builder.ts';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { emptyRun, failed, passed, runOf } from './runs.ts';

const RUN = runOf([passed(14.3), failed(2_001.8), passed(21)]);
const SERIES = metricsOf(RUN, { phases: false });
const LINES = emfLines(SERIES, { namespace: 'PrivateApiCanary', timestamp: new Date(RUN.startedAt) });

const never = new AbortController().signal;
const noClient = () => {
  throw new Error('CloudWatch was asked');
};

/** Publishes with a real client where `cloudwatch` is one, and keeps what is written. */
function publisher(cloudwatch?: CloudWatchClient) {
  const lines: string[] = [];
  const publish = createPublish({
    cloudwatch: cloudwatch === undefined ? noClient : () => cloudwatch,
    writeLine: async (line) => void lines.push(line),
  });
  return { publish, lines };
}

async function publishTo(cloudwatch: CloudWatchClient, more: Readonly<Record<string, unknown>> = {}, run = RUN) {
  const { publish, lines } = publisher(cloudwatch);
  return { published: await publish(run, targetOf(more), never), lines };
}

describe('to nowhere', () => {
  test('nothing is sent and nothing written', async () => {
    const { publish, lines } = publisher();
    expect(await publish(RUN, targetOf({ publish: 'none' }), never)).toEqual({
      sink: 'none',
      accepted: 0,
      rejected: 0,
    });
    expect(lines).toEqual([]);
  });
});

describe('in the embedded metric format', () => {
  const EMF = targetOf({ publish: 'emf' });

  test('every series is written, and CloudWatch is not asked', async () => {
    const { publish, lines } = publisher();
    expect(await publish(RUN, EMF, never)).toEqual({ sink: 'emf', accepted: SERIES.length, rejected: 0 });
    expect(lines).toEqual(LINES);
  });

  test('in the namespace of the target, with the phases it asks for', async () => {
    const { publish, lines } = publisher();
    await publish(runOf([PASSED]), targetOf({ publish: 'emf', metrics: { namespace: 'Pets', phases: true } }), never);
    expect(new Set(lines.map((line) => JSON.parse(line)._aws.CloudWatchMetrics[0].Namespace))).toEqual(
      new Set(['Pets']),
    );
    expect(lines.filter((line) => line.includes('"TlsTime"')).length).toBe(2);
  });

  test('that cannot be written, the run fails', async () => {
    const publish = createPublish({
      cloudwatch: noClient,
      writeLine: () => Promise.reject(new Error('EPIPE')),
    });
    await expect(publish(RUN, EMF, never)).rejects.toMatchObject({
      name: 'CanaryError',
      code: 'publish-failed',
      message: 'the metrics could be written nowhere: Error: EPIPE',
      hint: 'The metrics of this run are lost. Give the canary a way to CloudWatch, or an output that can be written.',
    });
  });
});

describe('to CloudWatch', () => {
  test('all is taken, and nothing written', async () => {
    await using scene = await startScene();
    const { published, lines } = await publishTo(scene.cloudWatch, { metrics: { namespace: 'Pets' } });
    expect(published).toEqual({ sink: 'cloudwatch', accepted: SERIES.length, rejected: 0 });
    expect(lines).toEqual([]);
    const { Metrics } = await scene.cloudWatch.send(new ListMetricsCommand({ Namespace: 'Pets' }));
    expect(Metrics?.length).toBe(SERIES.length);
  });

  test('a run that saw nothing sends nothing', async () => {
    await using scene = await startScene();
    const { published, lines } = await publishTo(scene.cloudWatch, {}, emptyRun());
    expect(published).toEqual({ sink: 'cloudwatch', accepted: 0, rejected: 0 });
    expect([lines, scene.aws.calls]).toEqual([[], []]);
  });

  test('that refuses: all is written, counted and explained', async () => {
    await using scene = await startScene();
    scene.faults.cloudwatch = 'denied';
    const { published, lines } = await publishTo(scene.cloudWatch);
    expect(published).toEqual({
      sink: 'cloudwatch',
      accepted: 0,
      rejected: SERIES.length,
      fallback: 'emf',
      problem: {
        code: 'publish-failed',
        message: expect.stringMatching(
          /^CloudWatch did not take the metrics: \w+: User: arn:aws:iam::111122223333:user\/simulated is not authorized to perform: cloudwatch:PutMetricData$/,
        ),
        hint: 'The data were written in the embedded metric format instead; see the message.',
      },
    });
    expect(lines).toEqual(LINES);
  });

  test('that does not accept the credentials', async () => {
    await using scene = await startScene();
    const elsewhere = new CloudWatchClient({ ...clientOf(scene.aws.url), region: 'eu-west-1' });
    const { published, lines } = await publishTo(elsewhere);
    elsewhere.destroy();
    expect(published).toMatchObject({ accepted: 0, fallback: 'emf', problem: { code: 'aws-credentials' } });
    expect(lines).toEqual(LINES);
  });

  test('behind something that does not speak TLS: the host is told', async () => {
    await using scene = await startScene();
    const { host } = new URL(scene.aws.url);
    const client = new CloudWatchClient(clientOf(`https://${host}`));
    const { published } = await publishTo(client);
    client.destroy();
    expect(published.problem?.message).toMatch(/^CloudWatch did not take the metrics: \S.* \(127\.0\.0\.1:\d+\)$/);
  });

  test('that does not answer until the run is over: all is written', async () => {
    await using silent = await startSilentAws();
    const client = new CloudWatchClient(clientOf(silent.url));
    const { publish, lines } = publisher(client);
    const published = await publish(RUN, targetOf(), AbortSignal.timeout(200));
    client.destroy();
    expect(published).toMatchObject({ accepted: 0, rejected: SERIES.length, fallback: 'emf' });
    expect(lines).toEqual(LINES);
  });
});
