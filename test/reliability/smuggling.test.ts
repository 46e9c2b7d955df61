// The canary can only be pointed at the API it was configured for. Host, SNI and address are made of the API's id, Region
// and endpoints: none of them is free but the custom domain, which its owner names. Whatever is accepted, each request that
// a real server receives is the one that was planned, byte for byte.

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import type { Connection } from '../probe/endpoint-server.ts';
import { addressRecords, startNameServer } from '../probe/name-server.ts';
import type { Attempt, SmugglingFault } from './smuggling-attempts.ts';
import { SMUGGLING_FAULTS } from './smuggling-faults.ts';
import { SMUGGLING_NAME_FAULTS } from './smuggling-name-faults.ts';
import { linesOf, namesOf, planned, type Receiver, received, startReceiver } from './smuggling-run.ts';

let receiver: Receiver;
let before = 0;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver[Symbol.asyncDispose]());
beforeEach(() => {
  before = receiver.server.connections.length;
});

/** Everything that was planned was received as planned, and nothing else; all of it is the API's own. */
async function expectAsPlanned(attempt: Attempt): Promise<void> {
  const from = receiver.server.connections.length;
  const { target, probes, observations } = await receiver.sent(attempt);
  const arrived = receiver.server.connections.slice(from);
  expect(observations.flatMap(({ failure }) => failure ?? []).filter(({ step }) => step !== 'expect')).toEqual([]);
  expect(linesOf(arrived.map(received))).toEqual(linesOf(probes.map((each) => planned(target, each))));
  const own = namesOf(target);
  for (const { route, control } of probes) {
    for (const name of [route.dial, route.sni, route.host]) expect(own).toContain(name);
    // The endpoint's own name says nothing of the API. One control asks for an id that nobody has.
    const id = control === 'unknown-api' ? '0000000000' : target.api.id;
    if (route.host.startsWith('vpce-')) expect(route.headers).toEqual({ 'x-apigw-api-id': id });
    expect(receiver.names.questions).toContain(`A ${route.dial}`);
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
  const error: unknown = await receiver.sent(attempt).catch((thrown: unknown) => thrown);
  if (!(error instanceof CanaryError)) throw new Error(`not refused: ${JSON.stringify(attempt)}`);
  return error;
}

async function expectNothingSmuggled({ attempts, refusedAt, code: expected }: SmugglingFault): Promise<void> {
  expect(attempts.length).toBeGreaterThan(0);
  for (const attempt of attempts) {
    if (refusedAt === undefined) {
      await expectAsPlanned(attempt);
      continue;
    }
    const asked = receiver.names.questions.length;
    const { message, code } = await refusal(attempt);
    expect(code).toBe(expected ?? 'configuration-invalid');
    const [title = '', ...problems] = message.split('\n');
    const told = problems.length === 0 ? [title] : problems;
    for (const each of told)
      expect(each.trimStart().startsWith(refusedAt), `${each} of ${JSON.stringify(attempt)}`).toBe(true);
    expect(message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (attempt.env?.VALUE !== undefined) expect(message).not.toContain('secret ');
    expect(receiver.server.connections).toHaveLength(before);
    expect(receiver.names.questions).toHaveLength(asked);
  }
}

test.each(SMUGGLING_NAME_FAULTS)('$fault: $does', expectNothingSmuggled);

test.each(SMUGGLING_FAULTS)('$fault: $does', expectNothingSmuggled);

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
  const { target, probes } = await receiver.sent({ configuration: {} }, misled);

  const arrived = receiver.server.connections.slice(before);

  expect(linesOf(arrived.map(received))).toEqual(linesOf(probes.map((each) => planned(target, each))));
  expect(arrived.map(({ sent: bytes }) => bytes).join('')).not.toContain('evil');
});
