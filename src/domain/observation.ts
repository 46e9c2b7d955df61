// What one probe saw: every phase's time, the answer or the step at which it failed. No judgement. The keys are those
// of the report, which is a contract.

import type { AccessMethodId } from './access-method.ts';
import type { ControlKind } from './control.ts';
import type { Family } from './endpoint.ts';
import type { Failure } from './failure.ts';
import type { EndpointId, ZoneName } from './identifiers.ts';
import type { PlannedProbe, Route } from './plan.ts';

/** `not-run`: the probe did not get its turn, or the run ended while it was under way; it says nothing of the API. */
export type Outcome = 'passed' | 'failed' | 'not-run';

/** The phases of a probe, in their order. They are disjoint. */
export const PHASES = ['dns', 'connect', 'tls', 'firstByte', 'transfer'] as const;
export type Phase = (typeof PHASES)[number];

/** Milliseconds. A phase that was not reached is absent; the phase that failed has the time spent in it.
 * `firstByte`: request sent to first byte; `unaccounted`: total less the sum of the phases. */
export type TimesMs = { readonly [phase in Phase]?: number } & { readonly unaccounted: number; readonly total: number };

/** What the handshake showed, kept when the certificate was refused, too. `daysLeft` is rounded down; it and `validTo`
 * are absent when the certificate's date cannot be read. */
export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names as Node prints them: `DNS:*.example.com, DNS:example.com`. */
  readonly names: string;
  readonly validTo?: string;
  readonly daysLeft?: number;
}

export interface Observation {
  readonly accessMethod: AccessMethodId;
  readonly endpoint?: EndpointId;
  readonly zone?: ZoneName;
  /** Label of the resource: `GET /pets`. */
  readonly resource: string;
  /** Only on control probes: what they are to prove. */
  readonly control?: ControlKind;
  /** API Gateway was to refuse it: it passed by being refused. */
  readonly expected?: 'denied';
  readonly outcome: Outcome;
  /** Passed, but slower than the resource's `expect.latencyMs`. */
  readonly slow?: true;
  readonly route: Route;
  readonly family: Family;
  /** The DNS server that was asked, where one is configured or the system names one. */
  readonly resolver?: string;
  /** The address that was dialled: the first of the answer. */
  readonly address?: string;
  /** Those of the answer, in its order, at most 32. */
  readonly addresses?: readonly string[];
  /** Smallest TTL of the answer in seconds: that of an address record, or of a CNAME before it. */
  readonly ttlSeconds?: number;
  readonly timesMs?: TimesMs;
  /** The most that this process may have added to the total itself, in milliseconds: what is unaccounted for, and what it
   * was late for, being at work or standing still when something arrived. Absent where there are no times. */
  readonly measurementDelayMs?: number;
  readonly tls?: TlsFacts;
  readonly status?: number;
  /** `x-amzn-ErrorType` up to its first colon. */
  readonly errorType?: string;
  /** `x-amzn-RequestId`. */
  readonly requestId?: string;
  /** `x-amz-apigw-id`. */
  readonly apiGatewayId?: string;
  /** Beginning of the body, on failure only; control characters escaped. */
  readonly bodyExcerpt?: string;
  readonly failure?: Failure;
  /** A command line that repeats this probe. */
  readonly curl: string;
}

/** What every observation of a probe repeats from its plan. */
export function identityOf(
  probe: PlannedProbe,
): Pick<Observation, 'accessMethod' | 'endpoint' | 'zone' | 'resource' | 'control' | 'expected' | 'route' | 'family'> {
  const { accessMethod, endpoint, zone, family, route, resource, control } = probe;
  return {
    accessMethod,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(zone === undefined ? {} : { zone }),
    resource: resource.label,
    ...(control === undefined ? {} : { control }),
    ...(resource.expect.denied === true ? { expected: 'denied' as const } : {}),
    route,
    family,
  };
}
