// The canary with a configuration between reading it and the verdict, and a real server that receives what it sends,
// whatever name it is sent to.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createAuthorization } from '../../src/authorization/authorize.ts';
import { createDiscovery } from '../../src/discovery/discover.ts';
import { planControls } from '../../src/domain/control.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { type Connection, type EndpointServer, startEndpointServer } from '../probe/endpoint-server.ts';
import { readHello } from '../probe/hello-bytes.ts';
import { addressRecords, type NameServer, startNameServer } from '../probe/name-server.ts';
import { answer, answerWith, authority, USER_AGENT } from '../probe/world.ts';
import type { Attempt } from './smuggling-attempts.ts';

const ENDPOINT = 'vpce-01234567abcdef012';
const vpceName = (zone = '') => `${ENDPOINT}-01234567${zone}.execute-api.us-west-2.vpce.amazonaws.com`;
const METHODS = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id', 'custom-domain', 'vpce-custom-domain'];
const CONFIGURATION = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
  endpoints: { dnsNames: [vpceName(), vpceName('-us-west-2a')] },
  accessMethods: METHODS,
  customDomain: { name: 'pets.internal.example.com', basePath: 'v1' },
  resources: [{ path: '/pets' }],
};

export interface Sent {
  readonly target: Target;
  readonly probes: readonly PlannedProbe[];
  readonly observations: readonly Observation[];
}

export interface Receiver extends AsyncDisposable {
  readonly names: NameServer;
  readonly server: EndpointServer;
  /** What the whole program does with a configuration between reading it and the verdict. Gives what was planned. */
  readonly sent: (attempt: Attempt, resolver?: NameServer) => Promise<Sent>;
}

export async function startReceiver(): Promise<Receiver> {
  const folder = await mkdtemp(join(tmpdir(), 'smuggling-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.pem);
  const certificate = await authority.issue({
    names: ['vpce.amazonaws.com', 'amazonaws.com']
      .map((domain) => `*.execute-api.us-west-2.${domain}`)
      .concat('*.internal.example.com'),
  });
  // Every name leads to the one server, so that nothing that is sent goes unseen.
  const names = await startNameServer(({ name }) => ({ answers: addressRecords(name, ['127.0.0.1']) }));
  const server = await startEndpointServer({ tls: certificate, onRequest: answerWith(answer()) });
  return {
    names,
    server,
    sent: (attempt, { address } = names) =>
      sent(attempt, { port: server.port, resolver: [address], caFile, trustedNetworks: ['127.0.0.0/8'] }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([names[Symbol.asyncDispose](), server[Symbol.asyncDispose](), rm(folder, { recursive: true })]);
    },
  };
}

async function sent({ configuration, env = { VALUE: 'a value' } }: Attempt, connection: object): Promise<Sent> {
  const { signal } = new AbortController();
  const target = parseTarget({
    ...CONFIGURATION,
    connection,
    ...configuration,
  });
  const ec2 = () => {
    throw new Error('EC2 is not asked');
  };
  const { endpoints } = await createDiscovery(ec2, Date.now)(target, 'fresh', signal);
  const probes = [...plan(target, endpoints), ...planControls(target, endpoints)];
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-used' };
  const secretsManager = ec2;
  const authorization = createAuthorization({ env, secretsManager, credentials, now: Date.now });
  const settings = await probeSettings(target, USER_AGENT, await authorization.authorize(target, signal));
  const { observations } = await probeAll(probes, settings, { signal });
  return { target, probes, observations };
}

export const linesOf = (lines: readonly string[]) => [...lines].sort();

/** What came out of TLS, read as strictly as a server may: one head and nothing behind it. */
export function received({ hello, sent: bytes }: Connection): string {
  const [head = '', ...more] = bytes.split('\r\n\r\n');
  expect(more).toEqual(['']);
  const [line = '', ...fields] = head.split('\r\n');
  for (const each of [line, ...fields]) expect(each).toMatch(/^[\t\x20-\x7e]+$/);
  expect(line).toMatch(/^(?:GET|HEAD) \/\S* HTTP\/1\.1$/);
  const pairs = fields.map((field) => /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?(.*)$/.exec(field)?.slice(1) ?? [field]);
  const hosts = pairs.filter(([name]) => name?.toLowerCase() === 'host');
  expect(hosts).toHaveLength(1);
  const headers = linesOf(pairs.map(([name = '']) => name.toLowerCase()));
  return JSON.stringify({ sni: readHello(hello).sni, line, host: hosts[0]?.[1], headers });
}

/** The same of the plan. */
export function planned(target: Target, { route, resource }: PlannedProbe): string {
  const { iam = false, headers = {} } = resource.auth === 'none' ? {} : (target.auth ?? {});
  const own = ['host', 'accept', 'user-agent', 'connection', ...Object.keys(route.headers), ...Object.keys(headers)];
  return JSON.stringify({
    sni: route.sni,
    line: `${resource.method} ${route.path} HTTP/1.1`,
    host: route.host,
    headers: linesOf([...own, ...(iam ? ['authorization', 'x-amz-date'] : [])]),
  });
}

/** Every name that stands for the API: made of its id, its Region and the endpoint, or the custom domain. */
export function namesOf({ api, customDomain, endpoints }: Target): readonly string[] {
  const suffix = `execute-api.${api.region}.amazonaws.com`;
  return [
    `${api.id}.${suffix}`,
    `${api.id}-${ENDPOINT}.${suffix}`,
    ...(endpoints.kind === 'names' ? endpoints.names : []).map((name) => name.toLowerCase().replace(/\.$/, '')),
    ...(customDomain === undefined ? [] : [customDomain.name]),
  ];
}
