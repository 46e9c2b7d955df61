// One planned probe, tried once: resolve, connect, TLS, request, expectation. It records and does not judge, and it
// never rejects: what goes wrong out there is part of the observation.

import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Observation } from '../domain/observation.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import { connect } from './connect.ts';
import { bodyExcerpt } from './excerpt.ts';
import { exchange } from './exchange.ts';
import { compare } from './expect.ts';
import { handshake } from './handshake.ts';
import { type Recording, startRecording } from './recording.ts';
import { resolve } from './resolve.ts';
import type { StepLimit } from './step.ts';

/** What all probes of a run share. `now` is the wall clock in milliseconds, for the days a certificate has left. */
export interface ProbeSettings {
  readonly timeouts: Target['timeouts'];
  readonly port: number;
  /** The one DNS server that is asked: `10.0.0.2`, `10.0.0.2:53`, `[fd00::2]:53`. */
  readonly resolver: string;
  readonly secureContext: SecureContext;
  /** Only for the `curl` line; the certificates themselves are in `secureContext`. */
  readonly caFile?: string;
  readonly userAgent: string;
  readonly now: () => number;
}

/** Tries a probe. When the signal aborts, the observation is `not-run`: what was cut off says nothing about the API. */
export async function probe(planned: PlannedProbe, settings: ProbeSettings, signal: AbortSignal): Promise<Observation> {
  const recording = startRecording(planned, settings);
  if (signal.aborted) return recording.notRun();
  try {
    return await reach(planned, { settings, signal, recording });
  } catch (error) {
    return recording.failed('dns', 'unknown', error instanceof Error ? error.message : String(error));
  }
}

interface Attempt {
  readonly settings: ProbeSettings;
  readonly signal: AbortSignal;
  readonly recording: Recording;
}

/** Name, address and connection; from there on `ask`. */
async function reach(planned: PlannedProbe, attempt: Attempt): Promise<Observation> {
  const { settings, recording } = attempt;
  const { timeouts, port, resolver } = settings;
  const { route, family } = planned;
  recording.see({ resolver });

  const resolved = await resolve(route.dial, { family, server: resolver }, limit(attempt, timeouts.dnsMs));
  recording.time('dns', resolved);
  if (resolved.kind !== 'done') return recording.stopped('dns', resolved);
  recording.see(resolved.value);

  const connected = await connect(
    { address: resolved.value.address, port, family },
    limit(attempt, timeouts.connectMs),
  );
  recording.time('connect', connected);
  if (connected.kind !== 'done') return recording.stopped('connect', connected);
  try {
    return await ask(planned, connected.value, attempt);
  } finally {
    connected.value.destroy();
  }
}

/** TLS, the request and what is expected of the answer. */
async function ask(planned: PlannedProbe, socket: Socket, attempt: Attempt): Promise<Observation> {
  const { settings, recording } = attempt;
  const { route, resource } = planned;
  const identity = { sni: route.sni, context: settings.secureContext, now: settings.now };

  const secured = await handshake(socket, identity, limit(attempt, settings.timeouts.tlsMs));
  recording.time('tls', secured);
  if (secured.kind !== 'done') return recording.stopped('tls', secured);
  recording.see({ tls: secured.value.facts });
  const { refused } = secured.value;
  if (refused !== undefined) return recording.failed('tls', refused.code, refused.message);

  const { request, response } = await exchange(
    secured.value.socket,
    { route, userAgent: settings.userAgent },
    limit(attempt, settings.timeouts.probeMs),
  );
  recording.time('firstByte', request);
  if (response === undefined) return recording.stopped('request', request);
  recording.time('transfer', response);
  if (response.kind !== 'done') return recording.stopped('response', response);

  const { body, ...facts } = response.value;
  recording.see(facts);
  const disappointment = compare(response.value, resource.expect);
  if (disappointment === undefined) return recording.passed(resource.expect.latencyMs);
  recording.see({ bodyExcerpt: bodyExcerpt(body.toString('utf8')) });
  return recording.failed('expect', disappointment.code, disappointment.message);
}

function limit({ settings, signal, recording }: Attempt, ms: number): StepLimit {
  return { ms: Math.max(1, Math.min(ms, settings.timeouts.probeMs - recording.elapsedMs())), signal };
}
