// Requests signed by AWS's own library, at the simulated API: what lets in, and what a wrong signature is told.
import { describe, expect, test } from 'vitest';
import { accessKeys } from '../../src/simulator/credentials.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import {
  denied,
  essence,
  explicitDeny,
  missingToken,
  noEndpointPolicy,
  noResourcePolicy,
  outcome,
  outcomeIn,
  passes,
} from './answers.ts';
import { type Ask, ask, customDomainWays, names, ways } from './clients.ts';
import { type Signing, signed } from './signing.ts';

const { user, role } = accessKeys;
const MINUTE_MS = 60_000;
const pets: Ask = { ...ways['vpce-host'], path: '/test/pets' };

const ago = (ms: number): Date => new Date(Date.now() - ms);
const refused = (errorType: string, message: RegExp | string) => ({
  status: 403,
  errorType,
  body: typeof message === 'string' ? JSON.stringify({ message }) : expect.stringMatching(message),
});
const unrecognized = refused('UnrecognizedClientException', 'The security token included in the request is invalid.');
const mismatch = refused(
  'InvalidSignatureException',
  /^\{"message":"The request signature we calculated does not match the signature you provided\. Check your AWS Secret/,
);

/** As a caller of the API is named. */
function deniedTo(arn: string, invoked: string, why: string) {
  const answer = denied(invoked, why);
  return { ...answer, body: answer.body.replace('anonymous', arn) };
}

describe('signed rightly', () => {
  const paths = [
    '/test/pets',
    '/test/pets/1',
    '/test',
    '/test/pets?type=cat&page=2',
    '/test/pets?b=%20%2B~&a=%C3%A9&b=',
  ];

  test.each(Object.entries({ user, role }))('every way lets in, with the key of a %s', async (_, key) => {
    await using simulator = await startSimulator({ scenario: 'signed-requests' });
    for (const way of Object.values(ways)) {
      for (const path of paths) {
        const request = await signed({ ...way, path }, { key });
        expect(await outcome(simulator, request), `${request.host}${path}`).toBe(passes);
      }
    }
    for (const way of Object.values(customDomainWays)) {
      expect(await outcome(simulator, await signed({ ...way, path: '/v1/pets?page=2' }, { key }))).toBe(passes);
    }
  });

  test.each(['HEAD', 'POST', 'OPTIONS'])('%s', async (method) => {
    const body = method === 'POST' ? '{"type":"dog","price":1}' : undefined;
    const request = await signed({ ...pets, method, ...(body === undefined ? {} : { body }) }, { key: user });
    expect(await outcomeIn('signed-requests', request)).toBe(passes);
  });

  test('four minutes late or early', async () => {
    await using simulator = await startSimulator({ scenario: 'signed-requests' });
    for (const ms of [4 * MINUTE_MS, -4 * MINUTE_MS]) {
      expect(await outcome(simulator, await signed(pets, { key: user, at: ago(ms) }))).toBe(passes);
    }
  });

  test('where nobody asks for a signature, a wrong one does no harm', async () => {
    const wrong = await signed(pets, { key: { ...user, secretAccessKey: 'x' } });
    expect(await outcomeIn('healthy', wrong)).toBe(passes);
  });

  test('a route that is not there wants a token all the same', async () => {
    const request = await signed({ ...pets, path: '/test/nowhere' }, { key: user });
    expect(await outcomeIn('signed-requests', request)).toEqual(missingToken);
  });
});

describe('signed wrongly', () => {
  const rows: readonly (readonly [string, Signing, object])[] = [
    ['with a key that does not exist', { key: { ...user, accessKeyId: 'AKIANOBODY' } }, unrecognized],
    [
      'without the session token',
      { key: { accessKeyId: role.accessKeyId, secretAccessKey: role.secretAccessKey } },
      unrecognized,
    ],
    ['with another session token', { key: { ...role, sessionToken: 'another' } }, unrecognized],
    ['with a session token that the key does not have', { key: { ...user, sessionToken: 'any' } }, unrecognized],
    ['with another secret', { key: { ...user, secretAccessKey: 'simulate' } }, mismatch],
    [
      'for another Region',
      { key: user, region: 'us-east-1' },
      refused('InvalidSignatureException', 'Credential should be scoped to a valid region.'),
    ],
    [
      'for another Region and another service',
      { key: user, region: 'us-east-1', service: 'apigateway' },
      refused(
        'InvalidSignatureException',
        "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'execute-api'.",
      ),
    ],
    [
      'six minutes ago',
      { key: user, at: ago(6 * MINUTE_MS) },
      refused(
        'InvalidSignatureException',
        /^\{"message":"Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)"\}$/,
      ),
    ],
    [
      'in six minutes',
      { key: user, at: ago(-6 * MINUTE_MS) },
      refused(
        'InvalidSignatureException',
        /^\{"message":"Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)"\}$/,
      ),
    ],
  ];

  test.each(rows)('%s', async (_, signing, expected) => {
    expect(await outcomeIn('signed-requests', await signed(pets, signing))).toEqual(expected);
  });

  const changes: readonly (readonly [string, Partial<Ask>])[] = [
    ['another Host', { host: names.regional, headers: { 'x-apigw-api-id': '01234567ab' } }],
    ['the same Host in capitals', { host: names.api.toUpperCase() }],
    ['another path', { path: '/test/pets/1' }],
    ['a query', { path: '/test/pets?page=2' }],
    ['another method', { method: 'HEAD' }],
    ['a body', { method: 'POST', body: '{}' }],
  ];

  test.each(changes)('and sent with %s', async (_, { headers, ...change }) => {
    const { headers: signature, ...request } = await signed(pets, { key: user });
    const sent = { ...request, ...change, headers: { ...signature, ...headers } };
    expect(await outcomeIn('signed-requests', sent)).toMatchObject({
      status: 403,
      errorType: 'InvalidSignatureException',
    });
  });

  test('is told what should have been signed, the session token included', async () => {
    const request = await signed({ ...pets, path: '/test/pets?b=2&a=1' }, { key: { ...role, secretAccessKey: 'x' } });
    await using simulator = await startSimulator({ scenario: 'signed-requests' });
    const { body } = await ask(simulator, request);
    const at = request.headers['x-amz-date'] ?? '';
    const [first, ...lines] = JSON.parse(body).message.split('\n') as string[];
    expect(first).toMatch(/Consult the service documentation for details\.$/);
    expect(lines).toEqual([
      '',
      'The Canonical String for this request should have been',
      "'GET",
      '/test/pets',
      'a=1&b=2',
      `host:${names.api}`,
      `x-amz-date:${at}`,
      `x-amz-security-token:${role.sessionToken}`,
      '',
      'host;x-amz-date;x-amz-security-token',
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'",
      '',
      'The String-to-Sign should have been',
      "'AWS4-HMAC-SHA256",
      at,
      `${at.slice(0, 8)}/us-west-2/execute-api/aws4_request`,
      expect.stringMatching(/^[0-9a-f]{64}'$/),
      '',
    ]);
  });

  test('an x-amz- header that was added later, and a Host that was not signed', async () => {
    await using simulator = await startSimulator({ scenario: 'signed-requests' });
    const request = await signed(pets, { key: user });
    const { authorization = '' } = request.headers;
    const without = authorization.replace('SignedHeaders=host;', 'SignedHeaders=');
    const told = (name: string) =>
      refused('InvalidSignatureException', `'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    const added = { ...request, headers: { ...request.headers, 'x-amz-user-agent': 'x' } };
    expect(await outcome(simulator, added)).toEqual(told('x-amz-user-agent'));
    const unsigned = { ...request, headers: { ...request.headers, authorization: without } };
    expect(await outcome(simulator, unsigned)).toEqual(told('Host'));
  });

  test.each([
    ['', missingToken],
    ['Bearer y', refused('IncompleteSignatureException', /Invalid key=value pair .*'Bearer y'\./)],
    [
      'AWS4-HMAC-SHA256 Credential=k/20260101/us-west-2/execute-api/aws4_request',
      refused(
        'IncompleteSignatureException',
        /^\{"message":"Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. Authorization=AWS4-HMAC-SHA256 Credential=k\//,
      ),
    ],
    [
      'AWS4-HMAC-SHA256 Credential=k/execute-api, SignedHeaders=host, Signature=0',
      refused(
        'IncompleteSignatureException',
        /Credential must have exactly 5 slash-delimited elements.*got 'k\/execute-api'/,
      ),
    ],
  ])('Authorization: %s', async (authorization, expected) => {
    const headers = authorization === '' ? {} : { authorization };
    expect(await outcomeIn('signed-requests', { ...pets, headers })).toEqual(expected);
  });

  test('a date that is none, or of another day than the scope', async () => {
    await using simulator = await startSimulator({ scenario: 'signed-requests' });
    const request = await signed(pets, { key: user });
    const dated = (date: string) => ({ ...request, headers: { ...request.headers, 'x-amz-date': date } });
    expect(await outcome(simulator, dated('20200101T000000Z'))).toMatchObject({
      body: expect.stringContaining('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date'),
    });
    const day = request.headers['x-amz-date']?.slice(0, 8);
    expect(await outcome(simulator, dated(`${day}T00:00:00Z`))).toMatchObject({
      body: expect.stringContaining("Date must be in ISO-8601 'basic format'."),
    });
  });

  test('a proxy that rewrites the Host makes the signature wrong', async () => {
    const request = await signed(pets, { key: user });
    await using simulator = await startSimulator({ scenario: ['signed-requests', 'host-rewritten'] });
    // The rewritten Host leads to no API at all; by the header it does.
    const byHeader = await signed({ ...pets, headers: { 'x-apigw-api-id': '01234567ab' } }, { key: user });
    expect(await outcome(simulator, request)).toMatchObject({ errorType: 'ForbiddenException' });
    expect(await outcome(simulator, byHeader)).toEqual(mismatch);
  });
});

describe('who calls', () => {
  const { arn } = role;
  const account = '111122223333';

  test('credentials-refused: no key is known', async () => {
    await using simulator = await startSimulator({ scenario: 'credentials-refused' });
    for (const key of [user, role]) expect(await outcome(simulator, await signed(pets, { key }))).toEqual(unrecognized);
    expect(await outcome(simulator, pets)).toEqual(missingToken);
  });

  test('caller-not-allowed: the message names the caller in full', async () => {
    await using simulator = await startSimulator({ scenario: 'caller-not-allowed' });
    const why = ' because no identity-based policy allows the execute-api:Invoke action';
    for (const key of [user, role]) {
      expect(await outcome(simulator, await signed(pets, { key }))).toEqual(
        deniedTo(key.arn(account), 'test/GET/pets', why),
      );
    }
    expect(await outcome(simulator, await signed(pets, { key: { ...user, secretAccessKey: 'x' } }))).toEqual(mismatch);
  });

  test("clock-skewed: API Gateway's clock is ten minutes ahead, and its answers show it", async () => {
    await using simulator = await startSimulator({ scenario: 'clock-skewed' });
    const late = await ask(simulator, await signed(pets, { key: user }));
    expect(essence(late)).toEqual(refused('InvalidSignatureException', /^\{"message":"Signature expired: /));
    const aheadMs = Date.parse(late.headers.date ?? '') - Date.now();
    expect(aheadMs / MINUTE_MS).toBeGreaterThan(9);
    expect(aheadMs / MINUTE_MS).toBeLessThan(11);
    const inTime = await signed(pets, { key: user, at: ago(-10 * MINUTE_MS) });
    expect(await outcome(simulator, inTime)).toBe(passes);
  });

  test.each([
    ['resource-policy-denies', noResourcePolicy],
    ['resource-policy-explicit-deny', explicitDeny],
    ['endpoint-policy-denies', noEndpointPolicy],
  ] as const)('%s: the message names whoever signed, where methods want a signature', async (scenario, why) => {
    const request = await signed(pets, { key: role });
    expect(await outcomeIn(['signed-requests', scenario], request)).toEqual(
      deniedTo(arn(account), 'test/GET/pets', why),
    );
  });

  test('where they want none, the resource policy knows nobody, and the policy of the endpoint does', async () => {
    const request = await signed(pets, { key: role });
    expect(await outcomeIn('resource-policy-denies', request)).toEqual(denied('test/GET/pets', noResourcePolicy));
    expect(await outcomeIn('endpoint-policy-denies', request)).toEqual(
      deniedTo(arn(account), 'test/GET/pets', noEndpointPolicy),
    );
  });

  test('an endpoint with a policy of its own refuses a wrong signature before it looks at anything else', async () => {
    const scenario = ['endpoint-policy-denies', 'stage-missing', 'route-missing'] as const;
    const wrong = await signed(pets, { key: { ...user, secretAccessKey: 'x' } });
    expect(await outcomeIn(scenario, wrong)).toEqual(mismatch);
  });
});
