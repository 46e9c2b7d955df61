// What a report that was shortened says of itself: a replay is allowed only where it comes to what the run came to.

import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { DUAL_STACK, factsOf, type World } from '../diagnosis/facts.ts';
import { PATTERNS } from '../diagnosis/pattern-table.ts';
import { PASSED, reportOf } from '../report/report-builder.ts';

const PARTS = [0.95, 0.7, 0.5, 0.3, 0.1];

/** A run in that world, and its report at each part of its size, as it is read. */
function shortenedRuns(world: World) {
  const facts = reportOf({ endpoints: [], see: () => PASSED, more: factsOf(world) });
  const report = { ...facts, verdict: diagnose(facts) };
  const bytes = Buffer.byteLength(JSON.stringify(report));
  const reads = PARTS.map((part) => readReport(JSON.stringify(shortened(report, Math.round(part * bytes)))).report);
  return { report, reads };
}

const conclusionOf = ({ state, diagnoses }: ReturnType<typeof diagnose>) => [
  state,
  ...diagnoses.map(({ code }) => code),
];

const MANY = { resources: Array.from({ length: 40 }, (_, index) => ({ path: `/pets/${index}` })) };
const WORLDS: Readonly<Record<string, World>> = {
  'the private name leads elsewhere, 320 probes': {
    target: MANY,
    see: { 'private-dns': { is: 'passed', addresses: ['10.9.9.9'] } },
  },
  'a policy denies, as the body says': {
    target: MANY,
    see: {
      every: {
        is: 'access-denied',
        bodyExcerpt:
          '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke with an explicit deny"}',
      },
    },
  },
  'IPv6 alone fails': { endpoints: [DUAL_STACK], target: MANY, see: { IPv6: 'connect-timeout' } },
};

describe('where a report says that it can be replayed, the replay is the verdict of the run', () => {
  it.for(Object.entries({ ...WORLDS, ...PATTERNS }))('%s', ([, world]) => {
    const { report, reads } = shortenedRuns(world);
    for (const [index, read] of reads.entries()) {
      if (read.shortened?.replayable === false) continue;
      expect(conclusionOf(diagnose(read)), `${PARTS[index]} of its size`).toEqual(conclusionOf(report.verdict));
    }
  });

  it.for(Object.entries(WORLDS))('both cases occur: %s', ([, world]) => {
    const { reads, report } = shortenedRuns(world);
    expect(report.verdict.state).not.toBe('healthy');
    expect(new Set(reads.map(({ shortened }) => shortened?.replayable))).toEqual(new Set([true, false]));
  });
});

it('a report of a version that does not say cannot be replayed', () => {
  const facts = reportOf({ endpoints: [], see: () => PASSED, more: factsOf({}) });
  const { report } = readReport(JSON.stringify({ ...facts, shortened: { leftOut: 0 } }));
  expect(report.shortened).toEqual({ leftOut: 0, replayable: false });
});
