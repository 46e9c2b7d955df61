// The exit status that a run's state comes to.

import type { State } from '../domain/report.ts';
import type { ExitStatus } from './command.ts';

export const STATUS_OF_STATE = {
  healthy: 0,
  degraded: 1,
  unreachable: 1,
  unknown: 2,
} as const satisfies Record<State, ExitStatus>;
