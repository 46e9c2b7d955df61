// TLS on a connected socket, with the route's SNI and no other, no session resumption, and HTTP/1.1 as the only protocol.

import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { FailureCode } from '../domain/failure.ts';
import type { TlsFacts } from '../domain/observation.ts';
import { classifyTlsError } from './classify.ts';
import { messageLine } from './excerpt.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** A finished handshake. `refused` is set when the certificate must not be trusted: then nothing may be sent. */
export interface Handshake {
  readonly socket: TLSSocket;
  readonly facts: TlsFacts;
  readonly refused?: { readonly code: FailureCode; readonly message: string };
}

/** One context for all probes: parsing root certificates costs more than a handshake. `ca` (PEM) replaces the built-in
 * roots, as `curl --cacert` does. */
export function probeSecureContext(ca?: string): SecureContext {
  return createSecureContext({
    ...(ca === undefined ? {} : { ca }),
    minVersion: 'TLSv1.2',
    // A resumed session carries no certificate; without tickets there is nothing to resume.
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
}

/** Shakes hands. The certificate is verified against `sni`; one that is refused is still described in `facts`. */
export function handshake(
  socket: Socket,
  options: { readonly sni: string; readonly context: SecureContext; readonly now: () => number },
  limit: StepLimit,
): Promise<StepResult<Handshake>> {
  return timedStep(
    limit,
    () => 'tls-timeout',
    ({ done, failed }) => {
      const tls = tlsConnect({
        socket,
        servername: options.sni,
        secureContext: options.context,
        ALPNProtocols: ['http/1.1'],
        // Node verifies chain and name in any case and puts the result into `authorizationError`. Going on here keeps the
        // certificate as evidence; the caller sends nothing when it was refused.
        rejectUnauthorized: false,
      });
      tls.once('secureConnect', () => {
        const refusal = tls.authorizationError as unknown;
        const code = refusal instanceof Error ? refusal.message : String(refusal);
        const facts = tlsFacts(tls, options.now());
        done({
          socket: tls,
          facts,
          ...(tls.authorized
            ? {}
            : { refused: { code: classifyTlsError({ code }), message: refusalMessage(code, facts, options.sni) } }),
        });
      });
      tls.on('error', (error: NodeJS.ErrnoException) => failed(classifyTlsError(error), error.code ?? error.message));
      tls.once('close', () => failed('tls-reset', 'the connection ended during the handshake'));
      return () => tls.destroy();
    },
  );
}

function refusalMessage(code: string, facts: TlsFacts, sni: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `certificate for (${facts.names}) expected ${sni}`;
  return `${code}: certificate of ${facts.subject} issued by ${facts.issuer}, valid to ${facts.validTo ?? 'a date that cannot be read'}`;
}

function tlsFacts(socket: TLSSocket, now: number): TlsFacts {
  const certificate = socket.getPeerCertificate();
  const validTo = new Date(certificate.valid_to);
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    names: messageLine(certificate.subjectaltname ?? ''),
    ...(Number.isNaN(validTo.getTime())
      ? {}
      : { validTo: validTo.toISOString(), daysLeft: Math.floor((validTo.getTime() - now) / 86_400_000) }),
  };
}

function distinguishedName(name: object | undefined): string {
  const parts = Object.entries(name ?? {}).flatMap(([key, value]) => [value].flat().map((each) => `${key}=${each}`));
  return messageLine(parts.join(', '));
}
