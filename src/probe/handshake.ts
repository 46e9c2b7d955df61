// TLS on a socket that has just connected, with the route's SNI and no other, no session resumption, and HTTP/1.1 as the
// only protocol.

import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { FailureCode } from '../domain/failure.ts';
import type { TlsFacts } from '../domain/observation.ts';
import type { CertificateMemory } from './certificate-memory.ts';
import { classifyTlsError } from './classify.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** A finished handshake. `refused` is set when the certificate must not be trusted: then nothing may be sent. */
export interface Handshake {
  readonly facts: TlsFacts;
  readonly refused?: { readonly code: FailureCode; readonly message: string };
}

/** `now` in milliseconds since the epoch. */
interface HandshakeOptions {
  readonly sni: string;
  readonly certificates: CertificateMemory;
  readonly now: () => number;
}

/** One context for all probes: parsing root certificates costs more than a handshake. `ca` (PEM) replaces the built-in
 * roots, as `curl --cacert` does. */
export function probeSecureContext(ca?: string): SecureContext {
  return createSecureContext({
    ...(ca === undefined ? {} : { ca }),
    minVersion: 'TLSv1.2',
    // A resumed session carries no certificate; without tickets there is nothing to resume.
    secureOptions: constants.SSL_OP_NO_TICKET,
    // Not ML-KEM, which OpenSSL 3.5 offers by itself: its key costs a tenth of a probe, and makes a greeting of two packets.
    ecdhCurve: 'X25519:P-256:P-384:P-521',
  });
}

/** Waits for the end of the handshake. The certificate is verified against `sni`; one that is refused is still described
 * in `facts`. */
export function handshake(
  socket: TLSSocket,
  { sni, certificates, now }: HandshakeOptions,
  limit: StepLimit,
): Promise<StepResult<Handshake>> {
  return timedStep(
    limit,
    () => 'tls-timeout',
    ({ done, failed }) => {
      const factsAt = certificates.watch(socket);
      socket.once('secureConnect', () => {
        const arrival = limit.arrivals.now();
        const facts = factsAt(now());
        const refusal = socket.authorizationError as unknown;
        const code = refusal instanceof Error ? refusal.message : String(refusal);
        const refused = { code: classifyTlsError({ code }), message: refusalMessage(code, facts, sni) };
        done({ facts, ...(socket.authorized ? {} : { refused }) }, { ...arrival, at: arrival.handledAt });
      });
      socket.on('error', (error: NodeJS.ErrnoException) =>
        failed(classifyTlsError(error), error.code ?? error.message),
      );
      socket.once('close', () => failed('tls-reset', 'the connection ended during the handshake'));
      return () => socket.destroy();
    },
  );
}

function refusalMessage(code: string, facts: TlsFacts, sni: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `certificate for (${facts.names}) expected ${sni}`;
  return `${code}: certificate of ${facts.subject} issued by ${facts.issuer}, valid to ${facts.validTo ?? 'a date that cannot be read'}`;
}
