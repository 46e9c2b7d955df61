// A report that fits where the size is bounded.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/domain/observation.ts';
import type { Diagnosis, Report } from '../../src/domain/report.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import {
  CONNECT_TIMEOUT,
  ENDPOINT_ID,
  endpointOf,
  PASSED,
  reportOf,
  type Seen,
  targetOf,
} from '../report/report-builder.ts';

const MAX = 100_000;
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

const ONE = targetOf({ resources: [{ path: '/pets' }], accessMethods: ['private-dns'] });
const small = reportOf({ target: ONE, endpoints: [endpointOf([])], see: () => PASSED });

function reportWith(seen: readonly Seen[], more: Partial<Report> = {}): Report {
  const [first] = small.observations;
  if (first === undefined) throw new Error('the plan is empty');
  const { accessMethod, route, family, curl } = first;
  const observations = seen.map(
    (each, index): Observation => ({ accessMethod, route, family, curl, resource: `GET /${index}`, ...each }),
  );
  return { ...small, observations, ...more };
}

const failedWith = (message: string): Seen => ({
  ...CONNECT_TIMEOUT,
  bodyExcerpt: message,
  failure: { step: 'connect', code: 'connect-timeout', message },
});
const diagnosisOf = (lines: readonly string[]): Diagnosis => ({
  code: 'unexplained',
  title: 'connect-timeout',
  evidence: lines,
  remedy: 'Repeat one of the failed probes by hand.',
  command: 'curl',
  affects: lines,
});
const times = <Value>(count: number, value: Value): readonly Value[] => Array.from({ length: count }, () => value);

test('a report that fits is itself', () => {
  expect(shortened(small)).toBe(small);
});

test('a report of exactly the size that is allowed fits', () => {
  expect(shortened(small, bytesOf(small))).toBe(small);
  expect(shortened(small, bytesOf(small) - 1)).not.toBe(small);
});

describe('what goes first', () => {
  const report = reportWith([PASSED, failedWith('no answer'), { outcome: 'not-run' }]);
  const KEPT = ['accessMethod', 'resource', 'outcome', 'timesMs'];

  test('is the detail of what passed', () => {
    const result = shortened(report, bytesOf(report) - 1);
    expect(result.shortened).toEqual({ leftOut: 0 });
    expect(result.observations.map((each) => Object.keys(each))).toEqual([
      KEPT,
      Object.keys(report.observations[1] ?? {}),
      KEPT.slice(0, 3),
    ]);
    expect(result.observations[1]).toBe(report.observations[1]);
  });

  test('then the detail of what failed, but not why it did', () => {
    const without = shortened(report, bytesOf(report) - 1);
    const result = shortened(report, bytesOf(without) - 1);
    expect(result.observations[1]).toEqual({
      accessMethod: 'private-dns',
      resource: 'GET /1',
      outcome: 'failed',
      timesMs: CONNECT_TIMEOUT.timesMs,
      failure: { step: 'connect', code: 'connect-timeout', message: 'no answer' },
    });
  });

  test('then what passed and what was not run: what failed is kept longest', () => {
    const seen = [
      ...times(300, PASSED),
      ...times(300, { outcome: 'not-run' } as const),
      ...times(150, failedWith('x'.repeat(200))),
    ];
    const result = shortened(reportWith(seen));
    expect(bytesOf(result)).toBeLessThanOrEqual(MAX);
    expect(result.shortened).toEqual({ leftOut: 550 });
    expect(result.observations.map(({ outcome }) => outcome)).toEqual([
      ...times(150, 'failed'),
      ...times(50, 'not-run'),
    ]);
  });
});

describe('at most 100 kB', () => {
  const longMessage = 'no answer to the connection request within 2000 ms; '.repeat(6).slice(0, 300);
  const CASES: Readonly<Record<string, Report>> = {
    '1,000 failed routes': reportWith(times(1_000, failedWith(longMessage)), {
      verdict: { state: 'unreachable', summary: 'all failed', diagnoses: [diagnosisOf(times(1_000, longMessage))] },
    }),
    '1,000 failed routes in another script': reportWith(times(1_000, failedWith('경'.repeat(300)))),
    '3,000 passed routes': reportWith(times(3_000, PASSED)),
    'hundreds of endpoints and notices': reportWith([], {
      endpoints: times(300, endpointOf(['us-west-2a', 'us-west-2b'])),
      discovery: {
        source: 'ec2',
        ageSeconds: 0,
        notices: times(300, { code: 'other-service', subject: ENDPOINT_ID, message: longMessage } as const),
      },
    }),
    'a diagnosis for every kind of failure': reportWith(times(440, failedWith('경'.repeat(300))), {
      verdict: {
        state: 'unreachable',
        summary: 'all failed',
        diagnoses: times(44, diagnosisOf(times(10, '경'.repeat(300)))),
      },
    }),
  };

  test.each(Object.entries(CASES))('%s', (_of, report) => {
    expect(bytesOf(report)).toBeGreaterThan(MAX);
    const result = shortened(report);
    expect(bytesOf(result)).toBeLessThanOrEqual(MAX);
    expect(result.shortened).toEqual({ leftOut: report.observations.length - result.observations.length });
    expect(result.verdict.state).toBe(report.verdict.state);
  });
});

test('evidence that is cut says how much is gone', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
  const report = reportWith([PASSED], {
    verdict: { state: 'degraded', summary: 's', diagnoses: [diagnosisOf(lines)] },
  });
  const [diagnosis] = shortened(report).verdict.diagnoses;
  expect(diagnosis?.evidence).toEqual([...lines.slice(0, 10), 'and 4990 more']);
  expect(diagnosis?.affects).toEqual([...lines.slice(0, 10), 'and 4990 more']);
});

test('whatever the messages, it fits, and no observation is invented', () => {
  const seen = fc.oneof(
    fc.constant(PASSED),
    fc.constant({ outcome: 'not-run' } as const),
    fc.string({ unit: 'binary', maxLength: 300 }).map(failedWith),
  );
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 60 }), fc.integer({ min: 3_000, max: 30_000 }), (all, maxBytes) => {
      const report = reportWith(all);
      const result = shortened(report, maxBytes);
      expect(bytesOf(result)).toBeLessThanOrEqual(maxBytes);
      for (const each of result.observations) {
        const original = report.observations.find(({ resource }) => resource === each.resource);
        expect(original).toMatchObject(each);
      }
    }),
  );
});

test('a hundred resources with the longest paths fit, too', () => {
  const resources = Array.from({ length: 100 }, (_, index) => ({ path: `/${String(index).padEnd(1_019, 'x')}` }));
  const target = targetOf({ resources, accessMethods: ['private-dns'] });
  const report = reportOf({ target, endpoints: [endpointOf([])], see: () => CONNECT_TIMEOUT });

  const { observations, target: shown } = shortened(report);

  expect(bytesOf(shortened(report))).toBeLessThanOrEqual(MAX);
  expect(observations.length).toBeGreaterThan(0);
  expect(shown.api).toEqual(report.target.api);
});
