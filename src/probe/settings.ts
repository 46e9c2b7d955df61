// What all probes of a run share, made from a target: parsed certificates, the one DNS server, the name we go by.

import { X509Certificate } from 'node:crypto';
import { getServers } from 'node:dns';
import { readFile } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import { getSystemErrorMessage } from 'node:util';
import { type Authorizer, wantsAuthorization } from '../domain/authorization.ts';
import { CanaryError } from '../domain/canary-error.ts';
import type { Target } from '../domain/target.ts';
import { createCertificateMemory } from './certificate-memory.ts';
import { probeSecureContext } from './handshake.ts';
import type { ProbeCost } from './pace.ts';
import type { ProbeSettings } from './probe.ts';
import { trustIn } from './trusted-networks.ts';

// What was presented once, and what probes cost, is known to every later run of this process.
const certificates = createCertificateMemory();
const cost: ProbeCost = { ms: 0 };

/** Reads the certificates that the target names. `authorizer` is needed where the target's requests carry something.
 * Throws a `CanaryError` when the certificates cannot be read. */
export async function probeSettings(
  target: Target,
  userAgent: string,
  authorizer?: Authorizer,
): Promise<ProbeSettings> {
  // Requests would go out without it, be refused, and the API be blamed.
  if (authorizer === undefined && wantsAuthorization(target))
    throw new CanaryError('internal', 'the target has `auth`, and its probes were given no authorizer');
  const { port, caFile, resolver, trustedNetworks } = target.connection;
  return {
    timeouts: target.timeouts,
    port,
    // One query means one server: the first, as the system's own resolver does while that one answers.
    resolver: resolver?.[0] ?? getServers()[0] ?? '127.0.0.1',
    trusts: trustIn(trustedNetworks),
    secureContext: await readCertificates(caFile),
    certificates,
    cost,
    ...(caFile === undefined ? {} : { caFile }),
    ...(authorizer === undefined ? {} : { authorizer }),
    userAgent,
    now: Date.now,
  };
}

// A file is read for every run, since certificates are replaced in place, and parsed when it has changed. The contexts of
// as many texts, those used last, as one process may have targets of their own; a context takes memory.
const MAX_CONTEXTS = 32;
const contexts = new Map<string | undefined, SecureContext>();

/** The certificates of a file, or those that come with Node. Throws a `CanaryError` when they cannot be read. */
export async function readCertificates(caFile: string | undefined): Promise<SecureContext> {
  try {
    const pem = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
    const context = contexts.get(pem) ?? probeSecureContext(pem === undefined ? undefined : authorities(pem));
    // To the end of the map: at its beginning is what was used longest ago.
    contexts.delete(pem);
    contexts.set(pem, context);
    const [oldest] = contexts.keys();
    if (contexts.size > MAX_CONTEXTS) contexts.delete(oldest);
    return context;
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException;
    const why = errno === undefined ? error : getSystemErrorMessage(errno);
    throw new CanaryError('ca-file-unreadable', `connection.caFile: ${caFile}: ${why}`, { cause: error });
  }
}

/** Throws where there is no certificate at the beginning: OpenSSL would take the text for an empty list of authorities. */
function authorities(pem: string): string {
  void new X509Certificate(pem);
  return pem;
}
