import { describe, expect, test } from 'vitest';
import { healthy } from '../../src/simulator/faults.ts';
import { faultsOf, type ScenarioName, scenarios } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, knock, names, patienceMs, ways } from './clients.ts';
import { resolverAt } from './dns-clients.ts';

test('a scenario overrides healthy and nothing else', () => {
  expect(faultsOf('healthy')).toEqual(healthy);
  expect(faultsOf('zone-down')).toEqual({ ...healthy, reachable: 'first-zone-down' });
  for (const name of Object.keys(scenarios) as ScenarioName[]) {
    if (name !== 'healthy') expect(faultsOf(name), name).not.toEqual(healthy);
  }
});

describe('packets', () => {
  test('zone-down: one address is silent, its name still resolves, all other names avoid it', async () => {
    await using simulator = await startSimulator({ scenario: 'zone-down' });
    const { 'us-west-2a': a = '', 'us-west-2b': b = '' } = simulator.addresses;
    expect(await knock(a, simulator.port, patienceMs.silent)).toBe('silent');
    expect(await knock(b, simulator.port, patienceMs.open)).toBe('open');
    expect(await lookUp(simulator, names.zoneA)).toEqual([a]);
    for (const name of [names.regional, names.api, names.alias]) expect(await lookUp(simulator, name)).toEqual([b]);
    expect(await ask(simulator, { ...ways['vpce-host'], path: '/test/pets' })).toMatchObject({ status: 200 });
  });

  test('endpoint-unreachable: every address is silent and DNS is fine', async () => {
    await using simulator = await startSimulator({ scenario: 'endpoint-unreachable' });
    const addresses = Object.values(simulator.addresses);
    const knocks = addresses.flatMap((address) =>
      [1, 2, 3].map(() => knock(address, simulator.port, patienceMs.silent)),
    );
    expect(await Promise.all(knocks)).toEqual(knocks.map(() => 'silent'));
    expect((await lookUp(simulator, names.regional)).toSorted()).toEqual(addresses.toSorted());
    expect((await lookUp(simulator, names.api)).toSorted()).toEqual(addresses.toSorted());
  });
});

describe('answers', () => {
  const denied = (route: string): string =>
    '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ' +
    `arn:aws:execute-api:us-west-2:********3333:01234567ab/test/${route} ` +
    'because no resource-based policy allows the execute-api:Invoke action"}';

  test.each([
    ['resource-policy-denies', '/test/pets', 403, 'AccessDeniedException', denied('GET/pets')],
    ['resource-policy-denies', '/test/pets/1', 403, 'AccessDeniedException', denied('GET/pets/1')],
    ['resource-policy-denies', '/test', 403, 'AccessDeniedException', denied('GET/')],
    ['resource-policy-denies', '/test/nowhere', 403, 'AccessDeniedException', denied('GET/nowhere')],
    ['stage-missing', '/test/pets', 403, 'ForbiddenException', '{"message":"Forbidden"}'],
    ['stage-missing', '/test', 403, 'ForbiddenException', '{"message":"Forbidden"}'],
    [
      'route-missing',
      '/test/pets/1',
      403,
      'MissingAuthenticationTokenException',
      '{"message":"Missing Authentication Token"}',
    ],
    ['backend-timeout', '/test/pets', 504, 'InternalServerErrorException', '{"message": "Endpoint request timed out"}'],
  ] as const)('%s: GET %s', async (scenario, path, status, errorType, body) => {
    await using simulator = await startSimulator({ scenario });
    const answers = await Promise.all(Object.values(ways).map((way) => ask(simulator, { ...way, path })));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status, body, headers: { 'x-amzn-errortype': errorType } });
      expect(answer.headers['content-length']).toBe(String(body.length));
    }
  });

  test('resource-policy-denies: a path that JSON must escape', async () => {
    await using simulator = await startSimulator({ scenario: 'resource-policy-denies' });
    const { body } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets/"x\\' });
    expect(body).toBe(denied('GET/pets/\\"x\\\\'));
    expect(JSON.parse(body).Message).toContain(':01234567ab/test/GET/pets/"x\\ because');
  });

  test('route-missing: the list is still there', async () => {
    await using simulator = await startSimulator({ scenario: 'route-missing' });
    expect(await ask(simulator, { ...ways['vpce-host'], path: '/test/pets' })).toMatchObject({ status: 200 });
  });

  test('alias-not-associated: 403 for the alias alone', async () => {
    await using simulator = await startSimulator({ scenario: 'alias-not-associated' });
    const { 'route53-alias': alias, ...others } = ways;
    expect(await ask(simulator, { ...alias, path: '/test/pets' })).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
      headers: { 'x-amzn-errortype': 'ForbiddenException' },
    });
    for (const way of Object.values(others)) {
      expect(await ask(simulator, { ...way, path: '/test/pets' })).toMatchObject({ status: 200 });
    }
  });

  test('private-dns-off: all but the name itself goes on working', async () => {
    await using simulator = await startSimulator({ scenario: 'private-dns-off' });
    for (const way of [ways['route53-alias'], ways['vpce-host'], ways['vpce-api-id']]) {
      expect(await ask(simulator, { ...way, path: '/test/pets' })).toMatchObject({ status: 200 });
    }
    expect(simulator.endpoint.dnsNames).toEqual([names.regional, names.zoneB, names.zoneA]);
  });

  test('backend-error-as-200: both routes answer 200 with errors; the MOCK page has no part in it', async () => {
    await using simulator = await startSimulator({ scenario: 'backend-error-as-200' });
    const errors = [{ key: 'GetPetRequest.petId', message: 'The value is out of range.' }];
    for (const path of ['/test/pets', '/test/pets/1']) {
      const { status, headers, body } = await ask(simulator, { ...ways['private-dns'], path });
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty('x-amzn-errortype');
      expect(JSON.parse(body)).toEqual({ errors });
    }
    expect(await ask(simulator, { ...ways['private-dns'], path: '/test' })).toMatchObject({ status: 200 });
  });

  test('backend-timeout takes its time, and the MOCK page does not wait for it', async () => {
    await using simulator = await startSimulator({ scenario: 'backend-timeout' });
    const late = await ask(simulator, { ...ways['private-dns'], path: '/test/pets' });
    expect(late.firstByteMs).toBeGreaterThan(295);
    expect(await ask(simulator, { ...ways['private-dns'], path: '/test' })).toMatchObject({ status: 200 });
  });

  test('slow: the first byte is 1.5 s late, on every route', async () => {
    await using simulator = await startSimulator({ scenario: 'slow' });
    const paths = ['/test', '/test/pets', '/nowhere'];
    const answers = await Promise.all(paths.map((path) => ask(simulator, { ...ways['private-dns'], path })));
    for (const answer of answers) expect(answer.firstByteMs).toBeGreaterThan(1_495);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 403]);
  });
});

describe('setScenario', () => {
  test('there and back, on the same port, as often as one likes', async () => {
    await using simulator = await startSimulator();
    const { 'us-west-2a': a = '', 'us-west-2b': b = '' } = simulator.addresses;
    for (const [scenario, onA, onB] of [
      ['zone-down', 'silent', 'open'],
      ['endpoint-unreachable', 'silent', 'silent'],
      ['zone-down', 'silent', 'open'],
      ['healthy', 'open', 'open'],
      ['endpoint-unreachable', 'silent', 'silent'],
      ['stage-missing', 'open', 'open'],
    ] as const) {
      await simulator.setScenario(scenario);
      const knocks = [knock(a, simulator.port, patienceMs[onA]), knock(b, simulator.port, patienceMs[onB])];
      expect(await Promise.all(knocks), scenario).toEqual([onA, onB]);
    }
    const { body } = await ask(simulator, { ...ways['private-dns'], path: '/test/pets' });
    expect(body).toBe('{"message":"Forbidden"}');
  });

  test('calls that overlap are taken one after the other', async () => {
    await using simulator = await startSimulator();
    const turns = (['zone-down', 'endpoint-unreachable', 'private-dns-off'] as const).map(simulator.setScenario);
    await Promise.all(turns);
    for (const address of Object.values(simulator.addresses)) {
      expect(await knock(address, simulator.port, patienceMs.open)).toBe('open');
    }
    expect(simulator.endpoint.dnsNames).toHaveLength(3);
    await simulator.setScenario('healthy');
    expect(simulator.endpoint.dnsNames).toEqual([
      names.regional,
      names.zoneB,
      names.zoneA,
      'execute-api.us-west-2.amazonaws.com',
      '*.execute-api.us-west-2.amazonaws.com',
    ]);
  });

  test('a session that is open stays open when its interface goes dark', async () => {
    await using simulator = await startSimulator({ scenario: 'slow' });
    const answer = ask(simulator, { ...ways['private-dns'], path: '/test/pets' });
    await expect.poll(() => simulator.connections[0]?.requests).toHaveLength(1);
    await simulator.setScenario('endpoint-unreachable');
    expect(await answer).toMatchObject({ status: 200 });
  });
});

async function lookUp(simulator: Simulator, name: string): Promise<string[]> {
  return resolverAt(simulator.dns.vpc).resolve4(name);
}
