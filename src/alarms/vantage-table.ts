// The alarms on what a host elsewhere sees of an API that the canary watches itself: a part of the alarm table. They tell
// what fails from there alone from what fails everywhere, of which the canary's own alarms speak.

import { type AlarmRow, NO_RUN, type Rule } from './alarm-row.ts';

/** Nothing passes, as far as anything is heard from there. */
const NOTHING_PASSES: readonly Rule[] = [
  { every: 'availability' },
  { some: 'no-success' },
  { not: { some: 'unheard' } },
];

export const VANTAGE_ALARMS = {
  cutoff: {
    kind: 'composite',
    of: 'other',
    severity: 'page',
    title: 'unreachable only from there',
    rule: { all: [...NOTHING_PASSES, { not: { own: 'unreachable' } }] },
    suppressor: { row: 'unreachable', own: true, lag: 'run' },
    meaning:
      "No probe from this vantage passes, while the canary's own vantage is not unreachable: clients there are cut off.",
    first:
      'Read the last report of the host. Not connected: Direct Connect or VPN, Resolver endpoints, the CIDR in the security group of the endpoint. Refused: its clock, credentials or keys.',
  },
  everywhere: {
    kind: 'composite',
    of: 'other',
    severity: 'silent',
    title: 'unreachable everywhere',
    rule: { all: [...NOTHING_PASSES, { own: 'unreachable' }] },
    meaning: "No probe passes, neither from this vantage nor from the canary's own.",
    first: 'See unreachable, which speaks for it: the cause is where both ways meet, at the endpoint or behind it.',
  },
  'told-elsewhere': {
    kind: 'composite',
    of: 'other',
    severity: 'silent',
    title: 'another alarm speaks of it',
    rule: { any: [{ own: 'unreachable' }, { own: 'degraded' }, { some: 'no-success' }] },
    meaning: 'Another alarm speaks of what fails from this vantage, so that impaired tells nobody.',
    first: 'See unreachable and degraded of the own vantage, and cutoff of this one.',
  },
  impaired: {
    kind: 'composite',
    of: 'other',
    severity: 'warn',
    title: 'degraded only from there',
    rule: {
      all: [
        { any: [{ some: 'availability' }, { some: 'zone' }] },
        { some: 'some-failure' },
        { not: { some: 'unheard' } },
        { not: { some: 'cutoff' } },
        { not: { some: 'everywhere' } },
        { not: { own: 'unreachable' } },
        { not: { own: 'degraded' } },
      ],
    },
    suppressor: { row: 'told-elsewhere', lag: 'run' },
    meaning:
      "Some probes from this vantage fail and others pass, and the canary's own vantage is neither degraded nor unreachable.",
    first:
      'See on the dashboard which way or zone is red from there alone, and read its failure in the log of the host.',
  },
  sluggish: {
    kind: 'composite',
    of: 'other',
    severity: 'warn',
    title: 'slow only from there',
    rule: {
      all: [
        { some: 'latency' },
        { not: { some: 'cutoff' } },
        { not: { own: 'unreachable' } },
        { not: { own: 'slow' } },
      ],
    },
    suppressor: { row: 'slow', own: true, lag: 'latency' },
    meaning:
      "Probes from this vantage pass, and one in ten through some way takes longer than the threshold; the canary's own do not.",
    first:
      'Compare the two vantages on the dashboard: what is slow from there alone is the line, or the name servers there.',
  },
  unheard: {
    ...NO_RUN,
    metric: 'Runs',
    of: 'other',
    severity: 'page',
    title: 'no run from there',
    // A host keeps what it could not publish and sends it later: a line that is down shows here first.
    meaning:
      'No run from this vantage has arrived: its host is down, or it reaches CloudWatch no more, perhaps by the same line.',
    first: 'Log in to the host: is watch running, and what does it say of CloudWatch? Then look at the line.',
  },
} as const satisfies Readonly<Record<string, AlarmRow>>;
