// GetMetricData and ListMetrics of the simulated CloudWatch, reading back what the real SDK client has written.

import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { API, API_AND_ZONE, minute, put, RANGE } from './aws-samples.ts';
import { startScene } from './aws-world.ts';

describe('GetMetricData', () => {
  const MetricStat = {
    Metric: { Namespace: 'Test', MetricName: 'Latency', Dimensions: API },
    Period: 60,
    Stat: 'p90',
  };
  const read = (client: CloudWatchClient, input: Partial<GetMetricDataCommandInput>) =>
    client.send(new GetMetricDataCommand({ MetricDataQueries: [{ Id: 'a', MetricStat }], ...RANGE, ...input }));

  test('answers each query, newest first unless asked otherwise', async () => {
    await using scene = await startScene();
    await put(scene.cloudWatch, { Values: [1, 2], Counts: [9, 1] }, { Value: 5, Timestamp: minute(3) });
    const MetricDataQueries = [
      { Id: 'slow', MetricStat },
      { Id: 'n', Label: 'how many', MetricStat: { ...MetricStat, Stat: 'SampleCount', Period: 600 } },
      { Id: 'hidden', MetricStat, ReturnData: false },
      { Id: 'none', MetricStat: { ...MetricStat, Unit: 'Bytes' as const } },
    ];
    const results = [
      { Id: 'slow', Label: 'Latency', StatusCode: 'Complete', Timestamps: [minute(3), minute(1)], Values: [5, 1] },
      { Id: 'n', Label: 'how many', StatusCode: 'Complete', Timestamps: [minute(0)], Values: [11] },
      { Id: 'none', Label: 'Latency', StatusCode: 'Complete', Timestamps: [], Values: [] },
    ];
    expect((await read(scene.cloudWatch, { MetricDataQueries })).MetricDataResults).toEqual(results);
    const ascending = await read(scene.cloudWatch, { ScanBy: 'TimestampAscending' });
    expect(ascending.MetricDataResults?.[0]).toMatchObject({ Timestamps: [minute(1), minute(3)], Values: [1, 5] });
  });

  test.each<[string, Partial<GetMetricDataCommandInput>]>([
    ['an expression', { MetricDataQueries: [{ Id: 'a', Expression: 'SUM(METRICS())' }] }],
    ['no query', { MetricDataQueries: [] }],
    [
      'an id twice',
      {
        MetricDataQueries: [
          { Id: 'a', MetricStat },
          { Id: 'a', MetricStat },
        ],
      },
    ],
    ['an id with a capital', { MetricDataQueries: [{ Id: 'A', MetricStat }] }],
    ['queries that return nothing', { MetricDataQueries: [{ Id: 'a', MetricStat, ReturnData: false }] }],
    ['an unknown statistic', { MetricDataQueries: [{ Id: 'a', MetricStat: { ...MetricStat, Stat: 'tm90' } }] }],
    ['a bad period', { MetricDataQueries: [{ Id: 'a', MetricStat: { ...MetricStat, Period: 61 } }] }],
    ['no metric', { MetricDataQueries: [{ Id: 'a', MetricStat: { ...MetricStat, Metric: {} } }] }],
    ['an unknown order', { ScanBy: 'Random' as 'TimestampAscending' }],
    ['an end before the start', { EndTime: minute(-1) }],
    ['a page size', { MaxDatapoints: 10 }],
  ])('refuses %s', async (_what, input) => {
    await using scene = await startScene();
    await expect(read(scene.cloudWatch, input)).rejects.toMatchObject({
      name: 'ValidationException',
      Error: { Code: 'ValidationError' },
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('ListMetrics', () => {
  test('filters by namespace, name and dimensions', async () => {
    await using scene = await startScene();
    await put(
      scene.cloudWatch,
      { Value: 1 },
      { Value: 1 },
      { Value: 1, Dimensions: API_AND_ZONE },
      { Value: 1, MetricName: 'Runs' },
    );
    const list = async (input: ListMetricsCommandInput) =>
      (await scene.cloudWatch.send(new ListMetricsCommand(input))).Metrics;
    const plain = { Namespace: 'Test', MetricName: 'Latency', Dimensions: API };
    const zonal = { Namespace: 'Test', MetricName: 'Latency', Dimensions: API_AND_ZONE };
    const runs = { Namespace: 'Test', MetricName: 'Runs', Dimensions: API };
    expect(await list({})).toEqual([plain, zonal, runs]);
    expect(await list({ MetricName: 'Runs' })).toEqual([runs]);
    expect(await list({ Namespace: 'Other' })).toEqual([]);
    expect(await list({ Dimensions: [{ Name: 'Zone' }] })).toEqual([zonal]);
    expect(await list({ Dimensions: [{ Name: 'Zone', Value: 'b' }] })).toEqual([]);
    expect(await list({ Dimensions: API, MetricName: 'Latency' })).toEqual([plain, zonal]);
  });

  test('lists what was active in the last three hours', async () => {
    await using scene = await startScene();
    await put(scene.cloudWatch, { Value: 1 }, { Value: 1, MetricName: 'Old', Timestamp: minute(-240) });
    const recent = await scene.cloudWatch.send(new ListMetricsCommand({ RecentlyActive: 'PT3H' }));
    expect(recent.Metrics?.map(({ MetricName }) => MetricName)).toEqual(['Latency']);
  });

  test('answers in pages of 500', async () => {
    await using scene = await startScene();
    await put(scene.cloudWatch, ...Array.from({ length: 600 }, (_, index) => ({ MetricName: `m${index}`, Value: 1 })));
    const sizes: (number | undefined)[] = [];
    for await (const page of paginateListMetrics({ client: scene.cloudWatch }, { Namespace: 'Test' })) {
      sizes.push(page.Metrics?.length);
    }
    expect(sizes).toEqual([500, 100]);
  });

  test.each([
    ['an unknown token', { NextToken: 'none' }],
    ['another span of activity', { RecentlyActive: 'PT1H' as 'PT3H' }],
    ['eleven filters', { Dimensions: Array.from({ length: 11 }, (_, index) => ({ Name: `d${index}` })) }],
  ])('refuses %s', async (_what, input) => {
    await using scene = await startScene();
    const answer = scene.cloudWatch.send(new ListMetricsCommand(input));
    await expect(answer).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});
