import { describe, expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { type Answered, ask, names, ways } from './clients.ts';

const DOG = '{\n  "id": 1,\n  "type": "dog",\n  "price": 249.99\n}';
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}', errorType: 'ForbiddenException', bytes: '23' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the ways in', () => {
  test.each(Object.entries(ways))('%s reaches the pet', async (_, way) => {
    await using simulator = await startSimulator();
    for (const zone of Object.keys(simulator.addresses)) {
      expect(await ask(simulator, { zone, ...way, path: '/test/pets/1' })).toMatchObject({ status: 200, body: DOG });
    }
  });

  test.each([
    ['a wrong Host', names.regional, {}, 403],
    ["another Region's Host", '01234567ab.execute-api.us-east-1.amazonaws.com', {}, 403],
    ['another API', 'zzzzzzzzzz.execute-api.us-west-2.amazonaws.com', {}, 403],
    ['a name below the API', `x.${names.api}`, {}, 403],
    ['the alias of another endpoint', names.alias.replace('def012', 'def999'), {}, 403],
    ['a wrong Host with the right header', 'nlb.example.com', { 'x-apigw-api-id': '01234567ab' }, 200],
    ['the right Host with a wrong header', names.api, { 'x-apigw-api-id': 'zzzzzzzzzz' }, 403],
    ['the right Host in capitals and with a port', `${names.api.toUpperCase()}:8443`, {}, 200],
  ])('%s', async (_, host, headers, status) => {
    await using simulator = await startSimulator();
    const answer = await ask(simulator, { sni: names.regional, host, headers, path: '/test/pets/1' });
    expect(answer.status).toBe(status);
    if (status === 403) expect(essence(answer)).toEqual(FORBIDDEN);
  });
});

describe('headers', () => {
  test('of an integration answer, in their order', async () => {
    await using simulator = await startSimulator();
    const answer = await ask(simulator, {
      ...ways['private-dns'],
      headers: { connection: 'keep-alive' },
      path: '/test/pets/2',
    });
    expect(answer.rawHeaders.filter((_, index) => index % 2 === 0)).toEqual([
      'Server',
      'Date',
      'Content-Type',
      'Content-Length',
      'Connection',
      'x-amzn-RequestId',
      'X-Amzn-Trace-Id',
      'x-amz-apigw-id',
    ]);
    expect(answer.headers).toMatchObject({
      server: 'Server',
      'content-type': 'application/json',
      'content-length': '49',
      connection: 'keep-alive',
      'x-amzn-requestid': expect.stringMatching(UUID),
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-amz-apigw-id': expect.stringMatching(/^[A-Za-z0-9+/]{15}=$/),
    });
    expect(Math.abs(Date.parse(answer.headers.date ?? '') - Date.now())).toBeLessThan(60_000);
  });

  test('of an answer that API Gateway generated', async () => {
    await using simulator = await startSimulator();
    const { headers } = await ask(simulator, { ...ways['private-dns'], path: '/nowhere' });
    expect(headers).toMatchObject({
      server: 'Server',
      connection: 'close',
      'x-amzn-errortype': 'ForbiddenException',
      'x-amzn-requestid': expect.stringMatching(UUID),
      'x-amz-apigw-id': expect.stringMatching(/=$/),
    });
    expect(headers).not.toHaveProperty('x-amzn-trace-id');
  });
});

describe('routes', () => {
  test.each(['/test/pets/', '/test/pets?type=fish&page=1', '/test/pets'])('%s lists the pets', async (path) => {
    await using simulator = await startSimulator();
    const { status, body } = await ask(simulator, { ...ways['private-dns'], path });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject([{ id: 1, price: 249.99 }, { id: 2 }, { id: 3 }]);
  });

  test.each(['/test', '/test/'])('%s is the MOCK page', async (path) => {
    await using simulator = await startSimulator();
    const { status, headers, body } = await ask(simulator, { ...ways['private-dns'], path });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html' });
    expect(body).toMatch(/^<html>[\s\S]*<h1>PetStore<\/h1>[\s\S]*<\/html>$/);
  });

  test('errors of the backend answer 200', async () => {
    await using simulator = await startSimulator();
    const { status, body } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets/-1' });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      errors: [{ key: 'GetPetRequest.petId', message: 'The value is out of range.' }],
    });
  });

  test('POST /pets', async () => {
    await using simulator = await startSimulator();
    const pet = { type: 'dog', price: 249.99 };
    const options = { ...ways['private-dns'], path: '/test/pets', method: 'POST', body: JSON.stringify(pet) };
    const { status, body } = await ask(simulator, options);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ pet, message: 'success' });
  });

  test.each(['/test/pets', '/test/pets/2', '/test/pets?type=cat&page=2'])(
    'HEAD %s is GET without its body',
    async (path) => {
      await using simulator = await startSimulator();
      const request = { ...ways['private-dns'], path };
      const get = await ask(simulator, request);
      const head = await ask(simulator, { ...request, method: 'HEAD' });
      expect([head.status, head.body]).toEqual([200, '']);
      for (const name of ['content-type', 'content-length', 'server'])
        expect(head.headers[name]).toBe(get.headers[name]);
      expect(simulator.connections.map(({ requests }) => requests[0]?.method)).toEqual(['GET', 'HEAD']);
    },
  );

  test('the query says which page, of which type', async () => {
    await using simulator = await startSimulator();
    const { body } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets?type=cat&page=2' });
    expect(JSON.parse(body)).toEqual([
      { id: 4, type: 'cat', price: 999.99 },
      { id: 5, type: 'cat', price: 249.99 },
      { id: 6, type: 'cat', price: 49.97 },
    ]);
  });

  test('OPTIONS is a MOCK and answers without the backend', async () => {
    await using simulator = await startSimulator({ scenario: 'backend-timeout' });
    for (const path of ['/test/pets', '/test/pets/1']) {
      const options = { ...ways['private-dns'], path, method: 'OPTIONS' };
      expect(await ask(simulator, options)).toMatchObject({ status: 200, body: '' });
    }
  });

  test.each([
    ['GET', '/test/nowhere'],
    ['GET', '/test/pets/1/toys'],
    ['GET', '/test//pets'],
    ['GET', '/test/pets//'],
    ['OPTIONS', '/test/pets//'],
    ['DELETE', '/test/pets/1'],
    ['POST', '/test/pets/1'],
    ['POST', '/test'],
  ])('%s %s is not deployed', async (method, path) => {
    await using simulator = await startSimulator();
    expect(essence(await ask(simulator, { ...ways['private-dns'], method, path }))).toEqual({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      errorType: 'MissingAuthenticationTokenException',
      bytes: '42',
    });
  });

  test('a missing route with an Authorization header that is no signature', async () => {
    await using simulator = await startSimulator();
    const headers = { authorization: 'Bearer "x"' };
    const {
      status,
      headers: received,
      body,
    } = await ask(simulator, { ...ways['private-dns'], headers, path: '/test/no' });
    expect({ status, errorType: received['x-amzn-errortype'] }).toEqual({
      status: 403,
      errorType: 'IncompleteSignatureException',
    });
    expect(JSON.parse(body)).toEqual({
      message: `Invalid key=value pair (missing equal-sign) in Authorization header: 'Bearer "x"'.`,
    });
  });

  test.each(['/', '/pets', '/prod/pets', '*'])('%s names no stage', async (path) => {
    await using simulator = await startSimulator();
    expect(essence(await ask(simulator, { ...ways['private-dns'], path }))).toEqual(FORBIDDEN);
  });
});

function essence({ status, body, headers }: Answered): object {
  return { status, body, errorType: headers['x-amzn-errortype'], bytes: headers['content-length'] };
}
