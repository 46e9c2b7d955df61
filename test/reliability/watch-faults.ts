// What goes wrong around a `watch` on a host, on the side of the host.

import type { Fault } from './fault.ts';

export interface WatchFault extends Fault {
  /** Who shows it. */
  readonly proof:
    | 'late-mount'
    | 'hung-credentials'
    | 'hung-signer'
    | 'unread-pipe'
    | 'unread-metrics'
    | 'stopped-terminal';
}

export const WATCH_FAULTS: readonly WatchFault[] = [
  {
    fault: 'the state directory cannot be used when `watch` starts: a mount that comes later',
    does: 'data points are sent directly (`not-kept`); each run looks again, and what is there then is used (`keeping`)',
    proof: 'late-mount',
  },
  {
    fault: 'a `credential_process` hangs, at the start or when credentials are renewed',
    does: 'each call is given up after `timeouts.awsMs`, data points are kept on disk; it is asked anew after pauses that double, and the backlog is sent when it answers',
    proof: 'hung-credentials',
  },
  {
    fault: 'a `credential_process` hangs that requests are signed with',
    does: 'runs that cannot be made are told (`failed`); it is asked anew after pauses that double',
    proof: 'hung-signer',
  },
  {
    fault: 'nobody reads the JSON lines: a log collector that hangs',
    does: 'runs and metrics go on; up to 16 MB of lines wait for the reader, what is more is dropped and counted (`unread`)',
    proof: 'unread-pipe',
  },
  {
    fault: 'nobody reads the embedded metrics on standard error (`--publish emf`)',
    does: 'after `timeouts.awsMs` the run is told with its data points as lost, and the next one is made',
    proof: 'unread-metrics',
  },
  {
    fault: 'the terminal of the live view is stopped (Ctrl+S)',
    does: 'runs and metrics go on, frames are left out; it is current again at once, and `SIGTERM` ends it',
    proof: 'stopped-terminal',
  },
];
