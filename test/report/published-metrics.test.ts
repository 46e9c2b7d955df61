import { describe, expect, it } from 'vitest';
import { type ReadBackMetric, renderPublishedMetrics } from '../../src/report/published-metrics.ts';
import { expectGolden } from './golden.ts';

const all = { Api: 'pets', Stage: 'test', Vantage: 'vpc' };
const success = { name: 'Success', unit: 'Count', minimum: 0, maximum: 1 };
const latency = { name: 'Latency', unit: 'Milliseconds' };

const metrics: readonly ReadBackMetric[] = [
  { ...success, dimensions: all, samples: 1_600, average: 0.75 },
  { ...success, dimensions: { ...all, AccessMethod: 'vpce-host' }, samples: 600, average: 2 / 3 },
  {
    ...success,
    dimensions: { ...all, AccessMethod: 'vpce-host', Resource: 'GET /pets' },
    samples: 300,
    average: 2 / 3,
  },
  { ...success, dimensions: { ...all, Zone: 'us-west-2b' }, samples: 400, average: 0, maximum: 0 },
  { ...latency, dimensions: all, samples: 1_200, minimum: 4.283, average: 14.31, maximum: 1_203.5 },
  { ...latency, dimensions: { ...all, Zone: 'us-west-2a' }, samples: 400, minimum: 4.283, average: 12, maximum: 88.1 },
];

describe('renderPublishedMetrics', () => {
  it.each([
    ['published-metrics', 100],
    ['published-metrics-narrow', 72],
  ])('shows %s', (name, columns) => {
    expectGolden(name, renderPublishedMetrics(metrics, { colour: false, columns }));
  });

  it('says so when there are none', () => {
    expect(renderPublishedMetrics([], { colour: false, columns: 100 })).toBe('Metrics: none were read back\n');
  });
});
