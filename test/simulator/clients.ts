// Clients for the simulator's tests, made of Node's own modules: address, SNI, Host and path are given one by one.
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { Simulator } from '../../src/simulator/simulator.ts';

export interface Ask {
  readonly zone?: string;
  /** Default: that of the zone. */
  readonly address?: string;
  readonly sni: string;
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly certificate: DetailedPeerCertificate;
  readonly tlsVersion: string | null;
  readonly firstByteMs: number;
}

export const names = {
  api: '01234567ab.execute-api.us-west-2.amazonaws.com',
  alias: '01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com',
  regional: 'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
  zoneA: 'vpce-01234567abcdef012-01234567-us-west-2a.execute-api.us-west-2.vpce.amazonaws.com',
  zoneB: 'vpce-01234567abcdef012-01234567-us-west-2b.execute-api.us-west-2.vpce.amazonaws.com',
  domain: 'pets.internal.example.com',
} as const;

/** The ways in by the API's default endpoint, each to the same path. */
export const ways = {
  'private-dns': { sni: names.api, host: names.api },
  'route53-alias': { sni: names.alias, host: names.alias },
  'vpce-host': { sni: names.regional, host: names.api },
  'vpce-api-id': { sni: names.regional, host: names.regional, headers: { 'x-apigw-api-id': '01234567ab' } },
} as const;

/** The ways in by the private custom domain: below its base path, without the stage. */
export const customDomainWays = {
  'custom-domain': { sni: names.domain, host: names.domain },
  'vpce-custom-domain': { sni: names.regional, host: names.domain },
} as const;

/** One request on a fresh connection. Rejects when the certificate does not verify for the SNI. */
export async function ask(simulator: Simulator, { zone = 'us-west-2b', ...options }: Ask): Promise<Answered> {
  const ca = await readFile(simulator.caFile);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: options.address ?? simulator.addresses[zone],
      port: simulator.port,
      servername: options.sni,
      path: options.path,
      method: options.method ?? 'GET',
      headers: { ...options.headers, Host: options.host },
      agent: new Agent({ keepAlive: false, maxCachedSessions: 0, ALPNProtocols: ['http/1.1'] }),
      ca,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const firstByteMs = performance.now() - startedAt;
      const socket = response.socket as TLSSocket;
      const certificate = socket.getPeerCertificate(true);
      const tlsVersion = socket.getProtocol();
      const { statusCode: status, headers, rawHeaders } = response;
      text(response).then(
        (body) => resolve({ status, headers, rawHeaders, body, certificate, tlsVersion, firstByteMs }),
        reject,
      );
    });
    outgoing.end(options.body);
  });
}

/** What becomes of an attempt to connect. */
type Knocked = 'open' | 'refused' | 'silent';

/** How long to knock for an expected outcome: silence takes all of it, the others are there much sooner. */
export const patienceMs = { open: 10_000, refused: 10_000, silent: 400 } as const satisfies Record<Knocked, number>;

/** Whether a TCP connection is made, refused, or left without an answer for the whole time given. */
export async function knock(host: string, port: number, forMs: number): Promise<Knocked> {
  const socket: Socket = connect({ host, port });
  try {
    return await new Promise((resolve, reject) => {
      socket.on('connect', () => resolve('open'));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') resolve('refused');
        else reject(error);
      });
      socket.setTimeout(forMs, () => resolve('silent'));
    });
  } finally {
    socket.destroy();
  }
}
