// The whole run as one JSON value: what is printed, logged, returned and replayed. Its keys are a contract: they may
// gain others, not lose or change.

import type { AccessMethodId } from './access-method.ts';
import type { Problem } from './canary-error.ts';
import type { Endpoint } from './endpoint.ts';
import type { ApiId, EndpointId, Region, StageName } from './identifiers.ts';
import type { Observation } from './observation.ts';
import type { LeftOut } from './plan.ts';
import type { DeniedRoutes, EndpointSource, Vantage } from './target.ts';

export const REPORT_SCHEMA = 'private-api-canary/report/1';

/** `degraded`: some ways, zones or resources fail, or a client would meet trouble; `unknown`: no probe had its turn. */
export type State = 'healthy' | 'degraded' | 'unreachable' | 'unknown';

/** A named cause, what shows it, and what to do about it. */
export interface Diagnosis {
  readonly code: string;
  readonly title: string;
  /** What it comes from. Where two causes look the same from here, both. */
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly remedy: string;
  /** The first command to run. */
  readonly command: string;
  /** Access methods, zones, endpoints or resources, as they are named in the observations. */
  readonly affects: readonly string[];
  /** Its section of the runbook, from the package's folder on: `docs/diagnoses.md#zone-unreachable`. */
  readonly link: string;
}

export interface Verdict {
  readonly state: State;
  /** One line for a phone's lock screen. */
  readonly summary: string;
  readonly diagnoses: readonly Diagnosis[];
  /** ISO 8601, UTC: since when the API has not been healthy, where that is known. Absent when it is healthy. */
  readonly since?: string;
}

/** Something that discovery met and went on in spite of. `subject` is the endpoint or the DNS name. */
export interface DiscoveryNotice {
  readonly code:
    | 'unknown-dns-entry'
    | 'other-service'
    | 'endpoint-missing'
    | 'not-usable'
    | 'without-dns-names'
    | 'private-dns-pending';
  readonly subject: string;
  readonly message: string;
}

/** What became different at an endpoint between two answers of EC2. `before` and `after` are texts for a person, empty
 * where there was or is nothing. */
export interface EndpointChange {
  readonly endpoint: EndpointId;
  readonly what: 'endpoint' | 'state' | 'names' | 'zones' | 'private-dns' | 'security-groups' | 'subnets';
  readonly before: string;
  readonly after: string;
  /** ISO 8601, UTC: the two answers between which it changed. */
  readonly between: readonly [earlier: string, later: string];
}

/** What is known about the endpoints and how. `remembered`: a kept answer, not older than its allowed age;
 * `last-known-good`: an older or suspect answer that stands in because EC2 failed, for the reason in `problem`. */
export interface Discovery {
  readonly source: 'ec2' | 'remembered' | 'last-known-good' | 'configuration' | 'none';
  /** Age of the answer in seconds; 0 when EC2 was just asked. */
  readonly ageSeconds: number;
  readonly endpoints: readonly Endpoint[];
  readonly notices: readonly DiscoveryNotice[];
  /** What changed in the last hour, as far as this process saw it; absent when nothing did. */
  readonly changes?: readonly EndpointChange[];
  /** Why EC2 could not be asked this time. */
  readonly problem?: Problem;
}

/** What became of the metric data. Each datum is one metric with its values for one set of dimensions. */
export interface Published {
  readonly sink: 'cloudwatch' | 'emf' | 'none';
  readonly accepted: number;
  readonly rejected: number;
  /** Data that are kept on disk and sent later, with their own time stamps; absent when there are none. */
  readonly kept?: number;
  /** Where the rejected data went instead. */
  readonly fallback?: 'emf';
  readonly problem?: Problem;
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly target: {
    readonly api: { readonly id: ApiId; readonly stage: StageName; readonly region: Region; readonly name: string };
    readonly accessMethods: readonly AccessMethodId[];
    readonly leftOut: readonly LeftOut[];
    readonly resources: readonly string[];
    /** How the configuration names the endpoints. */
    readonly endpoints: EndpointSource;
    /** What requests carry to prove who asks: a signature, and headers by their names. Absent where they carry nothing. */
    readonly auth?: { readonly iam: boolean; readonly headers: readonly string[] };
    /** What routes are to be refused by API Gateway; absent where none are. */
    readonly routes?: readonly DeniedRoutes[];
    /** The TCP port that was dialled. */
    readonly port: number;
  };
  readonly vantage: Vantage;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The most that the process itself may have added to the total of one probe or control, in milliseconds. */
  readonly measurementDelayMs: number;
  /** True when the deadline ended the run before every probe was done. */
  readonly cutShort: boolean;
  readonly endpoints: readonly Endpoint[];
  readonly discovery: Omit<Discovery, 'endpoints'>;
  readonly observations: readonly Observation[];
  /** Probes that were sent only to tell causes apart. They count in no metric and no state. */
  readonly controls: readonly Observation[];
  readonly verdict: Verdict;
  readonly published: Published;
}
