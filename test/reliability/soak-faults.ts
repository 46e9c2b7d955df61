// What goes wrong around a `watch` that goes on, one after the other, a few seconds each: the short soak of the gate.

import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import type { Fault } from './fault.ts';

export interface SoakFault extends Fault {
  readonly scenarios: readonly ScenarioName[];
  /** What at least one run made meanwhile must show. */
  readonly shows: { readonly state?: string; readonly kept?: true };
}

export const SOAK_FAULTS: readonly SoakFault[] = [
  {
    fault: 'CloudWatch resets every connection, `watch` runs once a second',
    does: 'data points are kept on disk; each is at CloudWatch once when it answers again',
    scenarios: ['cloudwatch-unavailable'],
    shows: { kept: true },
  },
  {
    fault: 'the endpoint refuses connections, and EC2 refuses to describe it',
    does: '`unreachable`, by the endpoints that are remembered; every probe is counted',
    scenarios: ['endpoint-refuses', 'ec2-denied'],
    shows: { state: 'unreachable' },
  },
  {
    fault: 'a zone drops packets, so that runs do not fit into their interval',
    does: '`degraded`; what did not get its turn is counted as not passed, slots that pass are told',
    scenarios: ['zone-drops-packets'],
    shows: { state: 'degraded' },
  },
  {
    fault: 'CloudWatch denies access while connections are reset during the TLS handshake',
    does: '`unreachable`, kept on disk; sent with the time of the run when access is back',
    scenarios: ['tls-reset', 'cloudwatch-denied'],
    shows: { state: 'unreachable', kept: true },
  },
];
