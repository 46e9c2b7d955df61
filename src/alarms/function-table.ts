// The alarms of the function that watches, once for all its APIs: a part of the alarm table.

import { type AlarmRow, EVERY_RUN } from './alarm-row.ts';

export const FUNCTION_ALARMS = {
  'function-errors': {
    kind: 'function',
    severity: 'warn',
    title: 'function errors',
    metric: 'Errors',
    statistic: 'Sum',
    comparison: 'above',
    threshold: 0,
    ...EVERY_RUN,
    missing: 'notBreaching',
    meaning: "The canary's function ends with an error: its configuration is wrong, or it can publish nowhere.",
    first: 'Read the ERROR lines of its log; each says what to do.',
  },
  'function-throttles': {
    kind: 'function',
    severity: 'warn',
    title: 'function throttled',
    metric: 'Throttles',
    statistic: 'Sum',
    comparison: 'above',
    threshold: 0,
    ...EVERY_RUN,
    missing: 'notBreaching',
    meaning: 'Lambda refuses runs: the account has no concurrency left.',
    first: "Look at the account's concurrent executions, and reserve some for the canary.",
  },
  'function-duration': {
    kind: 'function',
    severity: 'warn',
    title: 'function near its timeout',
    metric: 'Duration',
    statistic: 'Maximum',
    comparison: 'above',
    threshold: 'functionDurationMs',
    ...EVERY_RUN,
    missing: 'notBreaching',
    meaning: 'Runs take nearly as long as they may: probes will be cut short and marked not-run.',
    first: 'See which probes run into their time limits; watch fewer resources in one run, or give it more time.',
  },
} as const satisfies Readonly<Record<string, AlarmRow>>;
