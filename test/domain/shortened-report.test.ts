// A report that fits where the size is bounded.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import type { Observation } from '../../src/domain/observation.ts';
import type { Diagnosis, Report } from '../../src/domain/report.ts';
import { type ShortenedReport, shortened } from '../../src/domain/shortened-report.ts';
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
  return { ...small, observations: seen.map((each, index) => observationOf(each, `${index}`)), ...more };
}

function observationOf(seen: Seen, name: string): Observation {
  const [first] = small.observations;
  if (first === undefined) throw new Error('the plan is empty');
  const { accessMethod, route, family, curl } = first;
  return { accessMethod, route, family, curl, resource: `GET /${name}`, ...seen };
}

const failedWith = (message: string): Seen => ({
  ...CONNECT_TIMEOUT,
  bodyExcerpt: message,
  failure: { step: 'connect', code: 'connect-timeout', message },
});
const diagnosisOf = (lines: readonly string[]): Diagnosis => ({
  code: 'unexplained',
  title: 'connect-timeout',
  cause: 'why',
  evidence: lines,
  remedy: 'Repeat one of the failed probes by hand.',
  command: 'curl',
  affects: lines,
  link: 'docs/diagnoses.md#unexplained',
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
  const report = reportWith([PASSED, failedWith('no answer'), { outcome: 'not-run' }], {
    controls: [{ ...observationOf(PASSED, 'control'), control: 'unknown-api' }],
  });
  /** The report after that many steps. */
  const after = (steps: number) =>
    Array.from({ length: steps }).reduce((size: number) => bytesOf(shortened(report, size - 1)), bytesOf(report));
  const shortenedBy = (steps: number) => shortened(report, after(steps));
  const keysOf = (value: object | undefined) => Object.keys(value ?? {});

  test('is how to repeat what passed', () => {
    const { observations, controls, ...rest } = shortenedBy(1);

    expect(rest.shortened).toEqual({ leftOut: 0, replayable: true });
    expect(observations[0]).toEqual({
      accessMethod: 'private-dns',
      resource: 'GET /0',
      outcome: 'passed',
      family: 4,
      address: '10.0.1.7',
      addresses: ['10.0.1.7', '10.0.2.7'],
      timesMs: PASSED.timesMs,
      status: 200,
      route: { dial: '01234567ab.execute-api.us-west-2.amazonaws.com' },
      tls: {
        subject: 'CN=*.execute-api.us-west-2.amazonaws.com',
        issuer: 'CN=Amazon RSA 2048 M02,O=Amazon,C=US',
        names: 'DNS:*.execute-api.us-west-2.amazonaws.com',
        validTo: '2026-04-05T00:00:00.000Z',
        daysLeft: 61,
      },
    });
    expect(observations[1]).toBe(report.observations[1]);
    expect(controls).toBe(report.controls);
  });

  test('then what a person alone reads of it, and how to repeat a control', () => {
    const { observations, controls } = shortenedBy(2);

    expect(observations[0]?.timesMs).toEqual({ unaccounted: 0.1, total: 14.3 });
    expect(keysOf(observations[0]?.tls)).toEqual(['issuer', 'names', 'daysLeft']);
    expect(observations[1]).toBe(report.observations[1]);
    expect(controls.map(({ control, status, curl }) => [control, status, curl])).toEqual([
      ['unknown-api', 200, undefined],
    ]);
  });

  test('then how to repeat what failed, but neither where it went nor why it failed', () => {
    expect(shortenedBy(3).observations[1]).toEqual({
      accessMethod: 'private-dns',
      resource: 'GET /1',
      outcome: 'failed',
      failure: { step: 'connect', code: 'connect-timeout', message: 'no answer' },
      family: 4,
      address: '10.0.2.7',
      addresses: ['10.0.2.7'],
      timesMs: CONNECT_TIMEOUT.timesMs,
      bodyExcerpt: 'no answer',
      route: { dial: '01234567ab.execute-api.us-west-2.amazonaws.com' },
    });
  });

  test('then where what passed went, then where what failed went', () => {
    const where = (steps: number) => shortenedBy(steps).observations.map(({ addresses }) => addresses?.length);

    expect(where(4)).toEqual([undefined, 1, undefined]);
    expect([3, 4, 5].map((steps) => shortenedBy(steps).shortened?.replayable)).toEqual([true, false, false]);
    expect(where(5)).toEqual([undefined, undefined, undefined]);
    expect(shortenedBy(5).observations.map(keysOf)).toEqual([
      ['accessMethod', 'resource', 'outcome', 'timesMs', 'status', 'tls'],
      ['accessMethod', 'resource', 'outcome', 'failure', 'timesMs'],
      ['accessMethod', 'resource', 'outcome'],
    ]);
    expect(shortenedBy(5).observations[0]?.tls).toEqual({ daysLeft: 61 });
  });

  test('but never that a probe was slow, or what a control was for', () => {
    const slow = reportWith([{ ...PASSED, slow: true }], { controls: report.controls });
    const { observations, controls } = shortened(slow, 2_000);

    expect(observations.map((each) => each.slow)).toEqual([true]);
    expect(controls.map(({ control }) => control)).toEqual(['unknown-api']);
  });

  test('then what passed and what was not run: what failed is kept longest', () => {
    const seen = [
      ...times(300, PASSED),
      ...times(300, { outcome: 'not-run' } as const),
      ...times(150, failedWith('x'.repeat(200))),
    ];
    const result = shortened(reportWith(seen), 80_000);
    expect(bytesOf(result)).toBeLessThanOrEqual(80_000);
    expect(result.shortened).toEqual({ leftOut: 550, replayable: false });
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
    'hundreds of controls': reportWith(times(20, failedWith(longMessage)), {
      controls: times(300, { ...observationOf(failedWith(longMessage), 'control'), control: 'unknown-api' }),
    }),
    'hundreds of names and changes': reportWith(times(20, failedWith(longMessage)), {
      target: { ...small.target, endpoints: { kind: 'names', names: times(200, 'n'.repeat(253)) } },
      discovery: {
        source: 'ec2',
        ageSeconds: 0,
        notices: [],
        changes: times(300, {
          endpoint: ENDPOINT_ID as EndpointId,
          what: 'names',
          before: longMessage,
          after: longMessage,
          between: ['2026-02-03T03:50:00.000Z', '2026-02-03T03:55:00.000Z'],
        } as const),
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
    const count = (of: ShortenedReport) => of.observations.length + of.controls.length;
    expect(result.shortened).toEqual({ leftOut: count(report) - count(result), replayable: false });
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
