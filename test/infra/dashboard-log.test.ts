// The queries over the function's log: what they look for is what the function writes.

import { expect, it } from 'vitest';
import { CanaryError, problemOf } from '../../src/domain/canary-error.ts';
import type { Report } from '../../src/domain/report.ts';
import { logLine } from '../../src/log.ts';
import { allPassed, hostile, nothingKnown, zoneDown } from '../report/example-reports.ts';
import { bodyWith } from './dashboard-stack.ts';

const [failedRuns = '', errors = ''] = bodyWith({ logGroupName: '/aws/lambda/my-canary' }).widgets.flatMap((widget) =>
  widget.type === 'log' ? widget.properties.query : [],
);

/** As Logs Insights names the fields of a line in JSON. */
function fieldsOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => fieldsOf(part, path === '' ? key : `${path}.${key}`));
}

const lineOf = (report: Report) =>
  logLine('WARN', report.verdict.summary, { requestId: '00000000-0000-0000-0000-000000000000', report });

it('both read the log of the function', () => {
  expect(failedRuns).toMatch(/^SOURCE '\/aws\/lambda\/my-canary'\n\| /);
  expect(errors).toMatch(/^SOURCE '\/aws\/lambda\/my-canary'\n\| /);
});

it.each([
  { report: allPassed, state: 'healthy', listed: false },
  { report: zoneDown, state: 'degraded', listed: true },
  { report: nothingKnown, state: 'unknown', listed: true },
  { report: hostile, state: hostile.verdict.state, listed: true },
])('the first finds the state $state in the line of a run, and lists it: $listed', ({ report, state, listed }) => {
  const [, pattern = ''] = /parse @message \/(.+)\/$/m.exec(failedRuns) ?? [];
  const found = new RegExp(pattern).exec(lineOf(report))?.groups?.state;
  expect(found).toBe(state);
  const [, states = ''] = /filter state in (\[.+\])$/m.exec(failedRuns) ?? [];
  expect(JSON.parse(states).includes(found)).toBe(listed);
});

it('the first names fields that a line begins with: only 200 are discovered', () => {
  const line: { readonly report: Report } = JSON.parse(lineOf(zoneDown));
  const discovered = fieldsOf(line).slice(0, 20);
  expect(discovered).toEqual(expect.arrayContaining(['message', 'report.target.api.name', 'report.target.api.stage']));
  expect(failedRuns).toContain('report.target.api.name as api, report.target.api.stage as stage, message as summary');
});

it("the second names the fields of the function's errors, and leaves reports to the first", () => {
  const problem = problemOf(new CanaryError('configuration-invalid', 'no'));
  const { message, ...details } = problem;
  const fields = fieldsOf(JSON.parse(logLine('ERROR', message, { requestId: '1', ...details })));
  expect(fields).toEqual(expect.arrayContaining(['level', 'message', 'requestId', 'code', 'hint']));
  for (const name of ['level = "ERROR"', 'coalesce(message,', 'coalesce(code,', 'hint']) {
    expect(errors).toContain(name);
  }
  expect(errors).toContain('not ispresent(report.schema)');
  expect(fieldsOf(JSON.parse(lineOf(nothingKnown)))).toContain('report.schema');
});

// As Lambda writes them under the text format, which embedded metrics need.
it.each([
  {
    line: '2026-11-22T03:00:50.000Z c6af9ac6-7b61-11e6-9a41-93e8deadbeef Task timed out after 50.00 seconds',
    found: true,
  },
  { line: 'RequestId: c6af9ac6 Error: Runtime exited with error: signal: killed\nRuntime.ExitError', found: true },
  { line: 'REPORT RequestId: c6af9ac6 Duration: 412.05 ms Billed Duration: 413 ms', found: false },
  { line: 'START RequestId: c6af9ac6 Version: $LATEST', found: false },
])('the second finds what Lambda says of a run that it ended: $line', ({ line, found }) => {
  const [, pattern = ''] = /@message like \/(.+)\/\)$/m.exec(errors) ?? [];
  expect(new RegExp(pattern).test(line)).toBe(found);
});
