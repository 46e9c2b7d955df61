// PutMetricData of the simulated CloudWatch, sent by the real SDK client: what it takes and what it refuses.

import {
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
  type PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { startScene } from './aws-world.ts';

const HOUR_MS = 3_600_000;

function dimensions(count: number) {
  return Array.from({ length: count }, (_, index) => ({ Name: `d${index}`, Value: 'x' }));
}

/** The refusal's name, with a good datum beside the bad one; `accepted` when there was none. */
async function outcomeOf(input: Partial<PutMetricDataCommandInput>): Promise<string> {
  await using scene = await startScene();
  const { cloudWatch } = scene;
  try {
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData: [], ...input }));
    return 'accepted';
  } catch (error) {
    expect((await cloudWatch.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
    return error instanceof Error ? error.name : String(error);
  }
}

function outcomeOfDatum(datum: Partial<MetricDatum>): Promise<string> {
  return outcomeOf({
    MetricData: [
      { MetricName: 'Good', Value: 1 },
      { MetricName: 'Tried', ...datum },
    ],
  });
}

describe('a datum is accepted', () => {
  test.each<[string, Partial<MetricDatum>]>([
    ['with a value', { Value: 0 }],
    ['with the greatest value', { Value: 2 ** 360 }],
    ['with values', { Values: [1, 2, 1] }],
    ['with 150 values and counts', { Values: Array(150).fill(1), Counts: Array(150).fill(2) }],
    ['with a statistic set', { StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } }],
    ['with 30 dimensions', { Value: 1, Dimensions: dimensions(30) }],
    [
      'with the longest names',
      { Value: 1, MetricName: 'm'.repeat(255), Dimensions: [{ Name: 'n'.repeat(255), Value: 'v'.repeat(1024) }] },
    ],
    ['in a rate', { Value: 1, Unit: 'Bytes/Second' }],
    ['of high resolution', { Value: 1, StorageResolution: 1 }],
    ['nearly two weeks old', { Value: 1, Timestamp: new Date(Date.now() - 14 * 24 * HOUR_MS + HOUR_MS) }],
    ['nearly two hours ahead', { Value: 1, Timestamp: new Date(Date.now() + 2 * HOUR_MS - 60_000) }],
  ])('%s', async (_how, datum) => {
    expect(await outcomeOfDatum(datum)).toBe('accepted');
  });
});

describe('a datum spoils its request', () => {
  const value = 'InvalidParameterValueException';
  const missing = 'MissingRequiredParameterException';
  const combination = 'InvalidParameterCombinationException';

  test.each<[string, string, Partial<MetricDatum>]>([
    ['without a value', missing, {}],
    ['with no values', missing, { Values: [], Counts: [] }],
    ['with counts alone', value, { Counts: [1] }],
    ['with fewer counts than values', value, { Values: [1, 2], Counts: [1] }],
    ['with a count of nothing', value, { Values: [1], Counts: [0] }],
    ['with 151 values', value, { Values: Array(151).fill(1) }],
    ['with NaN', value, { Value: Number.NaN }],
    ['with infinity', value, { Values: [1, Number.NEGATIVE_INFINITY] }],
    ['with too great a value', value, { Value: -(2 ** 361) }],
    ['with value and values', combination, { Value: 1, Values: [1] }],
    [
      'with value and statistic set',
      combination,
      { Value: 1, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
    ],
    [
      'with half a statistic set',
      missing,
      { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: undefined } },
    ],
    ['with a statistic set inside out', value, { StatisticValues: { SampleCount: 2, Sum: 1, Minimum: 2, Maximum: 1 } }],
    ['with an empty name', value, { MetricName: '', Value: 1 }],
    ['without a name', missing, { MetricName: undefined, Value: 1 }],
    ['with too long a name', value, { MetricName: 'm'.repeat(256), Value: 1 }],
    ['with 31 dimensions', value, { Value: 1, Dimensions: dimensions(31) }],
    [
      'with a dimension twice',
      value,
      {
        Value: 1,
        Dimensions: [
          { Name: 'a', Value: 'x' },
          { Name: 'a', Value: 'y' },
        ],
      },
    ],
    ['with an empty dimension value', value, { Value: 1, Dimensions: [{ Name: 'a', Value: '' }] }],
    ['with a blank dimension value', value, { Value: 1, Dimensions: [{ Name: 'a', Value: '  ' }] }],
    ['with an empty dimension name', value, { Value: 1, Dimensions: [{ Name: '', Value: 'x' }] }],
    ['with a dimension name that starts with a colon', value, { Value: 1, Dimensions: [{ Name: ':a', Value: 'x' }] }],
    ['without a dimension value', missing, { Value: 1, Dimensions: [{ Name: 'a', Value: undefined }] }],
    ['with too long a dimension name', value, { Value: 1, Dimensions: [{ Name: 'n'.repeat(256), Value: 'x' }] }],
    ['with too long a dimension value', value, { Value: 1, Dimensions: [{ Name: 'a', Value: 'v'.repeat(1025) }] }],
    ['in an unknown unit', value, { Value: 1, Unit: 'Furlongs' as 'None' }],
    ['of another resolution', value, { Value: 1, StorageResolution: 5 }],
    ['over two weeks old', value, { Value: 1, Timestamp: new Date(Date.now() - 14 * 24 * HOUR_MS - HOUR_MS) }],
    ['over two hours ahead', value, { Value: 1, Timestamp: new Date(Date.now() + 2 * HOUR_MS + HOUR_MS) }],
  ])('%s', async (_how, name, datum) => {
    expect(await outcomeOfDatum(datum)).toBe(name);
  });
});

describe('a request', () => {
  const MetricData = [{ MetricName: 'M', Value: 1 }];
  const data = (count: number) => Array.from({ length: count }, (_, index) => ({ MetricName: `m${index}`, Value: 1 }));

  test.each<[string, string, Partial<PutMetricDataCommandInput>]>([
    ['without a namespace', 'MissingRequiredParameterException', { Namespace: undefined, MetricData }],
    ['with an empty namespace', 'InvalidParameterValueException', { Namespace: '', MetricData }],
    ["in AWS's own namespace", 'InvalidParameterValueException', { Namespace: 'AWS/ApiGateway', MetricData }],
    ['in a namespace like it', 'accepted', { Namespace: 'AWSome', MetricData }],
    ['without data', 'MissingRequiredParameterException', { MetricData: [] }],
    ['with 1,000 data, which the SDK compresses', 'accepted', { MetricData: data(1000) }],
    ['with 1,001 data', 'InvalidParameterValueException', { MetricData: data(1001) }],
    ['with entity data', 'InvalidParameterValueException', { MetricData, EntityMetricData: [{ MetricData }] }],
    [
      'over a megabyte uncompressed, though small on the wire',
      'RequestEntityTooLarge',
      { MetricData: data(1000).map((datum) => ({ ...datum, Dimensions: [{ Name: 'a', Value: 'v'.repeat(1000) }] })) },
    ],
  ])('%s: %s', async (_how, name, input) => {
    expect(await outcomeOf(input)).toBe(name);
  });

  test('is refused with the code of the Query protocol beside the JSON one', async () => {
    await using scene = await startScene();
    const sent = scene.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/X', MetricData }));
    await expect(sent).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The value AWS/X for parameter Namespace is invalid.',
      Error: { Code: 'InvalidParameterValue', Type: 'Sender' },
      $metadata: { httpStatusCode: 400 },
    });
  });
});
