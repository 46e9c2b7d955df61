// The alarm table: what each alarm looks at, when it is red, whom it tells, what it means and what to do first. Here those
// of a watched API; those of the function and of other vantages are parts in files of their own. Pure; CloudFormation is
// made of it in infra/, docs/alarms.md is checked against it, and the bill counts it.

import { type AlarmRow, EVERY_RUN, NO_RUN } from './alarm-row.ts';
import { FUNCTION_ALARMS } from './function-table.ts';
import { VANTAGE_ALARMS } from './vantage-table.ts';

const SETTABLE = { ...EVERY_RUN, settable: true } as const;

// `breaching` reddens an alarm when the canary dies and keeps it red until two runs are back. What tells somebody that the
// API fails therefore also asks for an alarm that is red only where failures were seen; silence is the heartbeat's.
const SEEN = 'notBreaching';

export const ALARMS = {
  unreachable: {
    kind: 'composite',
    of: 'own',
    severity: 'page',
    title: 'unreachable',
    rule: { all: [{ every: 'availability' }, { some: 'no-success' }, { not: { some: 'heartbeat' } }] },
    meaning: 'Every access method fails and no probe of any passes: no client gets through.',
    first: 'Read the last report in the log: one cause for all ways is the stage, the resource policy or the endpoint.',
  },
  degraded: {
    kind: 'composite',
    of: 'own',
    severity: 'warn',
    title: 'degraded',
    rule: {
      all: [
        { any: [{ some: 'availability' }, { some: 'zone' }] },
        { some: 'some-failure' },
        { not: { some: 'unreachable' } },
        { not: { some: 'heartbeat' } },
      ],
    },
    // The children of both turn red at different seconds of a minute, so that each outage passes through `degraded`.
    suppressor: { row: 'unreachable', waitSeconds: 60, extensionSeconds: 60 },
    meaning:
      'Some probes fail and others pass: a way in, a zone or a resource is broken, and clients that use it fail.',
    first: 'See on the dashboard which access method, zone or resource is red, and read its failure in the log.',
  },
  slow: {
    kind: 'composite',
    of: 'own',
    severity: 'warn',
    title: 'slow',
    rule: { all: [{ some: 'latency' }, { not: { some: 'unreachable' } }] },
    meaning: 'Probes pass, and one in ten through some way takes longer than the threshold.',
    first: 'Compare the ways: all slow is the API or its backend, one slow is its DNS, zone or endpoint.',
  },
  heartbeat: {
    ...NO_RUN,
    metric: 'Runs',
    of: 'own',
    severity: 'page',
    title: 'no finished run',
    meaning: 'No run has tried a probe: nobody is watching this API, and its other alarms say nothing.',
    first: 'Look at the function: its errors, its log, its schedule; then at how it reaches EC2 and CloudWatch.',
  },
  softened: {
    kind: 'metric',
    only: 'refusals',
    severity: 'page',
    title: 'lets in what it must refuse',
    metric: 'NotDenied',
    set: 'target',
    statistic: 'Maximum',
    comparison: 'above',
    threshold: 0,
    ...SETTABLE,
    missing: SEEN,
    meaning: 'API Gateway lets in a request that it has to refuse: a policy or an access mode was opened.',
    first: 'Read in the report which way or resource is let in, and who changed what refused it; close it again.',
  },
  certificate: {
    kind: 'metric',
    severity: 'warn',
    title: 'certificate ends soon',
    metric: 'CertificateDaysLeft',
    set: 'target',
    statistic: 'Minimum',
    comparison: 'below',
    threshold: 'certificateDays',
    period: 'certificate',
    datapoints: [1, 1],
    missing: 'notBreaching',
    meaning: 'A certificate that the probes saw has few days left.',
    first: 'Find its subject in the report: a custom domain has its certificate in ACM, the other names belong to AWS.',
  },
  availability: {
    kind: 'metric',
    severity: 'silent',
    title: 'availability',
    metric: 'Success',
    set: 'accessMethod',
    statistic: 'Average',
    comparison: 'below',
    threshold: 1,
    ...SETTABLE,
    missing: 'breaching',
    meaning: 'Some probe through this access method fails.',
    first: 'Repeat the failed probe with the curl line in the report.',
  },
  'no-success': {
    kind: 'metric',
    severity: 'silent',
    title: 'no probe passes',
    metric: 'Success',
    set: 'target',
    statistic: 'Maximum',
    comparison: 'below',
    threshold: 1,
    ...SETTABLE,
    missing: SEEN,
    meaning: 'No probe through any access method passes.',
    first: 'See unreachable, which speaks for it.',
  },
  'some-failure': {
    kind: 'metric',
    severity: 'silent',
    title: 'some probe fails',
    metric: 'Success',
    set: 'target',
    statistic: 'Average',
    comparison: 'below',
    threshold: 1,
    ...SETTABLE,
    missing: SEEN,
    meaning: 'Some probe does not pass, through whichever access method.',
    first: 'See degraded, which speaks for it.',
  },
  zone: {
    kind: 'zones',
    severity: 'silent',
    title: 'zones',
    metric: 'Success',
    set: 'zone',
    statistic: 'Average',
    comparison: 'below',
    threshold: 1,
    ...EVERY_RUN,
    missing: 'breaching',
    meaning: "Some probe of a zone's own name fails. Each zone is a contributor of this alarm.",
    first: "Look at the endpoint's network interface in that zone: its subnet, network ACL and security groups.",
  },
  latency: {
    kind: 'metric',
    severity: 'silent',
    title: 'latency',
    metric: 'Latency',
    set: 'accessMethod',
    statistic: 'p90',
    comparison: 'above',
    threshold: 'latencyMs',
    period: 'latency',
    datapoints: [2, 3],
    missing: 'notBreaching',
    meaning: 'One in ten probes that pass through this access method takes longer than the threshold.',
    first: 'Compare its phases with those of the other ways.',
  },
  ...FUNCTION_ALARMS,
  ...VANTAGE_ALARMS,
} as const satisfies Readonly<Record<string, AlarmRow>>;

export type AlarmId = keyof typeof ALARMS;

export const ALARM_IDS = Object.keys(ALARMS) as readonly AlarmId[];
