// A month's bill in numbers that are easy to multiply, shared by the tests that need some estimate.

import type { CostInput } from '../../src/report/cost-input.ts';

export const EVERY_MINUTE: CostInput = {
  everySeconds: 60,
  probesPerRun: 16,
  metricSeries: 34,
  failureOnlySeries: 0,
  putCallsPerRun: 1,
  logBytesPerRun: 20_000,
  alarms: { metric: 14, analysedMetrics: 2, composite: 3 },
  dashboards: 1,
  keys: 1,
  lambda: { memoryMb: 512, runMs: 1_000 },
  interfaceEndpoints: { services: ['ec2', 'monitoring'], zones: 2 },
};
