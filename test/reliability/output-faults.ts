// Readers and files that what is printed does not reach. Data only; output.test.ts makes them. Readers that stand still are
// in watch-faults.ts.

import type { Fault } from './fault.ts';

export interface OutputFault extends Fault {
  /** What becomes of standard output. */
  readonly output: 'reader-ends' | 'reader-returns' | 'watch-full' | 'probe-full';
}

export const OUTPUT_FAULTS: readonly OutputFault[] = [
  {
    fault: 'who reads what `watch` prints ends (`| head`, a log collector)',
    does: 'runs go on and are published; standard error says so, once',
    output: 'reader-ends',
  },
  {
    fault: 'who reads what `watch` prints into a named pipe ends, and starts again',
    does: 'runs go on and are published; the first line that is read then says how many were dropped (`unread`)',
    output: 'reader-returns',
  },
  {
    fault: 'the disk that `watch` prints to is full',
    does: 'runs go on and are published; standard error says so, and why; exit status 2 when it is stopped',
    output: 'watch-full',
  },
  {
    fault: 'the disk that `probe` prints its report to is full',
    does: 'the metrics are published; the reason on standard error, exit status 2',
    output: 'probe-full',
  },
];
