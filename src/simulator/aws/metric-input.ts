// The JSON shapes of the four CloudWatch requests. Structure only: what is required and within limits is checked
// where each request is answered, since CloudWatch names those errors differently from a malformed document.

import { z } from 'zod';

// awsJson writes the numbers that JSON cannot as strings, and timestamps as seconds since the epoch.
const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const epochSeconds = z.number();
const text = z.string().optional();
const strings = z.array(z.string()).optional();
const dimensions = z.array(z.object({ Name: text, Value: text })).optional();

const statisticSet = z.object({
  SampleCount: double.optional(),
  Sum: double.optional(),
  Minimum: double.optional(),
  Maximum: double.optional(),
});

const datum = z.object({
  MetricName: text,
  Dimensions: dimensions,
  Timestamp: epochSeconds.optional(),
  Value: double.optional(),
  Values: z.array(double).optional(),
  Counts: z.array(double).optional(),
  StatisticValues: statisticSet.optional(),
  Unit: text,
  StorageResolution: z.number().optional(),
});

const metric = z.object({ Namespace: text, MetricName: text, Dimensions: dimensions });

const metricStat = z.object({
  Metric: metric.optional(),
  Period: z.number().optional(),
  Stat: text,
  Unit: text,
});

const interval = { StartTime: epochSeconds.optional(), EndTime: epochSeconds.optional() };

export const putMetricDataInput = z.object({
  Namespace: text,
  MetricData: z.array(datum).optional(),
  EntityMetricData: z.array(z.unknown()).optional(),
});

export const listMetricsInput = metric.extend({ NextToken: text, RecentlyActive: text });

export const getMetricStatisticsInput = metric.extend({
  ...interval,
  Period: z.number().optional(),
  Statistics: strings,
  ExtendedStatistics: strings,
  Unit: text,
});

const dataQuery = z.object({
  Id: text,
  MetricStat: metricStat.optional(),
  Expression: text,
  Label: text,
  ReturnData: z.boolean().optional(),
});

export const getMetricDataInput = z.object({
  ...interval,
  MetricDataQueries: z.array(dataQuery).optional(),
  ScanBy: text,
  NextToken: text,
  MaxDatapoints: z.number().optional(),
});

export type DatumInput = z.output<typeof datum>;
export type MetricInput = z.output<typeof metric>;
export type DimensionInput = NonNullable<MetricInput['Dimensions']>[number];
export type StatisticSetInput = z.output<typeof statisticSet>;
export type DataQueryInput = z.output<typeof dataQuery>;
