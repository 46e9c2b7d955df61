import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { healthy } from '../../src/simulator/faults.ts';
import { configurationOf, faultsOf, type ScenarioName, scenarios } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ask, knock, names, patienceMs, ways } from './clients.ts';
import { resolverAt } from './dns-clients.ts';

const NAMES = Object.keys(scenarios) as ScenarioName[];

test('a scenario overrides healthy and nothing else', () => {
  expect(faultsOf('healthy')).toEqual(healthy);
  expect(faultsOf('zone-down')).toEqual({ ...healthy, reachable: 'first-zone-down' });
  for (const name of NAMES) {
    const { faults } = scenarios[name];
    if (Object.keys(faults).length === 0) expect(['healthy', 'custom-domain', 'head-and-query']).toContain(name);
    // What was softened is as in a world that nobody hardened.
    else if (name.endsWith('-softened')) expect(faultsOf(name), name).toEqual(healthy);
    else expect(faultsOf(name), name).not.toEqual(healthy);
  }
});

describe('several at once', () => {
  test('are all their faults together', () => {
    expect(faultsOf([])).toEqual(healthy);
    expect(faultsOf(['zone-down', 'healthy', 'route-missing', 'ec2-denied'])).toEqual({
      ...healthy,
      reachable: 'first-zone-down',
      petRoute: 'missing',
      ec2: 'denied',
    });
  });

  test('may set one switch to one value', () => {
    expect(faultsOf(['alias-missing', 'private-dns-off'])).toEqual(faultsOf('alias-missing'));
    expect(faultsOf(['endpoint-pending', 'private-dns-pending', 'endpoint-unreachable'])).toEqual(
      faultsOf('endpoint-pending'),
    );
  });

  test.each([
    [
      ['zone-down', 'stage-missing', 'endpoint-unreachable'],
      'zone-down and endpoint-unreachable cannot be combined: they set reachable to "first-zone-down" and "none"',
    ],
    [
      ['strict-as-expected', 'access-mode-softened'],
      'strict-as-expected and access-mode-softened cannot be combined: they set accessMode to "strict" and "basic"',
    ],
    [
      ['signed-requests', 'api-key'],
      'signed-requests and api-key cannot be combined: they set authorization to "iam" and "api-key"',
    ],
    [
      ['private-dns-pending', 'alias-missing'],
      'private-dns-pending and alias-missing cannot be combined: they set privateDns to "pending" and "off"',
    ],
  ] as const)('are refused where they contradict each other: %s', async (choice, message) => {
    expect(() => faultsOf(choice)).toThrow(new Error(message));
    await expect(startSimulator({ scenario: choice })).rejects.toThrow(message);
    await using simulator = await startSimulator({ scenario: 'route-missing' });
    await expect(simulator.setScenario(choice)).rejects.toThrow(message);
    expect(await ask(simulator, { ...ways['vpce-host'], path: '/test/pets/1' })).toMatchObject({ status: 403 });
    await simulator.setScenario('healthy');
    expect(await ask(simulator, { ...ways['vpce-host'], path: '/test/pets/1' })).toMatchObject({ status: 200 });
  });

  test.each(['nope', 'toString', '__proto__', ''])('are refused where one does not exist: %j', async (name) => {
    const choice = ['zone-down', name] as unknown as ScenarioName[];
    const message = `There is no scenario ${JSON.stringify(name)}`;
    expect(() => faultsOf(choice)).toThrow(new Error(message));
    expect(() => faultsOf(name as ScenarioName)).toThrow(new Error(message));
    expect(() => configurationOf(choice)).toThrow(new Error(message));
    await expect(startSimulator({ scenario: choice })).rejects.toThrow(message);
  });

  test('are configured so that each is met', () => {
    const customDomain = { name: 'pets.internal.example.com', basePath: 'v1' };
    const accessMethods = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'];
    expect(configurationOf(['zone-down', 'ec2-denied'])).toEqual({});
    expect(configurationOf(['zone-down', 'custom-domain-record-missing'])).toEqual({ customDomain });
    expect(configurationOf('private-name-missing')).toEqual({ accessMethods });
    expect(configurationOf(['custom-domain-not-associated', 'private-name-missing', 'custom-domain'])).toEqual({
      customDomain,
      accessMethods: [...accessMethods, 'custom-domain', 'vpce-custom-domain'],
    });
    for (const name of NAMES) expect(() => configurationOf(['custom-domain', name]), name).not.toThrow();
    expect(configurationOf('signed-requests')).toEqual({ auth: { iam: true } });
    expect(() => configurationOf(['head-and-query', 'policy-softened'])).toThrow(
      'head-and-query and policy-softened cannot be combined: they set resources to ',
    );
  });

  test('are configured for on-premises: private names only where they are forwarded', () => {
    const vantage = { name: 'on-premises', network: 'on-premises' };
    const customDomain = { name: 'pets.internal.example.com', basePath: 'v1' };
    expect(configurationOf('healthy', 'on-premises')).toEqual({ vantage });
    expect(configurationOf(['private-name-missing', 'custom-domain'], 'on-premises')).toEqual({
      vantage,
      customDomain,
      accessMethods: ['route53-alias', 'vpce-host', 'vpce-api-id', 'vpce-custom-domain'],
    });
    for (const forwarding of ['private-names-forwarded', 'inbound-endpoint-down'] as const) {
      const forwarded = { ...vantage, privateNames: 'forwarded' };
      expect(configurationOf(forwarding)).toEqual({});
      expect(configurationOf(forwarding, 'on-premises')).toEqual({ vantage: forwarded });
      expect(configurationOf([forwarding, 'private-name-missing'], 'on-premises')).toEqual({
        vantage: forwarded,
        accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
      });
    }
  });

  test('are met together: interfaces refuse, the name is shadowed, a zonal name is gone', async () => {
    const scenario = ['endpoint-refuses', 'private-name-shadowed', 'zonal-name-missing', 'ipv6-unreachable'] as const;
    await using simulator = await startSimulator({ scenario });
    const { 'us-west-2a': a = '', 'us-west-2b': b = '' } = simulator.addresses;
    for (const address of [a, b]) expect(await knock(address, simulator.port, patienceMs.refused)).toBe('refused');
    for (const name of [names.api, names.alias, names.zoneA]) {
      await expect(lookUp(simulator, name), name).rejects.toMatchObject({ code: 'ENOTFOUND' });
    }
    expect(await lookUp(simulator, names.zoneB)).toEqual([b]);
    expect(await resolverAt(simulator.dns.vpc).resolve6(names.zoneB)).toHaveLength(1);
    await simulator.setScenario(['zone-down', 'dns-servfail']);
    expect(await knock(a, simulator.port, patienceMs.silent)).toBe('silent');
    expect(await knock(b, simulator.port, patienceMs.open)).toBe('open');
    await expect(lookUp(simulator, names.zoneB)).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });
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

  test('zone-drops-packets: one address is silent, and every name that had it has it still', async () => {
    await using simulator = await startSimulator({ scenario: 'zone-drops-packets' });
    const { 'us-west-2a': a = '', 'us-west-2b': b = '' } = simulator.addresses;
    expect(await knock(a, simulator.port, patienceMs.silent)).toBe('silent');
    expect(await knock(b, simulator.port, patienceMs.open)).toBe('open');
    expect(await lookUp(simulator, names.zoneA)).toEqual([a]);
    for (const name of [names.regional, names.api, names.alias, names.domain]) {
      expect((await lookUp(simulator, name)).toSorted(), name).toEqual([a, b].toSorted());
    }
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

  test('endpoint-refuses: every address refuses and DNS is fine', async () => {
    await using simulator = await startSimulator({ scenario: 'endpoint-refuses' });
    const addresses = Object.values(simulator.addresses);
    const knocks = addresses.map((address) => knock(address, simulator.port, patienceMs.refused));
    expect(await Promise.all(knocks)).toEqual(['refused', 'refused']);
    for (const name of [names.regional, names.api, names.alias]) {
      expect((await lookUp(simulator, name)).toSorted()).toEqual(addresses.toSorted());
    }
  });

  test.each(['endpoint-unreachable', 'endpoint-refuses', 'zone-down'] as const)(
    'private-name-other-endpoint: the other endpoint answers for the API, also beside %s',
    async (broken) => {
      await using simulator = await startSimulator({ scenario: ['private-name-other-endpoint', broken] });
      const [address = ''] = await lookUp(simulator, names.api);
      expect(await knock(address, simulator.port, patienceMs.open)).toBe('open');
      expect(await ask(simulator, { address, ...ways['private-dns'], path: '/test/pets' })).toMatchObject({
        status: 200,
      });
      expect(simulator.connections.map((connection) => connection.address)).toEqual([address]);
    },
  );
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

  test('slow: the first byte is 3 s late, on every route', async () => {
    await using simulator = await startSimulator({ scenario: 'slow' });
    const paths = ['/test', '/test/pets', '/nowhere'];
    const answers = await Promise.all(paths.map((path) => ask(simulator, { ...ways['private-dns'], path })));
    for (const answer of answers) expect(answer.firstByteMs).toBeGreaterThan(2_995);
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
      ['endpoint-refuses', 'refused', 'refused'],
      ['zone-down', 'silent', 'open'],
      ['endpoint-refuses', 'refused', 'refused'],
      ['zone-drops-packets', 'silent', 'open'],
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

  test('that fails leaves the old faults, and the next one succeeds', async () => {
    await using simulator = await startSimulator({ scenario: 'private-dns-off' });
    const squatter = createServer();
    const switched = simulator.setScenario(['endpoint-unreachable', 'dns-servfail']);
    squatter.listen(simulator.port, simulator.addresses['us-west-2b']);
    await once(squatter, 'listening');
    await expect(switched).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(simulator.endpoint.dnsNames).toHaveLength(3);
    expect(await lookUp(simulator, names.alias)).toHaveLength(2);
    squatter.close();
    await once(squatter, 'close');
    await simulator.setScenario('healthy');
    for (const zone of Object.keys(simulator.addresses)) {
      expect(await ask(simulator, { zone, ...ways['private-dns'], path: '/test/pets' })).toMatchObject({ status: 200 });
    }
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
