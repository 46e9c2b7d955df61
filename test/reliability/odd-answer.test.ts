import { expect, test } from 'vitest';
import { PHASES } from '../../src/domain/observation.ts';
import { expectNobodyElse } from './contained.ts';
import { hostileRun } from './hostile-run.ts';
import { ODD_ANSWER_FAULTS, SURPLUS } from './odd-answer-faults.ts';

test.for(ODD_ANSWER_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  const { hostile, report } = run;
  expect(hostile).toMatchObject({ outcome: 'passed', status: fault.status });
  for (const phase of PHASES) expect(hostile.timesMs?.[phase]).toBeGreaterThanOrEqual(0);
  if (fault.early) expect(hostile.timesMs?.firstByte).toBe(0);
  expect('errorType' in hostile).toBe(false);
  expect(JSON.stringify(report)).not.toContain(SURPLUS);
  await expectNobodyElse(run);
  expect(run.connections()).toHaveLength(1);
});
