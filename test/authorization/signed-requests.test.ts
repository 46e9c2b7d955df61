// What is signed is what is sent: every way in, odd paths and queries, checked by the algorithm as AWS describes it.

import { describe, expect, test } from 'vitest';
import {
  answer,
  answerWith,
  firstOf,
  GATEWAY_HEADERS,
  NAMES,
  probeOnce,
  startWorld,
  type World,
} from '../probe/world.ts';
import { type Checked, checkSignature } from './signature-check.ts';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const TOKEN = 'IQoJb3JpZ2luX2VjEJ//////////wEaCXVzLXdlc3QtMiJHMEUCIQDk+example==';

/** Checks what came last over TLS. */
function checked({ endpoint }: World, secretAccessKey = KEYS.secretAccessKey): Checked {
  const { sent } = firstOf(endpoint.connections.slice(-1));
  return checkSignature(sent, { secretAccessKey, region: 'us-west-2' });
}

function sentHeader({ endpoint }: World, name: string): string | undefined {
  const { sent } = firstOf(endpoint.connections.slice(-1));
  return new RegExp(`^${name}: (.*)\\r$`, 'im').exec(sent)?.[1];
}

describe('the check itself', () => {
  const head = (path: string, signature: string) =>
    [
      `GET ${path} HTTP/1.1`,
      'Host:example.amazonaws.com',
      'X-Amz-Date:20150830T123600Z',
      `Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      '',
      '',
    ].join('\r\n');

  test('refuses another path, another key and another signature', () => {
    const keys = { secretAccessKey: KEYS.secretAccessKey, region: 'us-east-1' };
    // Made once with Python's botocore (SigV4Auth) for this request.
    const good = '63a2c5c0c9c7da3e893f1c6a1cea590225532f3c536b55abde0fec3fb79616e5';
    expect(checkSignature(head('/?Param2=value2&Param1=value1', good), keys)).toMatchObject({ matches: true });
    expect(checkSignature(head('/?Param1=value1&Param2=value2', good), keys)).toMatchObject({ matches: true });
    expect(checkSignature(head('/?Param1=value2&Param2=value1', good), keys)).toMatchObject({ matches: false });
    expect(checkSignature(head('/x?Param2=value2&Param1=value1', good), keys)).toMatchObject({ matches: false });
    expect(checkSignature(head('/?Param2=value2&Param1=value1', '0'.repeat(64)), keys)).toMatchObject({
      matches: false,
    });
    const other = { ...keys, secretAccessKey: 'another' };
    expect(checkSignature(head('/?Param2=value2&Param1=value1', good), other)).toMatchObject({ matches: false });
  });
});

const WAYS = [
  ['private-dns', NAMES.api, ['host', 'x-amz-date']],
  ['route53-alias', NAMES.alias, ['host', 'x-amz-date']],
  ['vpce-host', NAMES.api, ['host', 'x-amz-date']],
  ['vpce-api-id', NAMES.regional, ['host', 'x-amz-date', 'x-apigw-api-id']],
  ['custom-domain', NAMES.domain, ['host', 'x-amz-date']],
  ['vpce-custom-domain', NAMES.domain, ['host', 'x-amz-date']],
] as const;

describe('a signed request', () => {
  test.for(WAYS)('by %s covers the Host that is sent', async ([accessMethod, host, signedHeaders]) => {
    await using world = await startWorld({
      accessMethods: [accessMethod],
      resources: [{ path: '/pets' }, { path: '/pets?type=cat', method: 'HEAD' }],
      auth: { iam: true },
      credentials: KEYS,
    });
    for (const planned of world.planned) {
      await probeOnce(planned, world.settings);
      expect(sentHeader(world, 'host')).toBe(host);
      expect(checked(world)).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', signedHeaders, matches: true });
      expect(checked(world, 'another secret').matches).toBe(false);
    }
  });

  test('is signed for the zone that is asked, too', async () => {
    await using world = await startWorld({
      accessMethods: ['vpce-api-id'],
      zones: true,
      auth: { iam: true },
      credentials: KEYS,
    });
    const hosts: unknown[] = [];
    for (const planned of world.planned) {
      await probeOnce(planned, world.settings);
      hosts.push(sentHeader(world, 'host'));
      expect(checked(world).matches).toBe(true);
    }
    expect(hosts).toEqual([NAMES.regional, NAMES.zoneA, NAMES.zoneB]);
  });

  test.for([
    '/pets?type=cat&page=2',
    '/pets?page=2&type=cat&page=10&page=1',
    '/pets?flag',
    '/pets?flag=&a=b=c',
    '/pets?q=a%20b%2Bc&d=%C3%A9&e=~-_.',
    "/pets?q=a+b&r=!*'()&s=:@/?",
    '/pets/~tilde/a:b/a+b/a,b;c=d',
    '/pets/a%20b/%7Etilde/%C3%A9/%2F',
    "/pets/!$&'()*@",
    '/pets//a/./b/../c/',
    '/',
    '/?x=1',
  ])('of the path %s', async (path) => {
    await using world = await startWorld({ resources: [{ path }], auth: { iam: true }, credentials: KEYS });
    const { outcome } = await world.probe();
    expect(outcome).toBe('passed');
    expect(firstOf(world.endpoint.connections).sent.split('\r\n')[0]).toBe(`GET /test${path} HTTP/1.1`);
    expect(checked(world).matches).toBe(true);
  });

  test('carries the session token, and signs it', async () => {
    const credentials = { ...KEYS, sessionToken: TOKEN };
    await using world = await startWorld({ auth: { iam: true }, credentials });
    await world.probe();
    expect(sentHeader(world, 'x-amz-security-token')).toBe(TOKEN);
    const { matches, signedHeaders } = checked(world);
    expect(matches).toBe(true);
    expect(signedHeaders).toEqual(['host', 'x-amz-date', 'x-amz-security-token']);
  });

  test('has a date of its own, from the wall clock', async () => {
    await using world = await startWorld({ auth: { iam: true }, credentials: KEYS });
    const before = Date.now();
    await world.probe();
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(checked(world).longDate) ?? [];
    const [year = 0, month = 0, ...rest] = parts.map(Number);
    const signedAt = Date.UTC(year, month - 1, ...rest);
    // In whole seconds.
    expect(signedAt).toBeGreaterThan(before - 1_000);
    expect(signedAt).toBeLessThanOrEqual(Date.now());
  });

  test('beside one that is sent without, which carries nothing of the kind', async () => {
    await using world = await startWorld({
      resources: [{ path: '/pets' }, { path: '/health', auth: 'none' }],
      auth: { iam: true, headers: { 'x-api-key': { env: 'PETS_API_KEY' } } },
      env: { PETS_API_KEY: ' 9f8e7d6c5b4a39281706f5e4d3c2b1a0\n' },
      credentials: { ...KEYS, sessionToken: TOKEN },
    });
    const own = ['authorization', 'x-amz-date', 'x-amz-security-token', 'x-api-key'];
    const carried: (readonly string[])[] = [];
    for (const planned of world.planned) {
      await probeOnce(planned, world.settings);
      carried.push(own.filter((name) => sentHeader(world, name) !== undefined));
    }
    expect(carried).toEqual([own, []]);
    expect(firstOf(world.endpoint.connections).sent).toContain('\r\nx-api-key: 9f8e7d6c5b4a39281706f5e4d3c2b1a0\r\n');
  });

  test('is signed before anything is asked, so that no step has it in its time', async () => {
    await using world = await startWorld({ auth: { iam: true }, credentials: KEYS });
    const { authorizer } = world.settings;
    if (authorizer === undefined) throw new Error('there is an authorizer');
    const asked: number[] = [];
    const headersFor: typeof authorizer.headersFor = (request) => {
      asked.push(world.names.questions.length, world.endpoint.connections.length);
      return authorizer.headersFor(request);
    };
    await probeOnce(firstOf(world.planned), { ...world.settings, authorizer: { ...authorizer, headersFor } });
    expect(asked).toEqual([0, 0]);
    expect(checked(world).matches).toBe(true);
  });

  test('that cannot be signed is not sent, and fails without a step that was timed', async () => {
    await using world = await startWorld({ auth: { iam: true }, credentials: KEYS });
    const { authorizer } = world.settings;
    if (authorizer === undefined) throw new Error('there is an authorizer');
    const headersFor = () => Promise.reject(new Error(`a bug that tells of ${KEYS.secretAccessKey}`));
    const observation = await probeOnce(firstOf(world.planned), {
      ...world.settings,
      authorizer: { ...authorizer, headersFor },
    });
    expect(observation).toMatchObject({ failure: { code: 'unknown', message: 'a bug that tells of ***' } });
    expect(observation).not.toHaveProperty('timesMs');
    expect(world.endpoint.connections).toEqual([]);
  });

  test('leaves what is planned and seen without any of it', async () => {
    const credentials = { ...KEYS, sessionToken: TOKEN };
    await using world = await startWorld({ auth: { iam: true }, credentials });
    const observation = await world.probe();
    expect(observation.route).toEqual({
      dial: NAMES.regional,
      sni: NAMES.regional,
      host: NAMES.api,
      path: '/test/pets',
      headers: {},
    });
    expect(firstOf(world.planned).route).toEqual(observation.route);
  });
});

test('a header whose value is a word leaves the type of an error as it is, and so what it means', async () => {
  const headers = {
    ...GATEWAY_HEADERS,
    'x-amzn-ErrorType': 'InternalServerErrorException:http://internal.example.com/',
  };
  const body = '{"message":"Endpoint request timed out"}';
  await using world = await startWorld({
    endpoint: { onRequest: answerWith(answer({ status: '504 Gateway Timeout', headers, body })) },
    auth: { headers: { 'x-client': { env: 'CLIENT' } } },
    env: { CLIENT: 'internal' },
  });
  expect(await world.probe()).toMatchObject({
    errorType: 'InternalServerErrorException',
    failure: { code: 'integration-timeout' },
  });
});

test('a header whose value is a word leaves the expression that did not hold as it is', async () => {
  const resource = { path: '/pets', expect: { body: ["stage == 'test'", 'length(items) > `0`'] } };
  await using world = await startWorld({
    endpoint: { onRequest: answerWith(answer({ body: '{"stage":"test","items":[]}' })) },
    resources: [resource],
    auth: { headers: { 'x-stage': { env: 'STAGE' } } },
    env: { STAGE: 'test' },
  });
  expect(await world.probe()).toMatchObject({
    failure: { code: 'body-mismatch', message: 'body [length(items) > `0`] (false) expected true' },
    bodyExcerpt: '{"stage":"***","items":[]}',
  });
});
