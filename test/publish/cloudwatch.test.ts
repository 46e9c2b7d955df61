// Series to calls of PutMetricData: their limits, and what CloudWatch makes of them.

import { type CloudWatchClient, GetMetricDataCommand, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf } from '../../src/publish/batches.ts';
import { putMetrics } from '../../src/publish/cloudwatch.ts';
import { metricsOf, type Series } from '../../src/publish/metrics.ts';
import { startScene } from '../simulator/aws-world.ts';
import { failed, passed, runOf, tableOf } from './runs.ts';

const NAMESPACE = 'PrivateApiCanary';
const TOO_LARGE = 2 ** 361;

const latency = (zone: string, values: readonly number[]): Series => ({
  name: 'Latency',
  unit: 'Milliseconds',
  dimensions: { Api: 'pets', Stage: 'test', Vantage: 'vpc', Zone: zone },
  values,
});
const zones = (count: number, values: readonly number[] = [1]) =>
  Array.from({ length: count }, (_, index) => latency(`z${index}`, values));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('calls', () => {
  const now = new Date('2026-02-03T04:05:06.789Z');

  test('carry values with their counts, and everything else of the series', () => {
    expect(batchesOf([latency('us-west-2a', [14.3, 7, 14.3])], now)).toEqual([
      {
        data: [
          {
            MetricName: 'Latency',
            Unit: 'Milliseconds',
            Timestamp: now,
            Dimensions: [
              { Name: 'Api', Value: 'pets' },
              { Name: 'Stage', Value: 'test' },
              { Name: 'Vantage', Value: 'vpc' },
              { Name: 'Zone', Value: 'us-west-2a' },
            ],
            Values: [14.3, 7],
            Counts: [2, 1],
          },
        ],
        series: [latency('us-west-2a', [14.3, 7, 14.3])],
        bytes: expect.any(Number),
      },
    ]);
  });

  test('of at most a thousand data', () => {
    expect(batchesOf(zones(2_500), now).map(({ data }) => data.length)).toEqual([1_000, 1_000, 500]);
    expect(batchesOf(zones(1_000), now).map(({ data }) => data.length)).toEqual([1_000]);
    expect(batchesOf([], now)).toEqual([]);
  });

  test('of data with at most 150 distinct values', () => {
    const [batch] = batchesOf(
      [latency('a', upTo(151)), latency('b', upTo(150)), latency('c', [...upTo(150), ...upTo(150)])],
      now,
    );
    expect(batch?.data.map(({ Values, Counts }) => [Values?.length, Counts?.length])).toEqual([
      [150, 150],
      [1, 1],
      [150, 150],
      [150, 150],
    ]);
  });

  test('of at most a megabyte', () => {
    const long = Array.from({ length: 150 }, (_, index) => index + Math.PI);
    const batches = batchesOf(zones(900, long), now);
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flatMap(({ data }) => data).length).toBe(900);
    for (const { data } of batches) {
      expect(Buffer.byteLength(JSON.stringify({ Namespace: 'n'.repeat(255), MetricData: data }))).toBeLessThanOrEqual(
        1_000_000,
      );
    }
  });

  test('lose no value, whatever the series', () => {
    const values = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), (all) => {
        const series = all.map((each, index) => latency(`z${index}`, each));
        const data = batchesOf(series, now).flatMap((batch) => batch.data);
        const sent = data.flatMap(({ Dimensions, Values = [], Counts = [] }) =>
          Values.flatMap((value, index) =>
            Array.from({ length: Counts[index] ?? 0 }, () => `${Dimensions?.at(-1)?.Value} ${value}`),
          ),
        );
        const measured = series.flatMap(({ dimensions, values: own }) =>
          own.map((value) => `${dimensions.Zone} ${value}`),
        );
        expect(sent.sort()).toEqual(measured.sort());
        for (const { Values } of data) expect(Values?.length).toBeLessThanOrEqual(150);
      }),
      { numRuns: 50 },
    );
  });
});

describe('CloudWatch', () => {
  const send = (client: CloudWatchClient, series: readonly Series[], signal = new AbortController().signal) =>
    putMetrics(client, { namespace: NAMESPACE, timestamp: new Date(), series }, signal);

  test('gives a run back as it was: every metric, unit, dimension and value', async () => {
    await using scene = await startScene();
    const series = metricsOf(runOf([passed(14.3), failed(2_001.8), passed(14.3), passed(21)]), { phases: false });
    expect(await send(scene.cloudWatch, series)).toEqual({ accepted: series.length, rejected: 0, refused: [] });
    expect(await listed(scene.cloudWatch)).toEqual(series.map(nameOf).sort());
    expect(await readBack(scene.cloudWatch, series)).toEqual(
      series.map(({ values }) => [values.length, Math.min(...values), Math.max(...values)]),
    );
  });

  test('takes more than one call', async () => {
    await using scene = await startScene();
    expect(await send(scene.cloudWatch, zones(1_001))).toEqual({ accepted: 1_001, rejected: 0, refused: [] });
    expect((await listed(scene.cloudWatch)).length).toBe(1_001);
    expect(scene.aws.calls.filter(({ action }) => action === 'PutMetricData').length).toBe(2);
  });

  test('takes calls that are as large as they may be', async () => {
    await using scene = await startScene();
    const long = Array.from({ length: 150 }, (_, index) => index + Math.PI);
    expect(await send(scene.cloudWatch, zones(900, long))).toEqual({ accepted: 900, rejected: 0, refused: [] });
  });

  test('refuses one call, and the others are still sent', async () => {
    await using scene = await startScene();
    const [first = latency('', []), ...others] = zones(1_500);
    const bad = { ...first, values: [TOO_LARGE] };
    const { accepted, rejected, refused, reason } = await send(scene.cloudWatch, [bad, ...others]);
    expect([accepted, rejected]).toEqual([500, 1_000]);
    expect(tableOf(refused)).toEqual(tableOf([bad, ...others.slice(0, 999)]));
    expect(reason).toMatchObject({ name: 'InvalidParameterValueException' });
    expect((await listed(scene.cloudWatch)).length).toBe(500);
  });

  test('refuses everything: nothing is lost, and the first reason is told', async () => {
    await using scene = await startScene();
    scene.faults.cloudwatch = 'denied';
    const series = [latency('a', upTo(151))];
    const { accepted, rejected, refused, reason } = await send(scene.cloudWatch, series);
    expect([accepted, rejected, refused.flatMap(({ values }) => values)]).toEqual([0, 2, upTo(151)]);
    expect(reason).toMatchObject({
      message: expect.stringContaining('is not authorized to perform: cloudwatch:PutMetricData'),
    });
  });

  test('is not asked when the time is up', async () => {
    await using scene = await startScene();
    const signal = AbortSignal.abort(new Error('out of time'));
    expect(await send(scene.cloudWatch, zones(1_001), signal)).toMatchObject({
      accepted: 0,
      rejected: 1_001,
      reason: { message: 'out of time' },
    });
    expect(scene.aws.calls).toEqual([]);
  });
});

const nameOf = ({ name, dimensions }: Series) => `${name} ${Object.values(dimensions).join(' ')}`;

async function listed(client: CloudWatchClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { Metrics = [] } of paginateListMetrics({ client }, { Namespace: NAMESPACE })) {
    found.push(
      ...Metrics.map(
        ({ MetricName, Dimensions = [] }) => `${MetricName} ${Dimensions.map(({ Value }) => Value).join(' ')}`,
      ),
    );
  }
  return found.sort();
}

/** Count, minimum and maximum of each series, of the last hour. */
async function readBack(client: CloudWatchClient, series: readonly Series[]): Promise<readonly (readonly number[])[]> {
  const stats = ['SampleCount', 'Minimum', 'Maximum'];
  const answer = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: series.flatMap(({ name, unit, dimensions }, index) =>
        stats.map((Stat) => ({
          Id: `${Stat.toLowerCase()}${index}`,
          MetricStat: {
            Metric: {
              Namespace: NAMESPACE,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: 3_600,
            Stat,
            Unit: unit,
          },
        })),
      ),
    }),
  );
  const values = new Map(answer.MetricDataResults?.map(({ Id, Values }) => [Id, Values?.[0]]));
  return series.map((_, index) => stats.map((stat) => values.get(`${stat.toLowerCase()}${index}`) ?? Number.NaN));
}
