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
import type { StepLimit } from './step.ts';

/** What all probes of a run share. `now` is the wall clock in milliseconds, for the days a certificate has left. */
export interface ProbeSettings {
  readonly timeouts: Target['timeouts'];
  readonly port: number;
  /** The one DNS server that is asked: `10.0.0.2`, `10.0.0.2:53`, `[fd00::2]:53`. */
  readonly resolver: string;
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
  readonly arrivals: Arrivals;
}

/** Tries a probe. */
export async function probe(planned: PlannedProbe, settings: ProbeSettings, run: ProbeRun): Promise<Observation> {
  let recording = startRecording(planned, settings);
  if (run.signal.aborted) return recording.notRun();
  try {
    const headers = await headersOf(planned, settings);
    // The time begins here: a signature is no work of the network's.
    recording = startRecording(planned, settings);
    return await reach(planned, { settings, run, recording, headers });
  } catch (error) {
    return recording.failed('dns', 'unknown', error instanceof Error ? error.message : String(error));
  }
}

/** All headers of the request. They have secrets in them, and go no further than into the request. */
async function headersOf(
  { route, resource }: PlannedProbe,
  { authorizer, userAgent }: ProbeSettings,
): Promise<Headers> {
  if (authorizer === undefined || resource.auth === 'none') return requestHeaders(route, userAgent);
  return requestHeaders(route, userAgent, await authorizer.headersFor({ method: resource.method, route }));
}

type Headers = ReturnType<typeof requestHeaders>;

interface Attempt {
  readonly headers: Headers;
  readonly settings: ProbeSettings;
  readonly run: ProbeRun;
  readonly recording: Recording;
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

  const peer = { address: resolved.value.address, port, sni: route.sni, context: secureContext };
  const connected = await connect(peer, limit(attempt, timeouts.connectMs));
  recording.time('connect', connected);
  if (connected.kind !== 'done') return recording.stopped('connect', connected);
  try {
    return await ask(planned, connected, attempt);
  } finally {
    connected.value.destroy();
  }
}

/** TLS, the request and what is expected of the answer. */
async function ask(
  planned: PlannedProbe,
  { value: socket, endedAt }: { readonly value: TLSSocket; readonly endedAt: number },
  attempt: Attempt,
): Promise<Observation> {
  const { settings, recording, headers } = attempt;
  const { route, resource } = planned;
  const { certificates, now, timeouts } = settings;
  const redact = settings.authorizer?.redact ?? asItIs;

  const identity = { sni: route.sni, certificates, now };
  const secured = await handshake(socket, identity, { ...limit(attempt, timeouts.tlsMs), since: endedAt });
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

function limit({ settings, run, recording }: Attempt, ms: number): StepLimit {
  const leftMs = settings.timeouts.probeMs - recording.elapsedMs();
  return { ms: Math.max(1, Math.min(ms, leftMs)), signal: run.signal, arrivals: run.arrivals };
}
