import { test } from 'vitest';
import { ANSWER_FAULTS } from './answer-faults.ts';
import { expectContained } from './contained.ts';
import { hostileRun } from './hostile-run.ts';

test.for(ANSWER_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
});
