// An API under watch as the tests of the alarms need it.

import {
  type AlarmSettings,
  type AlarmSpec,
  functionAlarms,
  targetAlarms,
  vantageAlarms,
  type WatchedSeries,
} from '../../src/alarms/alarms.ts';
import { lagsBetween, periodsFor } from '../../src/alarms/settings.ts';

export const WATCHED: WatchedSeries = {
  prefix: 'canary',
  namespace: 'PrivateApiCanary',
  api: 'pets',
  stage: 'test',
  vantage: 'vpc',
  accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
  zonal: true,
  refuses: false,
};

export const SETTINGS: AlarmSettings = {
  periods: periodsFor(60),
  thresholds: { latencyMs: 1_000, certificateDays: 14, functionDurationMs: 24_000 },
};

/** The same API from another vantage, where private names lead nowhere. */
export const VANTAGE: WatchedSeries = {
  ...WATCHED,
  vantage: 'dc1',
  accessMethods: ['route53-alias', 'vpce-host', 'vpce-api-id'],
};

/** The same where something has to be refused: one alarm more. */
export const HARDENED: WatchedSeries = { ...WATCHED, refuses: true };
const VANTAGE_HARDENED: WatchedSeries = { ...VANTAGE, refuses: true };

/** Of the own vantage, and of the other, which names them. */
export const OWN_ALARMS = targetAlarms(WATCHED, SETTINGS);
export const VANTAGE_ALARMS = vantageAlarms(VANTAGE, SETTINGS, {
  alarms: OWN_ALARMS,
  lags: lagsBetween(SETTINGS, SETTINGS),
});

export const HARDENED_ALARMS = targetAlarms(HARDENED, SETTINGS);
export const HARDENED_VANTAGE_ALARMS = vantageAlarms(VANTAGE_HARDENED, SETTINGS, {
  alarms: HARDENED_ALARMS,
  lags: lagsBetween(SETTINGS, SETTINGS),
});

/** Every row of the table is in these. */
export const ALL_ALARMS: readonly AlarmSpec[] = [
  ...HARDENED_ALARMS,
  ...HARDENED_VANTAGE_ALARMS,
  ...functionAlarms({ prefix: 'canary', functionName: 'canary-function' }, SETTINGS),
];
