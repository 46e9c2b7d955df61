import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import {
  byEveryWay,
  denied,
  everyWay,
  forbidden,
  missingToken,
  noEndpointPolicy,
  outcome,
  outcomeIn,
  passes,
  unknownApi,
} from './answers.ts';
import { ask, customDomainWays, names, patienceMs, ways } from './clients.ts';

describe('a proxy', () => {
  test('host-rewritten: the Host is the dialled name', async () => {
    await using simulator = await startSimulator({ scenario: 'host-rewritten' });
    expect(await byEveryWay(simulator, '/test/pets')).toEqual({ ...everyWay(passes), 'vpce-host': forbidden });
    const { 'custom-domain': byName, 'vpce-custom-domain': byEndpoint } = customDomainWays;
    expect(await outcome(simulator, { ...byName, path: '/v1/pets' })).toBe(passes);
    expect(await outcome(simulator, { ...byEndpoint, path: '/v1/pets' })).toEqual(forbidden);
    const rescued = { sni: names.api, host: 'nlb.example.com', path: '/test/pets' };
    expect(await outcome(simulator, rescued)).toBe(passes);
  });

  test('api-id-stripped: only the way that lives on the header fails', async () => {
    await using simulator = await startSimulator({ scenario: 'api-id-stripped' });
    expect(await byEveryWay(simulator, '/test/pets')).toEqual({ ...everyWay(passes), 'vpce-api-id': forbidden });
  });

  test('authorization-added: every request is refused for its signature', async () => {
    await using simulator = await startSimulator({ scenario: 'authorization-added' });
    const refused = {
      status: 403,
      errorType: 'IncompleteSignatureException',
      body:
        `{"message":"Authorization header requires 'Signature' parameter. ` +
        `Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Credential=x"}`,
    };
    for (const way of [...Object.values(ways), unknownApi, { sni: names.regional, host: 'nowhere.example.com' }]) {
      for (const path of ['/test/pets', '/test', '/nowhere']) {
        expect(await outcome(simulator, { ...way, path })).toEqual(refused);
      }
    }
    expect(await outcome(simulator, { ...customDomainWays['custom-domain'], path: '/v1/pets' })).toEqual(refused);
  });

  test('authorization-added: before a policy of the endpoint, and whatever the client sent', async () => {
    const headers = { authorization: 'Bearer x' };
    const request = { ...ways['private-dns'], headers, path: '/test/pets' };
    expect(await outcomeIn(['authorization-added', 'endpoint-policy-denies'], request)).toMatchObject({
      errorType: 'IncompleteSignatureException',
    });
    expect(await outcomeIn('healthy', request)).toBe(passes);
  });

  test('proxy-answers: a page of its own, with nothing of API Gateway in it', async () => {
    await using simulator = await startSimulator({ scenario: 'proxy-answers' });
    for (const way of [...Object.values(ways), unknownApi]) {
      const { status, headers, body } = await ask(simulator, { ...way, path: '/test/pets' });
      expect({ status, type: headers['content-type'] }).toEqual({ status: 403, type: 'text/html; charset=utf-8' });
      expect(body).toMatch(/^<html>[\s\S]*Access denied[\s\S]*<\/html>\n$/);
      expect(Object.keys(headers).toSorted()).toEqual([
        'connection',
        'content-length',
        'content-type',
        'date',
        'server',
      ]);
      expect(headers.server).toBe('Example Corp Web Gateway');
    }
  });

  test.each(['host-rewritten', 'api-id-stripped', 'authorization-added', 'proxy-answers'] as const)(
    '%s: the journal has what the client sent',
    async (scenario) => {
      await using simulator = await startSimulator({ scenario });
      const headers = { 'X-APIGW-Api-Id': '01234567ab', Authorization: 'Basic eDp5' };
      await ask(simulator, { sni: names.regional, host: names.api, headers, path: '/test/pets' });
      expect(simulator.connections[0]?.requests).toMatchObject([
        {
          host: names.api,
          headers: { 'x-apigw-api-id': '01234567ab', authorization: 'Basic eDp5' },
          rawHeaderNames: ['X-APIGW-Api-Id', 'Authorization', 'Host', 'Connection'],
        },
      ]);
    },
  );
});

describe('answers', () => {
  test('endpoint-silent: requests are read and never answered, controls and all', async () => {
    await using simulator = await startSimulator({ scenario: 'endpoint-silent' });
    const requests = [
      { host: names.api, path: '/test/pets' },
      { host: names.api, path: '/test/nowhere' },
      { host: '0000000000.execute-api.us-west-2.amazonaws.com', path: '/test/pets' },
    ];
    const sessions = await Promise.all(requests.map((request) => requestOf(simulator, request)));
    await expect.poll(() => simulator.connections.flatMap((seen) => seen.requests)).toHaveLength(3);
    expect(await Promise.all(sessions.map(quietFor))).toEqual([true, true, true]);
    for (const session of sessions) session.destroy();
  });

  test.each([
    ['a list', names.api, '/test/pets', 200],
    ['a control', names.regional, '/test/pets', 403],
  ])('answer-cut: %s ends in the middle of its body', async (_, host, path, status) => {
    await using simulator = await startSimulator();
    const whole = await ask(simulator, { sni: names.api, host, path });
    await simulator.setScenario('answer-cut');
    const [head = '', body = ''] = (await text(await requestOf(simulator, { host, path }))).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain(`\r\nContent-Length: ${whole.body.length}\r\n`);
    expect(body).toBe(whole.body.slice(0, Math.ceil(whole.body.length / 2)));
  });

  test.each(Object.values(ways))('answer-cut: no client takes it for an answer', async (way) => {
    await using simulator = await startSimulator({ scenario: 'answer-cut' });
    const cut = ask(simulator, { ...way, path: '/test/pets' });
    await expect(cut).rejects.toMatchObject({ code: 'ECONNRESET', message: 'aborted' });
  });

  test.each(['/test/pets', '/test/pets/1'])('answer-too-large: %s is a list of 2 MiB', async (path) => {
    await using simulator = await startSimulator({ scenario: 'answer-too-large' });
    const answer = await ask(simulator, { ...ways['vpce-host'], path });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', 'content-length': '2097152' },
    });
    expect(Buffer.byteLength(answer.body)).toBe(2 * 1_024 * 1_024);
    const list: unknown[] = JSON.parse(answer.body);
    expect(list.length).toBeGreaterThan(10_000);
    expect(list.at(-1)).toEqual({ id: 1, type: 'dog', price: 249.99 });
  });

  test('answer-too-large: refusals are as they were', async () => {
    await using simulator = await startSimulator({ scenario: 'answer-too-large' });
    expect(await outcome(simulator, { ...unknownApi, path: '/test/pets' })).toEqual(forbidden);
    expect(await outcome(simulator, { ...ways['vpce-api-id'], path: '/test/nowhere' })).toEqual(missingToken);
  });
});

describe('two at once', () => {
  test('a proxy that answers hides what is behind it', async () => {
    await using simulator = await startSimulator({ scenario: ['proxy-answers', 'endpoint-policy-denies'] });
    const { headers } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets' });
    expect(headers.server).toBe('Example Corp Web Gateway');
  });

  test('a rewritten Host and a policy: the policy comes first, and names what the Host says', async () => {
    await using simulator = await startSimulator({ scenario: ['host-rewritten', 'endpoint-policy-denies'] });
    expect(await byEveryWay(simulator, '/test/pets')).toEqual({
      ...everyWay(denied('test/GET/pets', noEndpointPolicy)),
      'vpce-host': denied('test/GET/pets', noEndpointPolicy, 'vpce-01234567abcdef012-01234567'),
    });
  });

  test('a rewritten Host is the SNI, which STRICT wants, but not a name that it serves', async () => {
    await using simulator = await startSimulator({ scenario: ['host-rewritten', 'strict-access-mode'] });
    expect(await byEveryWay(simulator, '/test/pets')).toEqual({ ...everyWay(forbidden), 'private-dns': passes });
  });

  test('a stripped API id and a missing route', async () => {
    await using simulator = await startSimulator({ scenario: ['api-id-stripped', 'route-missing'] });
    expect(await byEveryWay(simulator, '/test/pets/1')).toEqual({
      ...everyWay(missingToken),
      'vpce-api-id': forbidden,
    });
    expect(await outcome(simulator, { ...ways['vpce-host'], path: '/test/pets' })).toBe(passes);
  });

  test("a proxy's own page is cut like every other answer", async () => {
    await using simulator = await startSimulator({ scenario: ['proxy-answers', 'answer-cut'] });
    const session = await requestOf(simulator, { host: names.api, path: '/test/pets' });
    expect(await text(session)).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\nServer: Example Corp Web Gateway\r\n[\s\S]*<\/h1>\n$/,
    );
  });

  test('too large and late: the delay stays', async () => {
    await using simulator = await startSimulator({ scenario: ['slow', 'answer-too-large'] });
    const { firstByteMs, body } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets' });
    expect(firstByteMs).toBeGreaterThan(2_900);
    expect(body).toHaveLength(2 * 1_024 * 1_024);
  });
});

interface Requested {
  readonly host: string;
  readonly path: string;
}

/** A session of its own on which this was asked. */
async function requestOf(simulator: Simulator, { host, path }: Requested): Promise<TLSSocket> {
  const ca = await readFile(simulator.caFile);
  const address = { host: simulator.addresses['us-west-2b'] ?? '', port: simulator.port };
  const session = connect({ ...address, ca, servername: names.api });
  await once(session, 'secureConnect');
  session.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  return session;
}

/** Whether nothing comes for as long as the tests are patient. */
async function quietFor(session: TLSSocket): Promise<boolean> {
  session.setTimeout(patienceMs.silent);
  return Promise.race([
    once(session, 'timeout').then(() => true),
    once(session, 'data').then(() => false),
    once(session, 'close').then(() => false),
  ]);
}
