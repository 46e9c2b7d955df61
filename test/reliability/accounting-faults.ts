// What may happen to the metrics of a run on their whole way, from the plan to where they are kept.

import type { Fault } from './fault.ts';

export interface AccountingFault extends Fault {
  /** Which property says so. */
  readonly of: 'whole-runs' | 'several-calls' | 'kept-runs';
}

export const ACCOUNTING_FAULTS: readonly AccountingFault[] = [
  {
    fault: 'anything, at random: EC2, CloudWatch, names, network, certificates and the deadline, run after run',
    does: 'every probe that was planned is in `Success` once, taken by CloudWatch or written, and the report counts the same; none is there twice, but for calls that CloudWatch took and whose answer did not come',
    of: 'whole-runs',
  },
  {
    fault: 'anything, at random, to runs whose data take several calls',
    does: 'each datum is taken or written, whichever calls fail',
    of: 'several-calls',
  },
  {
    fault: 'anything, at random, to CloudWatch while `watch` runs',
    does: 'each datum is taken once or kept on the disk, and taken later, with its own time',
    of: 'kept-runs',
  },
];
