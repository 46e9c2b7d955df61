import { test } from 'vitest';
import { isLocal } from '../probe/loopback.ts';
import { CONNECTION_FAULTS } from './connection-faults.ts';
import { expectContained, expectNothingAsked } from './contained.ts';
import { hostileRun } from './hostile-run.ts';

test.for(CONNECTION_FAULTS)('$fault: $does', async (fault, { skip }) => {
  const { address } = fault;
  skip(address !== undefined && !(await isLocal(address)), `this system has no ${address}`);
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
  expectNothingAsked(run);
});
