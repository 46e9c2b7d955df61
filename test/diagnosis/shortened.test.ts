// The diagnosis of a report that was shortened: what was left out may cost a cause, and never makes a wrong one.

import { describe, expect, it, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Facts } from '../../src/diagnosis/facts.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { PASSED, reportOf } from '../report/report-builder.ts';
import { factsOf, type World } from './facts.ts';
import { PATTERNS } from './pattern-table.ts';

/** The codes of a run whose report had to fit into a part of its size; nothing when no observation was left. */
function codesIn(world: World, part: number): readonly string[] | undefined {
  const facts = reportOf({ endpoints: [], see: () => PASSED, more: factsOf(world) });
  const report = { ...facts, verdict: diagnose(facts) };
  const bytes = JSON.stringify(report).length;
  const read = readReport(JSON.stringify(shortened(report, Math.round(part * bytes)))).report;
  return read.observations.length === 0 && world.endpoints?.length !== 0 ? undefined : codes(read);
}

const codes = (facts: Facts) => diagnose(facts).diagnoses.map(({ code }) => code);
const ROWS = Object.entries(PATTERNS);

describe('the pattern', () => {
  it.for(ROWS)('%s is read from a whole report', ([, { says, ...world }]) => {
    expect(codesIn(world, 1)).toEqual(says);
  });

  it.for(ROWS)('%s is read from a report in which what passed has addresses alone', ([, { says, ...world }]) => {
    expect(codesIn(world, 0.8)).toEqual(says);
  });

  // Without a body, a policy that denies is one of two.
  const notReadWrongly = ({ says, ...world }: (typeof ROWS)[number][1]) => {
    for (const part of [0.6, 0.5, 0.4, 0.3, 0.2]) {
      const wrong = codesIn(world, part)?.filter((code) => ![...says, 'unexplained', 'policy-denies'].includes(code));
      expect(wrong ?? [], `${part} of its size`).toEqual([]);
    }
  };
  it.for(ROWS)('%s is not read wrongly from less', ([, row]) => notReadWrongly(row));
});

test('an endpoint is not missed because the report lost all that was probed', () => {
  const facts = reportOf({ endpoints: [], see: () => PASSED, more: factsOf({}) });
  const read = readReport(JSON.stringify(shortened({ ...facts, verdict: diagnose(facts) }, 2_000))).report;
  expect(read.observations).toEqual([]);
  expect(codes(read)).toEqual([]);
});

test('nobody is said to open TLS when the issuer of the certificate was left out', () => {
  const tls = {
    protocol: '',
    cipher: '',
    subject: 'CN=x',
    issuer: 'CN=Amazon RSA 2048 M02',
    names: 'DNS:x',
    daysLeft: 61,
  };
  const world: World = { see: { every: { is: 'tls-untrusted', tls } } };
  expect(codesIn(world, 1)).toEqual(['certificate-untrusted']);
  expect(codesIn(world, 0.5)).not.toContain('tls-intercepted');
});
