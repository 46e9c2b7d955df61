// What goes wrong around a `watch` on a host, on the side of the host.

import type { Fault } from './fault.ts';

export interface WatchFault extends Fault {
  /** Who shows it. */
  readonly proof:
    | 'late-mount'
    | 'hung-publisher'
    | 'hung-discovery'
    | 'hung-signer'
    | 'hung-secrets'
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
    fault: 'a `credential_process` hangs that metrics are published with, at the start or when credentials are renewed',
    does: 'data points are kept on disk, and sent when it answers again: it is started anew',
    proof: 'hung-publisher',
  },
  {
    fault: 'a `credential_process` hangs that EC2 is asked with',
    does: 'runs say so (`ec2-unreachable`); it is started anew, and endpoints are found when it answers again, also where nothing is sent to CloudWatch (`publish: emf`)',
    proof: 'hung-discovery',
  },
  {
    fault: 'a `credential_process` hangs that requests are signed with',
    does: 'runs that cannot be made are told (`failed`, `aws-credentials`); it is started anew, and runs are made when it answers again',
    proof: 'hung-signer',
  },
  {
    fault: 'a `credential_process` hangs that Secrets Manager is asked with',
    does: 'runs that cannot be made are told (`failed`, `secret-unreachable`); it is started anew, and runs are made when it answers again',
    proof: 'hung-secrets',
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
