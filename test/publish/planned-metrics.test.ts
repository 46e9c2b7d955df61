// The metrics that a plan says it can publish, against those that runs of it publish.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plan } from '../../src/domain/plan.ts';
import { metricsOf, plannedMetrics } from '../../src/publish/metrics.ts';
import { endpointOf, PASSED, targetOf } from '../report/report-builder.ts';
import { failed, identityOf, NOT_RUN, passed, runOf } from './runs.ts';

const ENDPOINTS = [endpointOf(['us-west-2a', 'us-west-2b'])];
const customDomain = { name: 'pets.example.com' };

// With and without phases, and with a way, a resource or everything that has to be refused.
const DENIED = { expect: { denied: true } };
const WANTED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'all served': {},
  'a way refused': { routes: [{ accessMethod: 'vpce-host', ...DENIED }] },
  'a resource refused': { resources: [{ path: '/pets' }, { path: '/admin', ...DENIED }] },
  'all refused': { resources: [{ path: '/admin', ...DENIED }] },
};
const CASES = Object.entries(WANTED).flatMap(([wanted, more]) =>
  [{ phases: false }, { phases: true }].map((metrics) => ({ wanted, more, metrics, ...metrics })),
);

describe.each(CASES)('$wanted, with phases $phases', ({ metrics, more }) => {
  const target = targetOf({ metrics, customDomain, ...more });
  const planned = plannedMetrics(target, plan(target, ENDPOINTS));
  const publishedBy = (...seen: Parameters<typeof runOf>[0]) => metricsOf(runOf(seen, target), metrics).map(identityOf);

  test('a run in which all passed publishes what is planned for what passes', () => {
    expect(publishedBy(PASSED)).toEqual(planned.filter(({ when }) => when !== 'failed').map(identityOf));
  });

  test('a run in which one more failed publishes all that is planned', () => {
    const both = new Set([...publishedBy(PASSED), ...publishedBy(failed(1), PASSED)]);
    expect([...both].sort()).toEqual(planned.map(identityOf).sort());
  });

  test('no run publishes what is not planned', () => {
    const known = new Set(planned.map(identityOf));
    const seen = fc.constantFrom(PASSED, passed(1), failed(2), NOT_RUN);
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 24 }), (all) => {
        expect(publishedBy(...all).filter((identity) => !known.has(identity))).toEqual([]);
      }),
    );
  });
});

test('each series is planned once', () => {
  const target = targetOf({ metrics: { phases: true }, customDomain });
  const identities = plannedMetrics(target, plan(target, ENDPOINTS)).map(identityOf);
  expect(new Set(identities).size).toBe(identities.length);
});

test('how many there are for the default target with two zones', () => {
  const count = (more: Readonly<Record<string, unknown>>) => {
    const target = targetOf(more);
    return plannedMetrics(target, plan(target, ENDPOINTS)).length;
  };
  // Success and Latency: 1 target, 4 ways, 8 resources of ways, 2 zones; four single series; five phases of four ways.
  expect(count({})).toBe(2 * (1 + 4 + 8 + 2) + 4);
  expect(count({ metrics: { phases: true } })).toBe(2 * (1 + 4 + 8 + 2) + 4 + 5 * 4);
});

test('no probe, no metric', () => {
  expect(plannedMetrics(targetOf(), [])).toEqual([]);
});
