// The state of a run, by its outcomes and by what a client would meet, and the line that tells it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts';
import type { Discovery } from '../../src/domain/report.ts';
import { CONNECT_TIMEOUT, PASSED, type Seen } from '../report/report-builder.ts';
import { ASKED, verdictOn, verdictOnNothing } from './facts.ts';

const NOT_RUN: Seen = { outcome: 'not-run' };
const SLOW: Seen = { ...PASSED, slow: true };
const REFUSED: Seen = {
  outcome: 'failed',
  status: 403,
  failure: { step: 'expect', code: 'forbidden', message: 'status 403, expected 200' },
};
const withDaysLeft = (daysLeft: number): Seen => ({
  ...PASSED,
  ...(PASSED.tls === undefined ? {} : { tls: { ...PASSED.tls, daysLeft } }),
});

const DENIED: Discovery = {
  source: 'none',
  ageSeconds: 0,
  endpoints: [],
  notices: [],
  problem: { code: 'ec2-denied', message: 'EC2: UnauthorizedOperation: not you', hint: 'Allow it.' },
};

describe('a run in which', () => {
  const RUNS: Readonly<
    Record<string, { readonly seen: readonly Seen[]; readonly state: string; readonly because: string }>
  > = {
    'all passed': { seen: [], state: 'healthy', because: 'all 4 probes passed' },
    'one failed': {
      seen: [CONNECT_TIMEOUT],
      state: 'degraded',
      because: '1 of 4 probes failed (connect-timeout) via private-dns',
    },
    'one zone failed': {
      seen: [PASSED, PASSED, CONNECT_TIMEOUT],
      state: 'degraded',
      because: '1 of 4 probes failed (connect-timeout) via vpce-host in us-west-2a',
    },
    'all but one failed': {
      seen: [REFUSED, CONNECT_TIMEOUT, REFUSED],
      state: 'degraded',
      because: '3 of 4 probes failed (forbidden, connect-timeout) via private-dns, vpce-host',
    },
    'all failed': {
      seen: [REFUSED, REFUSED, REFUSED, REFUSED],
      state: 'unreachable',
      because: '4 of 4 probes failed (forbidden) via private-dns, vpce-host',
    },
    'one failed and none of the others was run': {
      seen: [CONNECT_TIMEOUT, NOT_RUN, NOT_RUN, NOT_RUN],
      state: 'unreachable',
      because: '1 of 4 probes failed (connect-timeout) via private-dns; 3 of 4 probes not run',
    },
    'one passed and none of the others was run': {
      seen: [PASSED, NOT_RUN, NOT_RUN, NOT_RUN],
      state: 'degraded',
      because: '3 of 4 probes not run',
    },
    'none was run': {
      seen: [NOT_RUN, NOT_RUN, NOT_RUN, NOT_RUN],
      state: 'unknown',
      because: 'out of time before the first probe was done',
    },
    'one was slow': { seen: [SLOW], state: 'degraded', because: '1 of 4 probes slow' },
    'some of everything': {
      seen: [SLOW, CONNECT_TIMEOUT, NOT_RUN],
      state: 'degraded',
      because: '1 of 4 probes failed (connect-timeout) via vpce-host; 1 of 4 probes slow; 1 of 4 probes not run',
    },
    'a certificate has 14 days left': { seen: [withDaysLeft(14)], state: 'healthy', because: 'all 4 probes passed' },
    'a certificate has 13 days left': {
      seen: [withDaysLeft(13)],
      state: 'degraded',
      because: 'all 4 probes passed, but: The certificate CN=*.execute-api.us-west-2.amazonaws.com ends in 13 days',
    },
  };

  test.each(Object.entries(RUNS))('%s', (_name, { seen, state, because }) => {
    const verdict = verdictOn(seen);
    expect([verdict.state, verdict.summary]).toEqual([state, `pets/test ${state} from vpc: ${because}`]);
  });

  test('nothing was planned, since EC2 refused', () => {
    expect(verdictOnNothing(DENIED)).toMatchObject({
      state: 'unknown',
      summary: 'pets/test unknown from vpc: EC2: UnauthorizedOperation: not you',
    });
  });

  test('all passed, though EC2 could not be asked, is healthy', () => {
    expect(verdictOn([], { ...DENIED, endpoints: ASKED.endpoints, source: 'last-known-good' }).state).toBe('healthy');
  });
});

describe('the line', () => {
  test('stays one whatever AWS says', () => {
    const problem = { code: 'ec2-failed', message: 'no\r\nroute\u2028\u001b[2J', hint: '' } as const;
    expect(verdictOnNothing({ ...DENIED, problem }).summary).toBe(
      'pets/test unknown from vpc: no\\u000d\\u000aroute\\u2028\\u001b[2J',
    );
  });

  test('stays one whatever was seen, and every failed run says why', () => {
    const codes = Object.keys(FAILURES) as readonly FailureCode[];
    const failed = fc.constantFrom(...codes).map(
      (code): Seen => ({
        outcome: 'failed',
        failure: { step: FAILURES[code].step ?? 'connect', code, message: 'line\nline' },
      }),
    );
    const seen = fc.oneof(fc.constant(PASSED), fc.constant(NOT_RUN), fc.constant(SLOW), failed);
    fc.assert(
      fc.property(fc.array(seen, { minLength: 4, maxLength: 4 }), (all) => {
        const { summary, state } = verdictOn(all);
        expect(summary).toMatch(/^pets\/test (?:healthy|degraded|unreachable|unknown) from vpc: [^\r\n]+$/);
        expect(summary.startsWith(`pets/test ${state} `)).toBe(true);
        for (const { failure } of all) if (failure !== undefined) expect(summary).toContain(failure.code);
      }),
    );
  });
});
