// How the wall clock of the canary's machine may be set, and what reports say of times then. Data only; clock.test.ts runs.

import type { Fault } from './fault.ts';

export interface ClockFault extends Fault {
  /** What the clock shows at the beginning of each run and from then on. Every run sees the same trouble. */
  readonly runs: readonly { readonly from: string; readonly on: string }[];
  /** When an alarm says that it turned red. */
  readonly redAt?: string;
  /** `since` of the last run. */
  readonly since?: string;
}

const at = (time: string) => ({ from: time, on: time });

const SIX = '2026-11-22T06:00:00.000Z';
const A_MINUTE_LATER = '2026-11-22T06:01:00.000Z';
const NOON = '2026-11-22T12:00:00.000Z';

export const CLOCK_FAULTS: readonly ClockFault[] = [
  {
    fault: 'the clock is set back by six hours during a run',
    does: 'tells how long the run took by the clock that goes on: never less than nothing',
    runs: [{ from: NOON, on: SIX }],
  },
  {
    fault: 'the clock is set forward by six hours during a run',
    does: 'tells how long the run took by the clock that goes on: seconds, not hours',
    runs: [{ from: SIX, on: NOON }],
  },
  {
    fault: 'the clock is set back by six hours while an API is in trouble',
    does: 'says that the trouble began with the first run by the new clock: never in the future',
    runs: [at(NOON), at(SIX), at(A_MINUTE_LATER)],
    since: SIX,
  },
  {
    fault: 'the clock is set forward by six hours while an API is in trouble',
    does: 'says nothing of since when: nobody looked in these hours',
    runs: [at(SIX), at(NOON)],
  },
  {
    fault: 'an alarm that caused the run turned red by a clock that is ahead',
    does: 'says that the trouble began with the run at the latest: never in the future',
    runs: [at(SIX)],
    redAt: '2099-01-01T00:00:00.000Z',
    since: SIX,
  },
];
