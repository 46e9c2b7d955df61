// The canary can only be pointed at the API it was configured for. Host, SNI and address are made of the API's id, Region
// and endpoints: none of them is free but the custom domain, which its owner names. Whatever is accepted, each request that
// a real server receives is the one that was planned, byte for byte.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuthorization } from '../../src/authorization/authorize.ts';
import { createDiscovery } from '../../src/discovery/discover.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { planControls } from '../../src/domain/control.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { type Connection, type EndpointServer, startEndpointServer } from '../probe/endpoint-server.ts';
import { readHello } from '../probe/hello-bytes.ts';
import { addressRecords, type NameServer, startNameServer } from '../probe/name-server.ts';
import { answer, answerWith, authority, USER_AGENT } from '../probe/world.ts';
import { type Attempt, SMUGGLING_FAULTS } from './smuggling-faults.ts';

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

let folder: string;
let names: NameServer;
let server: EndpointServer;
let before = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smuggling-'));
  await writeFile(join(folder, 'ca.pem'), authority.pem);
  const certificate = await authority.issue({
    names: ['vpce.amazonaws.com', 'amazonaws.com']
      .map((domain) => `*.execute-api.us-west-2.${domain}`)
      .concat('*.internal.example.com'),
  });
  // Every name leads to the one server, so that nothing that is sent goes unseen.
  names = await startNameServer(({ name }) => ({ answers: addressRecords(name, ['127.0.0.1']) }));
  server = await startEndpointServer({ tls: certificate, onRequest: answerWith(answer()) });
});
afterAll(async () => {
  await Promise.all([names[Symbol.asyncDispose](), server[Symbol.asyncDispose](), rm(folder, { recursive: true })]);
});
beforeEach(() => {
  before = server.connections.length;
});

/** What the whole program does with a configuration between reading it and the verdict. Gives what was planned. */
async function sent({ configuration, env = { VALUE: 'a value' } }: Attempt) {
  const { signal } = new AbortController();
  const target = parseTarget({
    ...CONFIGURATION,
    connection: {
      port: server.port,
      resolver: [names.address],
      caFile: join(folder, 'ca.pem'),
      trustedNetworks: ['127.0.0.0/8'],
    },
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

const linesOf = (lines: readonly string[]) => [...lines].sort();

/** What came out of TLS, read as strictly as a server may: one head and nothing behind it. */
function received({ hello, sent: bytes }: Connection): string {
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
function planned(target: Target, { route, resource }: PlannedProbe): string {
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
function namesOf({ api, customDomain, endpoints }: Target): readonly string[] {
  const suffix = `execute-api.${api.region}.amazonaws.com`;
  return [
    `${api.id}.${suffix}`,
    `${api.id}-${ENDPOINT}.${suffix}`,
    ...(endpoints.kind === 'names' ? endpoints.names : []).map((name) => name.toLowerCase().replace(/\.$/, '')),
    ...(customDomain === undefined ? [] : [customDomain.name]),
  ];
}

/** Everything that was planned was received as planned, and nothing else; all of it is the API's own. */
async function expectAsPlanned(attempt: Attempt): Promise<void> {
  const from = server.connections.length;
  const { target, probes, observations } = await sent(attempt);
  const arrived = server.connections.slice(from);
  expect(observations.flatMap(({ failure }) => failure ?? []).filter(({ step }) => step !== 'expect')).toEqual([]);
  expect(linesOf(arrived.map(received))).toEqual(linesOf(probes.map((each) => planned(target, each))));
  const own = namesOf(target);
  for (const { route, control } of probes) {
    for (const name of [route.dial, route.sni, route.host]) expect(own).toContain(name);
    // The endpoint's own name says nothing of the API. One control asks for an id that nobody has.
    const id = control === 'unknown-api' ? '0000000000' : target.api.id;
    if (route.host.startsWith('vpce-')) expect(route.headers).toEqual({ 'x-apigw-api-id': id });
    expect(names.questions).toContain(`A ${route.dial}`);
  }
  const value = attempt.env?.VALUE?.trim();
  if (value !== undefined) expectValue(value, Object.keys(target.auth?.headers ?? {}), arrived);
}

/** Wherever one of these headers is sent, it is this value and no more. */
function expectValue(value: string, headers: readonly string[], arrived: readonly Connection[]): void {
  for (const name of headers) {
    const carriers = arrived.filter(({ sent: bytes }) => bytes.includes(`\r\n${name}:`));
    expect(carriers.length).toBeGreaterThan(0);
    for (const { sent: bytes } of carriers) expect(bytes.split(`\r\n${name}: ${value}\r\n`)).toHaveLength(2);
  }
}

async function refusal(attempt: Attempt): Promise<CanaryError> {
  const error: unknown = await sent(attempt).catch((thrown: unknown) => thrown);
  if (!(error instanceof CanaryError)) throw new Error(`not refused: ${JSON.stringify(attempt)}`);
  return error;
}

test.each(SMUGGLING_FAULTS)('$fault: $does', async ({ attempts, refusedAt }) => {
  expect(attempts.length).toBeGreaterThan(0);
  for (const attempt of attempts) {
    if (refusedAt === undefined) {
      await expectAsPlanned(attempt);
      continue;
    }
    const { message } = await refusal(attempt);
    const [title = '', ...problems] = message.split('\n');
    const told = problems.length === 0 ? [title] : problems;
    for (const each of told)
      expect(each.trimStart().startsWith(refusedAt), `${each} of ${JSON.stringify(attempt)}`).toBe(true);
    expect(message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (attempt.env?.VALUE !== undefined) expect(message).not.toContain('secret ');
    expect(server.connections).toHaveLength(before);
  }
});

test('whatever configuration is accepted, what is received is what was planned', async () => {
  const within = (characters: string, minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
  const id = within('abcdefghijklmnopqrstuvwxyz0123456789', 2, 40);
  const path = within("/aZ09-._~!$&'()*+,;=:@%?", 0, 60).map((text) => `/${text}`);
  const segments = fc.array(within('aZ0-._~$+!', 1, 10), { minLength: 1, maxLength: 3 });
  const configuration = fc.record({
    api: fc.record({ id, stage: within('aZ09_-', 1, 128), region: fc.constant('us-west-2') }),
    customDomain: fc.record({
      name: id.map((label) => `${label}.internal.example.com`),
      basePath: segments.map((each) => each.join('/')),
    }),
    resources: fc.uniqueArray(fc.record({ method: fc.constantFrom('GET', 'HEAD'), path }), {
      minLength: 1,
      maxLength: 2,
      selector: ({ method, path: own }) => `${method} ${own}`,
    }),
    auth: fc.record({
      iam: fc.boolean(),
      headers: fc.dictionary(
        within("abz09!#$%&'*+.^_`|~-", 1, 30).map((name) => `x-${name}`),
        fc.constant({ env: 'VALUE' }),
        { minKeys: 1, maxKeys: 3 },
      ),
    }),
    vantage: fc.constantFrom({}, { network: 'on-premises' }),
    controls: fc.boolean(),
  });
  const value = within(' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\taZ09', 0, 50).map((text) => `v${text}`);
  await fc.assert(
    fc.asyncProperty(configuration, value, async (each, secret) => {
      await expectAsPlanned({ configuration: each, env: { VALUE: secret } });
    }),
    { numRuns: 25 },
  );
});

test('an alias that leads elsewhere changes neither SNI nor Host', async () => {
  await using misled = await startNameServer(({ name }) => ({
    answers: [{ type: 'CNAME', name, ttl: 60, data: 'evil.example' }, ...addressRecords('evil.example', ['127.0.0.1'])],
  }));
  const connection = { port: server.port, resolver: [misled.address], caFile: join(folder, 'ca.pem') };
  const { target, probes } = await sent({ configuration: { connection } });

  const arrived = server.connections.slice(before);

  expect(linesOf(arrived.map(received))).toEqual(linesOf(probes.map((each) => planned(target, each))));
  expect(arrived.map(({ sent: bytes }) => bytes).join('')).not.toContain('evil');
});
