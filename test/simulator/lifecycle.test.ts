import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createCleanup } from '../../src/simulator/cleanup.ts';
import { openBlackhole } from '../../src/simulator/endpoint/blackhole.ts';
import { openClosedPort } from '../../src/simulator/endpoint/closed-port.ts';
import { openInterfaces } from '../../src/simulator/endpoint/network-interface.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { ask, knock, names, patienceMs, ways } from './clients.ts';

test('a running simulator has these names and addresses', async () => {
  await using simulator = await startSimulator();
  expect(simulator.api).toEqual({ id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' });
  expect(simulator.endpoint).toEqual({
    id: 'vpce-01234567abcdef012',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    dnsNames: [
      names.regional,
      names.zoneB,
      names.zoneA,
      'execute-api.us-west-2.amazonaws.com',
      '*.execute-api.us-west-2.amazonaws.com',
    ],
  });
  expect(Object.keys(simulator.addresses)).toEqual(['us-west-2b', 'us-west-2a']);
  for (const address of Object.values(simulator.addresses)) expect(address).toMatch(/^127\.0\.0\.\d+$/);
  for (const server of Object.values(simulator.dns)) expect(server).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(simulator.awsEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(simulator.awsCalls).toEqual([]);
  expect(await readFile(simulator.caFile, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
});

test('several run side by side', async () => {
  await using first = await startSimulator();
  await using second = await startSimulator({ scenario: 'stage-missing' });
  await using third = await startSimulator({ zones: ['us-west-2c'] });
  expect(await ask(first, { ...ways['private-dns'], path: '/test/pets' })).toMatchObject({ status: 200 });
  expect(await ask(second, { ...ways['private-dns'], path: '/test/pets' })).toMatchObject({ status: 403 });
  expect(await ask(third, { zone: 'us-west-2c', ...ways['private-dns'], path: '/test/pets' })).toMatchObject({
    status: 200,
  });
  expect(third.endpoint.dnsNames[1]).toBe(names.zoneA.replace('2a', '2c'));
});

test('disposing frees every port, ends open connections and removes the folder, and may be repeated', async () => {
  const simulator = await startSimulator({ scenario: 'zone-down' });
  const { 'us-west-2a': dark = '', 'us-west-2b': lit = '' } = simulator.addresses;
  const idle = connect({ host: lit, port: simulator.port });
  await once(idle, 'connect');
  const ended = once(idle.resume(), 'close');
  const awsPort = Number(new URL(simulator.awsEndpoint).port);
  const dnsPorts = Object.values(simulator.dns).map((server) => Number(server.split(':')[1]));
  await simulator[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
  await ended;
  expect(await knock(dark, simulator.port, patienceMs.refused)).toBe('refused');
  expect(await knock(lit, simulator.port, patienceMs.refused)).toBe('refused');
  for (const port of [awsPort, ...dnsPorts]) expect(await knock('127.0.0.1', port, patienceMs.refused)).toBe('refused');
  expect(existsSync(dirname(simulator.caFile))).toBe(false);
  await expect(simulator.setScenario('endpoint-unreachable')).rejects.toThrow(/is closed$/);
});

test('a process ends by itself once its simulator is disposed of, also in the middle of a slow answer', async () => {
  const program = `
    const { startSimulator } = await import(${JSON.stringify(new URL('../../src/simulator/simulator.ts', import.meta.url).href)});
    const { connect } = await import('node:tls');
    const { once } = await import('node:events');
    const simulator = await startSimulator({ scenario: 'slow' });
    const socket = connect({ host: simulator.addresses['us-west-2b'], port: simulator.port, rejectUnauthorized: false });
    socket.on('error', () => socket.destroy());
    await once(socket, 'secureConnect');
    socket.write('GET /test HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
    while (simulator.connections[0]?.requests.length !== 1) await new Promise(setImmediate);
    await simulator.setScenario('endpoint-unreachable');
    const startedAt = Date.now();
    await simulator[Symbol.asyncDispose]();
    process.on('exit', () => console.log(Date.now() - startedAt < 1000 ? 'prompt' : 'late'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 90_000,
  });
  expect(stdout).toBe('prompt\n');
});

test('a blackhole swallows every SYN, lets nobody in while it lasts, and gives its port back', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(openBlackhole('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  server.close();
  await once(server, 'close');
  const blackhole = await openBlackhole('127.0.0.1', port);
  const knocks = Array.from({ length: 20 }, () => knock('127.0.0.1', port, patienceMs.silent));
  expect(await Promise.all(knocks)).toEqual(knocks.map(() => 'silent'));
  await blackhole[Symbol.asyncDispose]();
  expect(await knock('127.0.0.1', port, patienceMs.refused)).toBe('refused');
});

test('a closed port refuses everybody, and is free again at once', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(openClosedPort('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  server.close();
  await once(server, 'close');
  const closed = await openClosedPort('127.0.0.1', port);
  const knocks = Array.from({ length: 20 }, () => knock('127.0.0.1', port, patienceMs.refused));
  expect(await Promise.all(knocks)).toEqual(knocks.map(() => 'refused'));
  await closed[Symbol.asyncDispose]();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await knock('127.0.0.1', port, patienceMs.open)).toBe('open');
  server.close();
});

test('cleanup undoes last first, goes on after a failure, and reports it', async () => {
  const undone: number[] = [];
  const cleanup = createCleanup();
  cleanup.defer(() => undone.push(1));
  cleanup.defer(() => Promise.reject(new Error('stuck')));
  cleanup.defer(() => undone.push(3));
  await expect(cleanup.run()).rejects.toMatchObject({ errors: [new Error('stuck')] });
  expect(undone).toEqual([3, 1]);
});

test('zones that share an address share its listener, which counts for the first of them', async () => {
  const zones = ['us-west-2b', 'us-west-2a'].map((name) => ({ name, address: '127.0.0.1' }));
  const interfaces = await openInterfaces(zones, (socket, zone) => socket.end(zone.name));
  const [only, ...others] = interfaces;
  expect(others).toEqual([]);
  const socket = connect({ host: '127.0.0.1', port: only?.port ?? 0 });
  expect(await text(socket)).toBe('us-west-2b');
  await only?.[Symbol.asyncDispose]();
});

test('an interface whose port was taken while it switched is refused, and can be switched again', async () => {
  const [opened] = await openInterfaces([{ name: 'us-west-2a', address: '127.0.0.1' }], (socket) => socket.end());
  if (opened === undefined) throw new Error('no interface');
  await using only = opened;
  const taken = { code: 'EADDRINUSE' };
  const goesDark = only.react('silent');
  const squatter = createServer().listen(only.port, '127.0.0.1');
  await once(squatter, 'listening');
  await expect(goesDark).rejects.toMatchObject(taken);
  await expect(only.react('silent')).rejects.toMatchObject(taken);
  await expect(only.react('open')).rejects.toMatchObject(taken);
  squatter.close();
  await once(squatter, 'close');
  expect(await knock('127.0.0.1', only.port, patienceMs.refused)).toBe('refused');
  await only.react('open');
  expect(await knock('127.0.0.1', only.port, patienceMs.open)).toBe('open');
  await only.react('silent');
  expect(await knock('127.0.0.1', only.port, patienceMs.silent)).toBe('silent');
  await only.react('refused');
  expect(await knock('127.0.0.1', only.port, patienceMs.refused)).toBe('refused');
});
