import { test } from 'vitest';
import { CERTIFICATE_FAULTS } from './certificate-faults.ts';
import { expectContained, expectNothingAsked } from './contained.ts';
import { hostileRun } from './hostile-run.ts';

test.for(CERTIFICATE_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
  expectNothingAsked(run);
});
