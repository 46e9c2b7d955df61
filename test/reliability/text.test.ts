import { expect, test } from 'vitest';
import { expectContained } from './contained.ts';
import { hostileRun } from './hostile-run.ts';
import { TEXT_FAULTS } from './text-faults.ts';

test.for(TEXT_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
  if (fault.hides !== undefined) expect(JSON.stringify(run.report)).not.toContain(fault.hides);
});
