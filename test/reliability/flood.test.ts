import { test } from 'vitest';
import { expectContained } from './contained.ts';
import { FLOOD_FAULTS } from './flood-faults.ts';
import { hostileRun } from './hostile-run.ts';

test.for(FLOOD_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
});
