// At what moments the process of the Lambda function stands still, and what its answer says then. Data only;
// freeze.test.ts stops the process.

import type { Fault } from './fault.ts';

/** `between`: two runs. The others are what the process waits for when it is stopped, and what comes meanwhile; of
 * `silence` nothing comes, to a question for a name, and with `late name` the name when the process has gone on. */
export type Moment =
  | 'between'
  | 'silence'
  | 'name'
  | 'late name'
  | 'connection'
  | 'handshake'
  | 'answer'
  | 'rest of the answer'
  | 'EC2'
  | 'CloudWatch';

export interface FreezeFault extends Fault {
  readonly at: Moment;
  readonly stoppedMs: number;
  /** In milliseconds; what is absent is a minute. */
  readonly timeouts?: Readonly<Record<string, number>>;
  readonly remainingMs?: number;
  /** The latency above which an answer is slow, in milliseconds. */
  readonly latencyMs?: number;
  /** What becomes of the connections to AWS that are open. */
  readonly connections?: 'closed' | 'forgotten';
  /** Parts of the report. */
  readonly report: object;
  /** Whether a time of the report is sure to have the standstill in it. */
  readonly marked: boolean;
}

const HEALTHY = { cutShort: false, verdict: { state: 'healthy', diagnoses: [] } };
// Much shorter than the standstill.
const STOPPED_MS = 2_500;
const SHORT_MS = 1_000;

const inProbe = (at: Moment, limit: string, what: string): FreezeFault => ({
  fault: `the process stands still for longer than a step may take, and ${what} comes meanwhile`,
  does: 'counts the time in which it could listen: the probe passes, and `measurementDelayMs` says what the standstill may have added',
  at,
  stoppedMs: STOPPED_MS,
  timeouts: { [limit]: SHORT_MS },
  report: HEALTHY,
  marked: true,
});

const PUBLISHED = {
  ...HEALTHY,
  discovery: { source: 'ec2', ageSeconds: 0 },
  published: { accepted: 33, rejected: 0 },
};

export const FREEZE_FAULTS: readonly FreezeFault[] = [
  {
    fault: 'the process is frozen between two runs, as Lambda does it',
    does: 'runs as before: no time of the next run has the pause in it',
    at: 'between',
    stoppedMs: 2_500,
    report: PUBLISHED,
    marked: false,
  },
  {
    fault: 'AWS closes its connections while the process is frozen between two runs',
    does: 'opens new ones: EC2 is asked and the metrics are published, once',
    at: 'between',
    stoppedMs: 500,
    connections: 'closed',
    report: PUBLISHED,
    marked: false,
  },
  {
    fault: 'a device on the way forgets the connections to AWS meanwhile, and resets them when they are used',
    does: 'calls again: EC2 is asked and the metrics are published, once',
    at: 'between',
    stoppedMs: 500,
    connections: 'forgotten',
    report: PUBLISHED,
    marked: false,
  },
  inProbe('name', 'dnsMs', "the resolver's answer"),
  inProbe('connection', 'connectMs', 'the connection'),
  inProbe('handshake', 'tlsMs', "the endpoint's part of the handshake"),
  inProbe('answer', 'probeMs', 'the answer'),
  inProbe('rest of the answer', 'probeMs', 'the rest of the answer'),
  {
    fault: 'the process stands still for longer than a step may take, and the answer comes when it has gone on',
    does: 'counts the time in which it could listen: the probe passes',
    at: 'late name',
    stoppedMs: STOPPED_MS,
    timeouts: { dnsMs: SHORT_MS },
    report: HEALTHY,
    marked: false,
  },
  {
    fault: 'the process stands still for longer than a whole probe may take',
    does: 'counts the time in which it could listen: the probe goes on and passes',
    at: 'name',
    stoppedMs: STOPPED_MS,
    timeouts: { probeMs: SHORT_MS },
    report: HEALTHY,
    marked: true,
  },
  {
    fault: 'the process stands still while it waits for a server that is silent',
    does: "waits the step's whole time, fails with its timeout, and `measurementDelayMs` says how long the standstill was",
    at: 'silence',
    stoppedMs: STOPPED_MS,
    timeouts: { dnsMs: SHORT_MS },
    report: { observations: [{ outcome: 'failed', failure: { step: 'dns', code: 'dns-timeout' } }] },
    marked: true,
  },
  {
    fault: 'the process stands still for longer than an answer may take to be fast (`latencyMs`)',
    does: 'passes, and does not call the API slow for it',
    at: 'answer',
    stoppedMs: STOPPED_MS,
    latencyMs: SHORT_MS,
    report: HEALTHY,
    marked: true,
  },
  {
    fault: 'the deadline passes while the process stands still and waits for an answer',
    does: 'marks the probe `not-run`: neither the API nor the network is blamed',
    at: 'silence',
    stoppedMs: 3_000,
    remainingMs: 2_000,
    report: {
      cutShort: true,
      verdict: { state: 'unknown', diagnoses: [{ code: 'run-cut-short' }] },
      observations: [{ outcome: 'not-run' }],
    },
    marked: false,
  },
  {
    fault: 'the process stands still for longer than EC2 may take, and its answer comes meanwhile',
    does: 'probes by that answer, or by the last good one and says so (`ec2-unreachable`): by which, is up to what it notices first',
    at: 'EC2',
    stoppedMs: 3_000,
    report: { cutShort: false, verdict: { state: 'healthy' } },
    marked: false,
  },
  {
    fault: 'the process stands still while CloudWatch answers',
    does: 'takes the answer for what it is: the metrics are published, once',
    at: 'CloudWatch',
    stoppedMs: STOPPED_MS,
    report: PUBLISHED,
    marked: false,
  },
];
