// Where the values of headers and the keys to sign with come from, how long they are kept, and what is said when they
// cannot be had. Secrets Manager is a server that real clients ask.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type AuthorizationOptions, createAuthorization } from '../../src/authorization/authorize.ts';
import { SecretsManagerClient } from '../../src/authorization/secrets-manager.ts';
import type { Authorizer } from '../../src/domain/authorization.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { startHttpServer } from '../support/http-server.ts';
import { temporaryFolder } from '../watch/folder.ts';
import { type SecretsServer, startSecretsServer, type Trouble } from './secrets-server.ts';

const KEY = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:pets/far-AbCdEf';

function targetWith(auth: object, overrides: object = {}): Target {
  return parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
    auth,
    ...overrides,
  });
}

const ofSecret = (secretId: string, jsonKey?: string) =>
  targetWith({ headers: { 'x-api-key': { secretId, ...(jsonKey === undefined ? {} : { jsonKey }) } } });

interface Scene {
  readonly service: SecretsServer;
  /** The headers of the next run, or what it says instead. */
  readonly run: (target: Target, signal?: AbortSignal) => Promise<Readonly<Record<string, string>> | string>;
  readonly note: (...observations: Partial<Observation>[]) => void;
  /** The wall clock, in milliseconds. */
  clock: number;
}

async function sceneWith(
  secrets: Readonly<Record<string, string>>,
  options: Partial<AuthorizationOptions> = {},
): Promise<Scene> {
  const service = await startSecretsServer(secrets);
  const clients = new Map<string, SecretsManagerClient>();
  onTestFinished(async () => {
    for (const client of clients.values()) client.destroy();
    await service[Symbol.asyncDispose]();
  });
  const authorization = createAuthorization({
    env: {},
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    secretsManager: (region) => {
      const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
      const client =
        clients.get(region) ?? new SecretsManagerClient({ region, endpoint: service.url, credentials, maxAttempts: 1 });
      clients.set(region, client);
      return client;
    },
    now: () => scene.clock,
    ...options,
  });
  const scene: Scene = {
    service,
    clock: Date.UTC(2026, 10, 23),
    run: async (target, signal = new AbortController().signal) => {
      try {
        return await headersOf(await authorization.authorize(target, signal));
      } catch (error) {
        if (!(error instanceof CanaryError)) throw error;
        expect(error.hint).not.toBe('');
        return `${error.code}: ${error.message}`;
      }
    },
    note: (...observations) => authorization.note(observations as Observation[]),
  };
  return scene;
}

async function headersOf(authorizer: Authorizer | undefined): Promise<Readonly<Record<string, string>>> {
  const route = { host: 'localhost', path: '/', headers: {} };
  return (await authorizer?.headersFor({ method: 'GET', route })) ?? {};
}

describe('the value of a header', () => {
  test('comes from the environment, without white space at its ends', async () => {
    const scene = await sceneWith({}, { env: { PETS_API_KEY: `\t${KEY} \r\n` } });
    expect(await scene.run(targetWith({ headers: { 'x-api-key': { env: 'PETS_API_KEY' } } }))).toEqual({
      'x-api-key': KEY,
    });
    expect(scene.service.asked).toEqual([]);
  });

  test('comes from a secret, whole or one key of it, which is asked for once', async () => {
    const secrets = {
      'pets/key': `${KEY}\n`,
      'pets/parts': '{"id":"a-client","token":"Bearer abc"}',
      [ARN]: 'far away',
    };
    const scene = await sceneWith(secrets);
    const target = targetWith({
      headers: {
        'x-api-key': { secretId: 'pets/key' },
        'x-client': { secretId: 'pets/parts', jsonKey: 'id' },
        authorization: { secretId: 'pets/parts', jsonKey: 'token' },
        'x-far': { secretId: ARN },
      },
    });
    expect(await scene.run(target)).toEqual({
      'x-api-key': KEY,
      'x-client': 'a-client',
      authorization: 'Bearer abc',
      'x-far': 'far away',
    });
    expect(scene.service.asked.toSorted()).toEqual([
      `secretsmanager.GetSecretValue eu-central-1 ${ARN}`,
      'secretsmanager.GetSecretValue us-west-2 pets/key',
      'secretsmanager.GetSecretValue us-west-2 pets/parts',
    ]);
  });

  test('comes from the Region of its API, though another has a secret of the same name', async () => {
    const scene = await sceneWith({ key: 'one' });
    const headers = { 'x-api-key': { secretId: 'key' } };
    const far = { api: { id: '01234567ab', stage: 'test', region: 'eu-central-1' } };
    expect(await scene.run(targetWith({ headers }))).toEqual({ 'x-api-key': 'one' });
    scene.service.secrets = { key: 'another' };
    expect(await scene.run(targetWith({ headers }, far))).toEqual({ 'x-api-key': 'another' });
    expect(scene.service.asked).toEqual([
      'secretsmanager.GetSecretValue us-west-2 key',
      'secretsmanager.GetSecretValue eu-central-1 key',
    ]);
  });

  test('is not looked for where every resource is asked without', async () => {
    const scene = await sceneWith({});
    const headers = { 'x-api-key': { env: 'NOT_SET' } };
    expect(await scene.run(targetWith({ headers, iam: true }, { resources: [{ path: '/', auth: 'none' }] }))).toEqual(
      {},
    );
  });
});

describe('what cannot be had is said, without a value', () => {
  const env = { EMPTY: ' \n', TWO_LINES: `${KEY}\n${KEY}`, NUL: `${KEY}\0`, WIDE: `${KEY}ß`, LONG: 'x'.repeat(10_241) };
  test.for([
    ['NOT_SET', 'secret-missing: auth.headers.x-api-key.env names a variable that is not set'],
    ['EMPTY', 'secret-unusable: auth.headers.x-api-key: the environment variable EMPTY is empty'],
    ['TWO_LINES', 'the environment variable TWO_LINES has a character in it that a header cannot carry'],
    ['NUL', 'the environment variable NUL has a character in it that a header cannot carry'],
    ['WIDE', 'the environment variable WIDE has a character in it that a header cannot carry'],
    ['LONG', 'the environment variable LONG is longer than the 10240 bytes that API Gateway reads'],
  ])('%s', async ([name = '', said]) => {
    const scene = await sceneWith({}, { env });
    const told = await scene.run(targetWith({ headers: { 'x-api-key': { env: name } } }));
    expect(told).toContain(said);
    expect(told).not.toContain(KEY);
  });

  const secrets = {
    text: KEY,
    array: `["${KEY}"]`,
    parts: `{"number":12345678,"none":null,"lines":"${KEY}\\n${KEY}","token":"${KEY}"}`,
  };
  test.for([
    ['text', 'token', 'secret-unusable: auth.headers.x-api-key: the secret text is not JSON'],
    ['array', 'token', 'the secret array has no key of the name in `jsonKey`'],
    ['parts', 'toString', 'the secret parts has no key of the name in `jsonKey`'],
    ['parts', 'number', 'the secret parts has no string under its `jsonKey`'],
    ['parts', 'none', 'the secret parts has no string under its `jsonKey`'],
    ['parts', 'lines', 'the secret parts has a character in it that a header cannot carry'],
  ])('%s, key %s', async ([secretId = '', jsonKey, said]) => {
    const scene = await sceneWith(secrets);
    const told = await scene.run(ofSecret(secretId, jsonKey));
    expect(told).toContain(said);
    expect(told).not.toMatch(new RegExp(`${KEY.slice(0, 6)}|12345678`));
  });

  const refusal = (status: number, code: string, message = 'no'): Trouble => ({ status, code, message });
  test.for<readonly [Trouble, string]>([
    [
      refusal(400, 'AccessDeniedException'),
      'secret-denied: auth.headers.x-api-key.secretId: Secrets Manager: AccessDeniedException: no',
    ],
    [
      refusal(400, 'DecryptionFailure'),
      'secret-denied: auth.headers.x-api-key.secretId: Secrets Manager: DecryptionFailure: no',
    ],
    [
      refusal(400, 'ResourceNotFoundException'),
      'secret-not-found: auth.headers.x-api-key.secretId: Secrets Manager: ResourceNotFoundException: no',
    ],
    [
      refusal(400, 'InvalidRequestException'),
      'secret-not-found: auth.headers.x-api-key.secretId: Secrets Manager: InvalidRequestException: no',
    ],
    [
      refusal(400, 'UnrecognizedClientException'),
      'aws-credentials: auth.headers.x-api-key.secretId: Secrets Manager: UnrecognizedClientException: no',
    ],
    [
      refusal(500, 'InternalServiceError'),
      'secret-unreachable: auth.headers.x-api-key.secretId: Secrets Manager: InternalServiceError: no',
    ],
    ['binary', 'secret-unusable: auth.headers.x-api-key.secretId: the secret is binary; a header needs a text'],
    [
      refusal(
        400,
        'InvalidSignatureException',
        "It does not match. Canonical String: 'x-amz-security-token:IQoJb3JpZ2lu+/=\nhost'",
      ),
      "aws-credentials: auth.headers.x-api-key.secretId: Secrets Manager: InvalidSignatureException: It does not match. Canonical String: 'x-amz-security-token:*** host'",
    ],
    [
      refusal(400, 'AccessDeniedException', 'You may not ask for\r\n\u001b[2J text: no policy allows text.'),
      'secret-denied: auth.headers.x-api-key.secretId: Secrets Manager: AccessDeniedException: You may not ask for \\u001b[2J ***: no policy allows ***.',
    ],
    [
      refusal(400, 'ResourceNotFoundException', 'no '.repeat(1_000)),
      `secret-not-found: auth.headers.x-api-key.secretId: Secrets Manager: ResourceNotFoundException: ${'no '.repeat(190)}no…`,
    ],
  ])('of Secrets Manager: %j', async ([trouble, said]) => {
    const scene = await sceneWith(secrets);
    scene.service.trouble = trouble;
    expect(await scene.run(ofSecret('text'))).toBe(said);
  });

  test.for([
    [
      'a secret that stands where its name belongs',
      /^secret-not-found: auth\.headers\.x-api-key\.secretId: /,
      undefined,
    ],
    [
      'and that the refusal repeats',
      /^secret-denied: auth\.headers\.x-api-key\.secretId: .* on resource: \*\*\* because /,
      refusal(400, 'AccessDeniedException', `You may not GetSecretValue on resource: ${KEY} because of a policy`),
    ],
    [
      'and that the place where it is cut off is in',
      /^secret-denied: auth\.headers\.x-api-key\.secretId: /,
      refusal(400, 'AccessDeniedException', `${' no'.repeat(185)} ${KEY}`),
    ],
  ] as const)('%s', async ([_what, said, trouble]) => {
    const scene = await sceneWith(secrets);
    scene.service.trouble = trouble;
    const told = await scene.run(ofSecret(KEY));
    expect(told).toMatch(said);
    expect(told).not.toContain(KEY.slice(0, 6));
  });

  test('of a Secrets Manager that does not answer, within the time for AWS and within that of the run', async () => {
    const scene = await sceneWith(secrets);
    scene.service.trouble = 'silent';
    const said = 'secret-unreachable: auth.headers.x-api-key.secretId: Secrets Manager did not answer in time';
    const headers = { 'x-api-key': { secretId: 'text' } };
    expect(await scene.run(targetWith({ headers }, { timeouts: { awsMs: 50 } }))).toBe(said);
    expect(await scene.run(ofSecret('text'), AbortSignal.timeout(50))).toBe(said);
  });

  test('but not in a run that was over before, or that somebody stopped: its probes are not sent', async () => {
    const scene = await sceneWith(secrets);
    scene.service.trouble = 'silent';
    const stop = new AbortController();
    const stopped = scene.run(ofSecret('text'), stop.signal);
    await expect.poll(() => scene.service.asked).toHaveLength(1);
    stop.abort();
    await expect(stopped).rejects.toThrow('the run is over');
    await expect(scene.run(ofSecret('text'), AbortSignal.abort())).rejects.toThrow('the run is over');
    expect(scene.service.asked).toHaveLength(1);
  });

  test('of a Secrets Manager that cannot be reached', async () => {
    const scene = await sceneWith(secrets);
    await scene.service[Symbol.asyncDispose]();
    expect(await scene.run(ofSecret('text'))).toMatch(
      /^secret-unreachable: auth\.headers\.x-api-key\.secretId: Secrets Manager: connect ECONNREFUSED /,
    );
  });
});

test('what AWS says where it gives no credentials is one line of some hundred characters', async () => {
  await using sts = await startHttpServer((request, response) => {
    request.resume();
    response
      .writeHead(403, { 'content-type': 'text/xml' })
      .end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no&#13;\n&#x9b;${'x'.repeat(2_000)}</Message></Error></ErrorResponse>`,
      );
  });
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'config');
  const role = 'role_arn = arn:aws:iam::123456789012:role/canary\nsource_profile = keys\nregion = us-west-2';
  const keys = 'aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret';
  await writeFile(file, `[profile canary]\n${role}\n[profile keys]\n${keys}\n`);
  vi.stubEnv('AWS_CONFIG_FILE', file);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_PROFILE', 'canary');
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const secretsManager = () => Promise.reject(new Error('nobody is asked for secrets'));
  const { authorize } = createAuthorization({ env: {}, secretsManager, now: Date.now });

  const running = authorize(targetWith({ iam: true }), new AbortController().signal);

  const error = await running.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'aws-credentials' });
  expect((error as Error).message).toMatch(/^auth\.iam: AccessDenied: no \\u009bx{500,}…$/);
  expect((error as Error).message.length).toBeLessThan(700);
});

describe('a secret that was read', () => {
  const MINUTE = 60_000;
  const refused = { outcome: 'failed', status: 403 } as const;

  test('is kept for five minutes, and then read anew', async () => {
    const scene = await sceneWith({ key: 'first' });
    const target = ofSecret('key');
    const seen: unknown[] = [await scene.run(target)];
    scene.service.secrets = { key: 'second' };
    for (const minutes of [4.9, 0.2]) {
      scene.clock += minutes * MINUTE;
      seen.push(await scene.run(target));
    }
    expect(seen).toEqual([{ 'x-api-key': 'first' }, { 'x-api-key': 'first' }, { 'x-api-key': 'second' }]);
    expect(scene.service.asked).toHaveLength(2);
  });

  test('is read anew in the run after one that was refused, and not within that run', async () => {
    const scene = await sceneWith({ key: 'first' });
    const target = ofSecret('key');
    const run = new AbortController().signal;
    await scene.run(target, run);
    scene.service.secrets = { key: 'second' };
    scene.note(
      { outcome: 'passed', status: 403 },
      { outcome: 'failed', status: 500 },
      { ...refused, control: 'unknown-api' },
    );
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'first' });
    scene.note(refused);
    expect(await scene.run(target, run)).toEqual({ 'x-api-key': 'first' });
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'second' });
    scene.service.secrets = { key: 'third' };
    scene.note({ ...refused, status: 401 });
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'third' });
  });

  test('is used on while Secrets Manager is down, for as long as that takes', async () => {
    const scene = await sceneWith({ key: 'last good' });
    const target = ofSecret('key');
    await scene.run(target);
    scene.service.trouble = { status: 503, code: 'ServiceUnavailable', message: '' };
    scene.clock += 48 * 60 * MINUTE;
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'last good' });
    await scene.service[Symbol.asyncDispose]();
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'last good' });
  });

  test('is used on where Secrets Manager is silent, long before the time for AWS is over', async () => {
    const scene = await sceneWith({ key: 'last good' });
    const headers = { 'x-api-key': { secretId: 'key' } };
    const target = targetWith({ headers }, { timeouts: { runMs: 600_000, awsMs: 600_000 } });
    await scene.run(target);
    scene.service.trouble = 'silent';
    scene.clock += 6 * MINUTE;
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'last good' });
  });

  test('is used on for an hour against the word of Secrets Manager, and no longer', async () => {
    const scene = await sceneWith({ key: 'last good' });
    const target = ofSecret('key');
    await scene.run(target);
    scene.service.trouble = { status: 400, code: 'AccessDeniedException', message: 'no' };
    scene.clock += 59 * MINUTE;
    expect(await scene.run(target)).toEqual({ 'x-api-key': 'last good' });
    scene.clock += 2 * MINUTE;
    expect(await scene.run(target)).toMatch(/^secret-denied: /);
  });
});

describe('what is signed with', () => {
  test('are the keys that are given', async () => {
    const scene = await sceneWith({});
    const headers = await scene.run(targetWith({ iam: true }));
    expect(Object.keys(headers).toSorted()).toEqual(['authorization', 'x-amz-date']);
    expect(headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261123\/us-west-2\/execute-api\//,
      ),
      'x-amz-date': '20261123T000000Z',
    });
  });
});

test('a target that wants something is not probed without it', async () => {
  const target = targetWith({ iam: true });
  await expect(probeSettings(target, 'test')).rejects.toThrow('the target has `auth`');
  await expect(probeSettings({ ...target, resources: [] }, 'test')).resolves.toBeDefined();
});
