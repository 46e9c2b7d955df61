// An API under watch as the tests of the alarms need it.

import type { AlarmSettings, WatchedSeries } from '../../src/alarms/alarms.ts';
import { periodsFor } from '../../src/alarms/settings.ts';

export const WATCHED: WatchedSeries = {
  prefix: 'canary',
  namespace: 'PrivateApiCanary',
  api: 'pets',
  stage: 'test',
  vantage: 'vpc',
  accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
  zonal: true,
};

export const SETTINGS: AlarmSettings = {
  periods: periodsFor(60),
  thresholds: { latencyMs: 1_000, certificateDays: 14, functionDurationMs: 24_000 },
};
