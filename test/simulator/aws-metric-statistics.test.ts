// GetMetricStatistics of the simulated CloudWatch, reading back what the real SDK client has written.

import {
  type CloudWatchClient,
  type Dimension,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { API, API_AND_ZONE, minute, put, RANGE } from './aws-samples.ts';
import { startScene } from './aws-world.ts';

async function datapoints(client: CloudWatchClient, input: Partial<GetMetricStatisticsCommandInput>) {
  const answer = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Test',
      MetricName: 'Latency',
      Dimensions: API,
      Period: 60,
      ...RANGE,
      ...(input.ExtendedStatistics === undefined ? { Statistics: ['Sum'] } : {}),
      ...input,
    }),
  );
  return answer.Datapoints;
}

describe('GetMetricStatistics', () => {
  test('computes every statistic of the period from values, counts and sets', async () => {
    await using scene = await startScene();
    await put(
      scene.cloudWatch,
      { Values: [10, 20], Counts: [3, 1], Unit: 'Milliseconds' },
      { Value: 90, Unit: 'Milliseconds', Timestamp: new Date(minute(1).getTime() + 59_999) },
      { StatisticValues: { SampleCount: 5, Sum: 60, Minimum: 2, Maximum: 40 }, Unit: 'Milliseconds' },
    );
    const Statistics = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
    expect(await datapoints(scene.cloudWatch, { Statistics: [...Statistics] })).toEqual([
      { Timestamp: minute(1), Unit: 'Milliseconds', SampleCount: 10, Sum: 200, Average: 20, Minimum: 2, Maximum: 90 },
    ]);
  });

  test('computes percentiles by counts', async () => {
    await using scene = await startScene();
    await put(scene.cloudWatch, { Values: [300, 100, 200], Counts: [1, 98, 1] });
    expect(
      await datapoints(scene.cloudWatch, { ExtendedStatistics: ['p0', 'p50', 'p98', 'p98.5', 'p99', 'p100'] }),
    ).toEqual([
      {
        Timestamp: minute(1),
        Unit: 'None',
        ExtendedStatistics: { p0: 100, p50: 100, p98: 100, 'p98.5': 200, p99: 200, p100: 300 },
      },
    ]);
  });

  test.each<[string, Partial<MetricDatum>]>([
    ['of a statistic set', { StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } }],
    ['of negative values', { Values: [-1, 1] }],
  ])('has no percentile %s', async (_what, datum) => {
    await using scene = await startScene();
    await put(scene.cloudWatch, datum);
    expect(await datapoints(scene.cloudWatch, { ExtendedStatistics: ['p50'] })).toEqual([
      { Timestamp: minute(1), Unit: 'None', ExtendedStatistics: {} },
    ]);
  });

  test('knows the values of a set in which all are the same', async () => {
    await using scene = await startScene();
    await put(scene.cloudWatch, { StatisticValues: { SampleCount: 3, Sum: 21, Minimum: 7, Maximum: 7 } });
    const [point] = (await datapoints(scene.cloudWatch, { ExtendedStatistics: ['p90'] })) ?? [];
    expect(point?.ExtendedStatistics).toEqual({ p90: 7 });
  });

  test('matches the exact set of dimensions, in any order', async () => {
    await using scene = await startScene();
    await put(scene.cloudWatch, { Value: 1 }, { Value: 10, Dimensions: API_AND_ZONE }, { Value: 100, Dimensions: [] });
    const sum = async (Dimensions: Dimension[]) =>
      (await datapoints(scene.cloudWatch, { Dimensions }))?.map(({ Sum }) => Sum);
    expect(await sum(API)).toEqual([1]);
    expect(await sum(API_AND_ZONE.toReversed())).toEqual([10]);
    expect(await sum([])).toEqual([100]);
    expect(await sum([{ Name: 'Zone', Value: 'a' }])).toEqual([]);
  });

  test('keeps units apart, and selects by unit', async () => {
    await using scene = await startScene();
    await put(
      scene.cloudWatch,
      { Value: 1, Unit: 'Seconds' },
      { Value: 5, Unit: 'Count' },
      { Value: 2, Unit: 'Seconds' },
    );
    expect(await datapoints(scene.cloudWatch, {})).toEqual([
      { Timestamp: minute(1), Unit: 'Seconds', Sum: 3 },
      { Timestamp: minute(1), Unit: 'Count', Sum: 5 },
    ]);
    expect(await datapoints(scene.cloudWatch, { Unit: 'Count' })).toEqual([
      { Timestamp: minute(1), Unit: 'Count', Sum: 5 },
    ]);
    expect(await datapoints(scene.cloudWatch, { Unit: 'Bytes' })).toEqual([]);
  });

  test('cuts periods from the start on, without the end', async () => {
    await using scene = await startScene();
    await put(
      scene.cloudWatch,
      ...[6, 0, 1, 2, 5].map((number) => ({ Value: 10 ** number, Timestamp: minute(number) })),
    );
    const range = { StartTime: new Date(minute(1).getTime() + 30_000), EndTime: minute(6), Period: 120 };
    expect(await datapoints(scene.cloudWatch, range)).toEqual([
      { Timestamp: minute(1), Unit: 'None', Sum: 110 },
      { Timestamp: minute(5), Unit: 'None', Sum: 100_000 },
    ]);
  });

  test('keeps seconds only for high-resolution metrics', async () => {
    await using scene = await startScene();
    const Timestamp = new Date(minute(1).getTime() + 7500);
    await put(
      scene.cloudWatch,
      { Value: 1, Timestamp, StorageResolution: 1 },
      { Value: 2, Timestamp, MetricName: 'Slow' },
    );
    const seconds = { Period: 5 };
    expect((await datapoints(scene.cloudWatch, seconds))?.map((point) => point.Timestamp)).toEqual([
      new Date(minute(1).getTime() + 5000),
    ]);
    expect(
      (await datapoints(scene.cloudWatch, { ...seconds, MetricName: 'Slow' }))?.map((point) => point.Timestamp),
    ).toEqual([minute(1)]);
  });

  test.each<[string, string, Partial<GetMetricStatisticsCommandInput>]>([
    ['a period of 90 seconds', 'InvalidParameterValueException', { Period: 90 }],
    ['a period of nothing', 'InvalidParameterValueException', { Period: 0 }],
    ['no period', 'MissingRequiredParameterException', { Period: undefined }],
    ['no start', 'MissingRequiredParameterException', { StartTime: undefined }],
    ['an end before the start', 'InvalidParameterValueException', { StartTime: minute(2), EndTime: minute(1) }],
    ['no metric name', 'MissingRequiredParameterException', { MetricName: undefined }],
    ['no statistics', 'MissingRequiredParameterException', { Statistics: [] }],
    ['an unknown statistic', 'InvalidParameterValueException', { Statistics: ['Median' as 'Sum'] }],
    ['a percentile over 100', 'InvalidParameterValueException', { ExtendedStatistics: ['p100.1'] }],
    [
      'both kinds of statistics',
      'InvalidParameterCombinationException',
      { Statistics: ['Sum'], ExtendedStatistics: ['p50'] },
    ],
    ['an unknown unit', 'InvalidParameterValueException', { Unit: 'Furlongs' as 'None' }],
    ['1,441 datapoints', 'InvalidParameterCombinationException', { StartTime: minute(-1431) }],
  ])('refuses %s', async (_what, name, input) => {
    await using scene = await startScene();
    await expect(datapoints(scene.cloudWatch, input)).rejects.toMatchObject({ name });
  });
});
