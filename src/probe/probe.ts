// One planned probe, tried once: resolve, connect, TLS, request, expectation. It records and does not judge, and it
// never rejects: what goes wrong out there is part of the observation.

import type { SecureContext, TLSSocket } from 'node:tls';
import type { Authorizer } from '../domain/authorization.ts';
import type { Observation } from '../domain/observation.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import type { Arrivals } from './arrivals.ts';
import type { CertificateMemory } from './certificate-memory.ts';
import { connect } from './connect.ts';
import { disappointmentOf } from './disappointment.ts';
import { exchange } from './exchange.ts';
import { handshake } from './handshake.ts';
import type { ProbeCost } from './pace.ts';
import { type Recording, startRecording } from './recording.ts';
import { requestHeaders } from './request-headers.ts';
import { resolve } from './resolve.ts';
import type { StepLimit, StepTime } from './step.ts';

/** What all probes of a run share. `now` is the wall clock in milliseconds, for the days a certificate has left. */
export interface ProbeSettings {
  readonly timeouts: Target['timeouts'];
  readonly port: number;
  /** The one DNS server that is asked: `10.0.0.2`, `10.0.0.2:53`, `[fd00::2]:53`. */
  readonly resolver: string;
  /** Whether a request that carries something to prove who asks may be sent to this address. */
  readonly trusts: (address: string) => boolean;
  readonly secureContext: SecureContext;
  readonly certificates: CertificateMemory;
  readonly cost: ProbeCost;
  /** Where requests carry something to prove who asks. */
  readonly authorizer?: Authorizer;
  /** Only for the `curl` line; the certificates themselves are in `secureContext`. */
  readonly caFile?: string;
  readonly userAgent: string;
  readonly now: () => number;
}

/** What the probes that are under way at the same time share. */
export interface ProbeRun {
  /** Ends the run. What was cut off says nothing about the API: it is `not-run`. */
  readonly signal: AbortSignal;
  /** When it will abort by itself at the latest (`performance.now`). */
  readonly endsAt?: number;
  readonly arrivals: Arrivals;
}

/** Tries a probe. */
export async function probe(planned: PlannedProbe, settings: ProbeSettings, run: ProbeRun): Promise<Observation> {
  const recording = startRecording(planned, settings);
  if (run.signal.aborted) return recording.notRun();
  try {
    const headers = await headersOf(planned, settings);
    // The time begins here: a signature is no work of the network's.
    return await reach(planned, { settings, run, recording, headers, begunMs: run.arrivals.awakeMs() });
  } catch (error) {
    return recording.failed('dns', 'unknown', error instanceof Error ? error.message : String(error));
  }
}

/** All headers of the request. They have secrets in them, and go no further than into the request. */
async function headersOf(planned: PlannedProbe, settings: ProbeSettings): Promise<Headers> {
  const { route, resource } = planned;
  const own = await authorizerOf(planned, settings)?.headersFor({ method: resource.method, route });
  return requestHeaders(route, settings.userAgent, own);
}

/** Nothing where the request proves nothing. */
function authorizerOf({ resource }: PlannedProbe, { authorizer }: ProbeSettings): Authorizer | undefined {
  return resource.auth === 'none' ? undefined : authorizer;
}

type Headers = ReturnType<typeof requestHeaders>;

interface Attempt {
  readonly headers: Headers;
  readonly settings: ProbeSettings;
  readonly run: ProbeRun;
  readonly recording: Recording;
  /** When it began, by the clock that leaves out standstills (`arrivals.awakeMs`). */
  readonly begunMs: number;
}

/** Name, address and connection; from there on `ask`. */
async function reach(planned: PlannedProbe, attempt: Attempt): Promise<Observation> {
  const { settings, recording } = attempt;
  const { timeouts, port, secureContext } = settings;
  const { route, family } = planned;
  recording.see({ resolver: settings.resolver });

  const resolved = await resolve(route.dial, { family, server: settings.resolver }, limit(attempt, timeouts.dnsMs));
  recording.time('dns', resolved);
  if (resolved.kind !== 'done') return recording.stopped('dns', resolved);
  recording.see(resolved.value);

  const { address } = resolved.value;
  // Before anything is sent: a handshake tells the name, and whoever is there may have a certificate for it.
  if (authorizerOf(planned, settings) !== undefined && !settings.trusts(address))
    return recording.failed('connect', 'address-untrusted', untrusted(address));
  const peer = { address, port, sni: route.sni, context: secureContext };
  const connected = await connect(peer, limit(attempt, timeouts.connectMs));
  recording.time('connect', connected);
  if (connected.kind !== 'done') return recording.stopped('connect', connected);
  try {
    return await ask(planned, connected, attempt);
  } finally {
    connected.value.destroy();
  }
}

function untrusted(address: string): string {
  return `credentials are not sent to ${address}, which is in none of the trusted networks; if it is an address of the VPC, name its CIDR block in connection.trustedNetworks`;
}

/** TLS, the request and what is expected of the answer. */
async function ask(
  planned: PlannedProbe,
  connected: StepTime & { readonly value: TLSSocket },
  attempt: Attempt,
): Promise<Observation> {
  const { value: socket } = connected;
  const { settings, recording, headers } = attempt;
  const { route, resource } = planned;
  const { certificates, now, timeouts } = settings;
  const redact = settings.authorizer?.redact ?? asItIs;

  const identity = { sni: route.sni, certificates, now };
  const secured = await handshake(socket, identity, { ...limit(attempt, timeouts.tlsMs), since: connected });
  recording.time('tls', secured);
  if (secured.kind !== 'done') return recording.stopped('tls', secured);
  recording.see({ tls: secured.value.facts });
  const { refused } = secured.value;
  if (refused !== undefined) return recording.failed('tls', refused.code, refused.message);

  const sent = { method: resource.method, route, headers, redact };
  const { request, response } = await exchange(socket, sent, limit(attempt, timeouts.probeMs));
  recording.time('firstByte', request);
  if (response === undefined) return recording.stopped('request', request);
  recording.time('transfer', response);
  if (response.kind !== 'done') return recording.stopped('response', response);

  // Many answers may have come at once, and each may take long to judge: no timer ends the run meanwhile.
  if (performance.now() > (attempt.run.endsAt ?? Number.POSITIVE_INFINITY)) return recording.notRun();

  const { body, ...facts } = response.value;
  recording.see(facts);
  const disappointment = disappointmentOf(response.value, resource.expect, redact);
  if (disappointment === undefined) return recording.passed(resource.expect.latencyMs);
  const { bodyExcerpt, code, message } = disappointment;
  recording.see({ bodyExcerpt });
  return recording.failed('expect', code, message);
}

function asItIs(text: string): string {
  return text;
}

function limit({ settings, run, begunMs }: Attempt, ms: number): StepLimit {
  const leftMs = settings.timeouts.probeMs - (run.arrivals.awakeMs() - begunMs);
  return { ms: Math.max(1, Math.min(ms, leftMs)), signal: run.signal, arrivals: run.arrivals };
}
