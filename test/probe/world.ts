// The smallest world that a probe can be tried in: one DNS server, one endpoint, one planned probe.
import type { TLSSocket } from 'node:tls';
import type { Question } from 'dns-packet';
import { createAuthorization } from '../../src/authorization/authorize.ts';
import type { Credentials } from '../../src/authorization/credentials.ts';
import type { Endpoint } from '../../src/domain/endpoint.ts';
import type { EndpointId, HostName, Region, ZoneName } from '../../src/domain/identifiers.ts';
import { type Observation, PHASES } from '../../src/domain/observation.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { watchArrivals } from '../../src/probe/arrivals.ts';
import { createCertificateMemory } from '../../src/probe/certificate-memory.ts';
import { probeSecureContext } from '../../src/probe/handshake.ts';
import { type ProbeSettings, probe } from '../../src/probe/probe.ts';
import { trustIn } from '../../src/probe/trusted-networks.ts';
import { createAuthority, type KeyPair } from './certificate-authority.ts';
import { type Behaviour, type EndpointServer, startEndpointServer } from './endpoint-server.ts';
import { addressRecords, type NameReply, type NameServer, startNameServer } from './name-server.ts';

export const NAMES = {
  api: '01234567ab.execute-api.us-west-2.amazonaws.com',
  alias: '01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com',
  regional: 'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
  zoneA: 'vpce-01234567abcdef012-01234567-us-west-2a.execute-api.us-west-2.vpce.amazonaws.com',
  zoneB: 'vpce-01234567abcdef012-01234567-us-west-2b.execute-api.us-west-2.vpce.amazonaws.com',
  domain: 'pets.internal.example.com',
} as const;

export const USER_AGENT = 'canary-test/1';

/** One authority for each test file: making keys is the slow part. */
export const authority = await createAuthority();

const wholeCertificate = await authority.issue({
  names: ['*.execute-api.us-west-2.vpce.amazonaws.com', '*.execute-api.us-west-2.amazonaws.com', NAMES.domain],
});

export interface WorldOptions {
  readonly names?: (question: Question) => NameReply | undefined;
  readonly endpoint?: Partial<Behaviour>;
  readonly certificate?: KeyPair;
  /** Loopback address that the endpoint listens on. */
  readonly address?: string;
  readonly timeouts?: Partial<Target['timeouts']>;
  readonly accessMethods?: readonly string[];
  readonly expect?: { readonly status?: number[]; readonly body?: string[]; readonly latencyMs?: number };
  /** Names a zone's interface as well as the Region's. */
  readonly zones?: boolean;
  /** Instead of one resource at /pets. */
  readonly resources?: readonly object[];
  /** What requests carry: as it is configured, and where it comes from. */
  readonly auth?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly credentials?: Credentials;
  /** Where credentials may go. Absent: to this machine; undefined: what a configuration without the key means. */
  readonly trustedNetworks?: readonly string[] | undefined;
}

export interface World extends AsyncDisposable {
  readonly names: NameServer;
  readonly endpoint: EndpointServer;
  readonly target: Target;
  readonly endpoints: readonly Endpoint[];
  readonly planned: readonly PlannedProbe[];
  readonly settings: ProbeSettings;
  /** Tries the first planned probe. */
  readonly probe: (signal?: AbortSignal) => Promise<Observation>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { address = '127.0.0.1', certificate = wholeCertificate } = options;
  const names = await startNameServer(options.names ?? (({ name }) => ({ answers: addressRecords(name, [address]) })));
  const tls = { cert: certificate.cert, key: certificate.key };
  const endpoint = await startEndpointServer({ tls, onRequest: answerWith(answer()), ...options.endpoint }, address);
  const target = targetOf(options);
  const authorizer = await createAuthorization({
    env: options.env ?? {},
    secretsManager: () => {
      throw new Error('there is no Secrets Manager in this world');
    },
    credentials: options.credentials ?? { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-used' },
    now: Date.now,
  }).authorize(target, new AbortController().signal);
  const settings: ProbeSettings = {
    timeouts: target.timeouts,
    port: endpoint.port,
    resolver: names.address,
    trusts: trustIn(target.connection.trustedNetworks),
    secureContext: probeSecureContext(authority.pem),
    certificates: createCertificateMemory(),
    cost: { ms: 0.1 },
    userAgent: USER_AGENT,
    now: Date.now,
    ...(authorizer === undefined ? {} : { authorizer }),
  };
  const family = address.includes(':') ? 6 : 4;
  const endpoints = [endpointOf(options.zones === true, family)];
  const planned = plan(target, endpoints);
  return {
    names,
    endpoint,
    target,
    endpoints,
    planned,
    settings,
    probe: (signal) => probeOnce(firstOf(planned), settings, signal),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([names[Symbol.asyncDispose](), endpoint[Symbol.asyncDispose]()]);
    },
  };
}

/** Tries one probe, in a run of its own. */
export async function probeOnce(
  planned: PlannedProbe,
  settings: ProbeSettings,
  signal: AbortSignal = new AbortController().signal,
): Promise<Observation> {
  using arrivals = watchArrivals();
  return await probe(planned, settings, { signal, arrivals });
}

export function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('expected at least one item');
  return first;
}

const ITSELF = { trustedNetworks: ['127.0.0.0/8', '::1/128'] };

function targetOf({ accessMethods = ['vpce-host'], timeouts = {}, expect = {}, ...options }: WorldOptions): Target {
  const { trustedNetworks } = { ...ITSELF, ...options };
  return parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
    accessMethods,
    customDomain: { name: NAMES.domain, basePath: 'v1' },
    resources: options.resources ?? [{ path: '/pets', expect }],
    ...(options.auth === undefined ? {} : { auth: options.auth }),
    connection: trustedNetworks === undefined ? {} : { trustedNetworks },
    timeouts,
  });
}

function endpointOf(zones: boolean, family: 4 | 6): Endpoint {
  const zone = (letter: 'a' | 'b', name: string) => ({
    zone: `us-west-2${letter}` as ZoneName,
    name: name as HostName,
  });
  return {
    id: 'vpce-01234567abcdef012' as EndpointId,
    region: 'us-west-2' as Region,
    dnsSuffix: 'amazonaws.com',
    regionalName: NAMES.regional as HostName,
    zones: zones ? [zone('a', NAMES.zoneA), zone('b', NAMES.zoneB)] : [],
    families: [family],
    privateFamilies: [family],
    privateDns: 'on',
  };
}

export interface AnswerParts {
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The headers that API Gateway puts on every answer. */
export const GATEWAY_HEADERS = {
  'x-amzn-RequestId': '7b2b3d3c-0001-4a5b-9c8d-0123456789ab',
  'x-amz-apigw-id': 'AbCdEfGhIjKlMnO=',
} as const;

/** A whole answer, as bytes. */
export function answer({
  status = '200 OK',
  headers = GATEWAY_HEADERS,
  body = '[{"id":1}]',
}: AnswerParts = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export function answerWith(bytes: string | Buffer): (socket: TLSSocket) => void {
  return (socket) => {
    socket.end(bytes);
  };
}

/** What is exact in an observation: how it ended, and how far it came. */
export function ending({ outcome, failure, timesMs }: Observation) {
  const phases = PHASES.filter((phase) => timesMs?.[phase] !== undefined);
  return { outcome, step: failure?.step, code: failure?.code, phases };
}
