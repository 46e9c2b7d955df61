// Nothing is lost: whatever fails and whenever the time is over, all that a run measured is where somebody looks for it.

import { test } from 'vitest';
import { ACCOUNTING_FAULTS, type AccountingFault } from './accounting-faults.ts';
import { keptRuns } from './kept-runs.ts';
import { severalCalls } from './several-calls.ts';
import { wholeRuns } from './whole-runs.ts';

const PROPERTIES: Readonly<Record<AccountingFault['of'], () => Promise<void>>> = {
  'whole-runs': wholeRuns,
  'several-calls': severalCalls,
  'kept-runs': keptRuns,
};

test.each(ACCOUNTING_FAULTS)('$fault: $does', ({ of }) => PROPERTIES[of]());
