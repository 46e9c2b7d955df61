import { test } from 'vitest';
import { expectContained } from './contained.ts';
import { FRAMING_FAULTS } from './framing-faults.ts';
import { hostileRun } from './hostile-run.ts';

test.for(FRAMING_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
});
