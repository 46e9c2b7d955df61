// What may take all the time that a run of the Lambda function has, and what the function answers then. Data only;
// deadline.test.ts runs the function.

import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import type { Service } from './aws-gate.ts';
import type { Fault } from './fault.ts';

export interface DeadlineFault extends Fault {
  /** What the function has left when it is called, in milliseconds. */
  readonly remainingMs: number;
  /** Services of AWS that never answer. */
  readonly silent?: readonly Service[];
  readonly scenario?: ScenarioName;
  /** The first run of its process. Otherwise a run has gone well before. */
  readonly cold?: boolean;
  readonly configuration?: object;
  readonly told: Told;
  /** How long it looks before it publishes, at least: nearly all the time that it may, in milliseconds. */
  readonly looksMs?: number;
  /** `nothing`: nobody is asked anything, neither AWS nor the endpoint. `aws`: AWS alone. */
  readonly asks?: 'nothing' | 'aws';
}

/** Of an answer what is exact. */
export interface Told {
  /** How many of the 16 probes ended so. */
  readonly outcomes?: Readonly<Record<string, number>>;
  readonly state?: string;
  readonly diagnoses?: readonly string[];
  readonly endpoints?: string;
  readonly problem?: string;
  /** Who got the samples of `Success`, one for each probe. */
  readonly published?: 'cloudwatch' | 'emf' | 'nowhere';
  /** Whether `Runs` was counted, whoever got it. */
  readonly heartbeat?: boolean;
  /** Of the last line of the log. */
  readonly level?: string;
  readonly error?: string;
}

const ALL_NOT_RUN = { outcomes: { 'not-run': 16 }, state: 'unknown', heartbeat: false };
const ALL_PASSED = { outcomes: { passed: 16 }, state: 'healthy', heartbeat: true };
// EC2 is asked, and what it said before is at hand.
const ASKING = { discovery: { maxAgeMs: 0 } };

export const DEADLINE_FAULTS: readonly DeadlineFault[] = [
  {
    fault: 'EC2 never answers the first run of a process',
    does: 'gives up when the time for probing is over; the run is `unknown` with problem `ec2-unreachable`, and no heartbeat',
    remainingMs: 3_000,
    silent: ['ec2'],
    cold: true,
    told: {
      outcomes: {},
      state: 'unknown',
      endpoints: 'none',
      problem: 'ec2-unreachable',
      published: 'nowhere',
      heartbeat: false,
    },
    looksMs: 750,
    asks: 'aws',
  },
  {
    fault: 'EC2 never answers a later run',
    does: 'waits two seconds, then probes by the last good answer and says so',
    remainingMs: 8_000,
    silent: ['ec2'],
    configuration: ASKING,
    told: { ...ALL_PASSED, endpoints: 'last-known-good', problem: 'ec2-unreachable', published: 'cloudwatch' },
    looksMs: 1_950,
  },
  {
    fault: 'no DNS answer comes before the deadline',
    does: 'marks the probes `not-run` and publishes them to CloudWatch',
    remainingMs: 2_400,
    scenario: 'dns-silent',
    told: { ...ALL_NOT_RUN, published: 'cloudwatch' },
    looksMs: 150,
  },
  {
    fault: 'no connection stands before the deadline',
    does: 'marks the probes `not-run` and publishes them to CloudWatch',
    remainingMs: 2_400,
    scenario: 'endpoint-unreachable',
    told: { ...ALL_NOT_RUN, published: 'cloudwatch' },
    looksMs: 150,
  },
  {
    fault: 'no handshake ends before the deadline',
    does: 'marks the probes `not-run` and publishes them to CloudWatch',
    remainingMs: 2_400,
    scenario: 'tls-silent',
    told: { ...ALL_NOT_RUN, published: 'cloudwatch' },
    looksMs: 150,
  },
  {
    fault: 'no request is answered before the deadline',
    does: 'marks the probes `not-run` and publishes them to CloudWatch',
    remainingMs: 2_400,
    scenario: 'endpoint-silent',
    told: { ...ALL_NOT_RUN, published: 'cloudwatch' },
    looksMs: 150,
  },
  {
    fault: 'one zone takes all the time there is',
    does: 'publishes what it saw through the other ways, and that zone as `not-run`: `degraded`',
    remainingMs: 5_000,
    scenario: 'zone-down',
    told: {
      outcomes: { passed: 12, 'not-run': 4 },
      state: 'degraded',
      diagnoses: ['run-cut-short'],
      published: 'cloudwatch',
      heartbeat: true,
    },
    looksMs: 2_750,
  },
  {
    fault: 'Secrets Manager never answers for a header that requests must have',
    does: 'ends with function error `secret-unreachable`: nothing is sent, and no heartbeat',
    remainingMs: 1_500,
    silent: ['secretsmanager'],
    configuration: { auth: { headers: { 'x-api-key': { secretId: 'pets/api-key' } } } },
    told: { error: 'secret-unreachable', heartbeat: false },
    asks: 'aws',
  },
  {
    fault: 'CloudWatch never answers',
    does: 'writes the metrics as embedded metrics, and warns',
    remainingMs: 4_000,
    silent: ['monitoring'],
    told: { ...ALL_PASSED, published: 'emf', level: 'WARN' },
  },
  {
    fault: 'EC2, every probe and CloudWatch together never answer',
    does: 'has published every probe as `not-run`, as embedded metrics',
    remainingMs: 5_000,
    silent: ['ec2', 'monitoring'],
    scenario: 'endpoint-silent',
    configuration: ASKING,
    told: { ...ALL_NOT_RUN, endpoints: 'last-known-good', published: 'emf' },
    looksMs: 2_750,
  },
  {
    fault: 'the deadline is over before the run begins',
    does: 'asks nobody anything: every probe `not-run`, as embedded metrics',
    remainingMs: 0,
    told: { ...ALL_NOT_RUN, published: 'emf' },
    asks: 'nothing',
  },
  {
    fault: 'less time is left than is kept for the answer',
    does: 'asks nobody anything: every probe `not-run`, as embedded metrics',
    remainingMs: 150,
    told: { ...ALL_NOT_RUN, published: 'emf' },
    asks: 'nothing',
  },
  {
    fault: 'less time is left than is kept for publishing (two seconds), and no request is answered',
    does: 'probes in the first half of it and publishes in the second: CloudWatch has every probe as `not-run`',
    remainingMs: 2_000,
    scenario: 'endpoint-silent',
    told: { ...ALL_NOT_RUN, published: 'cloudwatch' },
    looksMs: 850,
  },
];
