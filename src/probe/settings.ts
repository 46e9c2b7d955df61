// What all probes of a run share, made from a target: parsed certificates, the one DNS server, the name we go by.

import { X509Certificate } from 'node:crypto';
import { getServers } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { CanaryError } from '../domain/canary-error.ts';
import type { Target } from '../domain/target.ts';
import { probeSecureContext } from './handshake.ts';
import type { ProbeSettings } from './probe.ts';

/** Reads the certificates that the target names. Throws a `CanaryError` when they cannot be read. */
export async function probeSettings(target: Target, userAgent: string): Promise<ProbeSettings> {
  const { port, caFile, resolver } = target.connection;
  return {
    timeouts: target.timeouts,
    port,
    // One query means one server: the first, as the system's own resolver does while that one answers.
    resolver: resolver?.[0] ?? getServers()[0] ?? '127.0.0.1',
    secureContext: await secureContext(caFile),
    ...(caFile === undefined ? {} : { caFile }),
    userAgent,
    now: Date.now,
  };
}

async function secureContext(caFile: string | undefined): Promise<ProbeSettings['secureContext']> {
  if (caFile === undefined) return probeSecureContext();
  try {
    return probeSecureContext(certificates(await readFile(caFile, 'utf8')));
  } catch (error) {
    throw new CanaryError('ca-file-unreadable', `connection.caFile: ${caFile}: ${error}`, { cause: error });
  }
}

/** Throws where there is no certificate at the beginning: OpenSSL would take the text for an empty list of authorities. */
function certificates(pem: string): string {
  void new X509Certificate(pem);
  return pem;
}
