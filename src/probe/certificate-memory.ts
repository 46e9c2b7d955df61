// What a handshake showed of the certificate. Node parses a certificate anew for every connection, keys, fingerprints and
// all, and that costs more than the handshake; an endpoint presents the same few again and again.

import type { X509Certificate } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { TlsFacts } from '../domain/observation.ts';
import { messageLine } from './excerpt.ts';

/** What of a certificate does not change from one connection to the next. */
interface KnownCertificate {
  readonly peer: Partial<PeerCertificate>;
  readonly facts: Pick<TlsFacts, 'subject' | 'issuer' | 'names'>;
  /** ISO 8601; absent when the date cannot be read. */
  readonly validTo?: string;
  /** Milliseconds since the epoch. */
  readonly validToMs: number;
}

/** Certificates by their bytes. */
export interface CertificateMemory {
  /** Call before the handshake ends: Node then verifies the name against what is remembered of the same bytes. Gives
   * what tells the facts once the handshake is over; `now` in milliseconds since the epoch. */
  readonly watch: (socket: TLSSocket) => (now: number) => TlsFacts;
}

// A run meets one certificate for each name it dials, at most; a hostile endpoint may present a new one every time.
const MAX_REMEMBERED = 64;

export function createCertificateMemory(): CertificateMemory {
  const remembered = new Map<string, KnownCertificate>();
  const recall = (socket: TLSSocket): KnownCertificate => {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return NONE;
    const bytes = certificate.raw.toString('latin1');
    const known = remembered.get(bytes);
    if (known !== undefined) return known;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const fresh = read(certificate);
    remembered.set(bytes, fresh);
    return fresh;
  };
  return {
    watch: (socket) => {
      let seen: KnownCertificate | undefined;
      const see = () => {
        seen ??= recall(socket);
        return seen;
      };
      Object.assign(socket, { getPeerCertificate: () => see().peer });
      return (now) => {
        const { facts, validTo, validToMs } = see();
        return {
          protocol: socket.getProtocol() ?? '',
          cipher: socket.getCipher().name,
          ...facts,
          ...(validTo === undefined ? {} : { validTo, daysLeft: Math.floor((validToMs - now) / 86_400_000) }),
        };
      };
    },
  };
}

// As Node has it where a server presents no certificate, which TLS 1.2 and 1.3 know with shared keys alone.
const NONE: KnownCertificate = { peer: {}, facts: { subject: '', issuer: '', names: '' }, validToMs: Number.NaN };

function read(certificate: X509Certificate): KnownCertificate {
  const peer = certificate.toLegacyObject();
  const validTo = new Date(peer.valid_to);
  const validToMs = validTo.getTime();
  return {
    peer,
    facts: {
      subject: distinguishedName(peer.subject),
      issuer: distinguishedName(peer.issuer),
      names: messageLine(peer.subjectaltname ?? ''),
    },
    ...(Number.isNaN(validToMs) ? {} : { validTo: validTo.toISOString() }),
    validToMs,
  };
}

function distinguishedName(name: object | undefined): string {
  const parts = Object.entries(name ?? {}).flatMap(([key, value]) => [value].flat().map((each) => `${key}=${each}`));
  return messageLine(parts.join(', '));
}
