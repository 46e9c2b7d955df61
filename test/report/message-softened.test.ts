// What on-call reads when what must be refused is let in: that comes first, whatever else is wrong.

import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { readExplanation } from '../../src/domain/explanation.ts';
import type { Report } from '../../src/domain/report.ts';
import { renderMessage } from '../../src/report/message.ts';
import { allPassed } from './example-reports.ts';
import { explained, LINKS, PAGE } from './message-examples.ts';
import { CONNECT_TIMEOUT, endpointOf, PASSED, reportOf, type Seen, targetOf } from './report-builder.ts';

const SOFTENED = { ...PAGE, name: 'pets-canary-pets-test-vpc-softened' };
const LET_IN: Seen = {
  ...PASSED,
  outcome: 'failed',
  failure: { step: 'expect', code: 'not-denied', message: 'status (200) expected a refusal by API Gateway' },
};

const headOf = (report: Report, alarm: object) => {
  const { subject, text } = renderMessage(readExplanation(explained(report, alarm)), LINKS);
  return [subject, ...text.split('\n').slice(0, 3)];
};

/** Most probes are of a dead zone, and one resource is let in. */
const seen = reportOf({
  target: targetOf({ resources: [{ path: '/pets' }, { path: '/admin', expect: { denied: true } }] }),
  endpoints: [endpointOf(['us-west-2a', 'us-west-2b'])],
  see: ({ zone, resource }) => {
    if (zone === 'us-west-2b') return CONNECT_TIMEOUT;
    return resource.label === 'GET /admin' ? LET_IN : PASSED;
  },
});
const both = { ...seen, verdict: diagnose(seen) };

it('is the cause and the first step, though another explains more', () => {
  const codes = both.verdict.diagnoses.map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['zone-unreachable', 'policy-softened']));
  const [subject, what, , first] = headOf(both, SOFTENED);
  expect(subject).toMatch(/^\[page\] pets\/test degraded from vpc: API Gateway lets in what a policy must refuse/);
  expect(what).toMatch(/lets in what a policy must refuse: GET \/admin \(and 1 more\)$/);
  expect(first).toMatch(/^First: Compare the API's resource policy .*Run: aws apigateway get-rest-api/);
});

it('is not put first for another alarm', () => {
  const [main] = both.verdict.diagnoses;
  const [, what] = headOf(both, PAGE);
  expect(what).toContain(main?.title);
});

it('was so in the runs before, where this one is refused again', () => {
  const [subject, what, since, first] = headOf(allPassed, SOFTENED);
  expect(subject).toBe('[page] pets/test let in what it must refuse; refused again now from vpc');
  expect(what).toMatch(/^pets\/test let requests in from vpc that it must refuse\. All 16 probes pass now/);
  expect(since).toMatch(/^Since: 2026-02-03 04:04:52 UTC/);
  expect(first).toMatch(/^First: see in the reports of the runs before this one/);
});
