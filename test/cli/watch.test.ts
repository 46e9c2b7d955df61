// `watch` as somebody starts it on a host: targets, schedule, signals, sinks, health; against the simulator.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/cli/command.ts';
import { stateDirectory } from '../../src/cli/state-directory.ts';
import { readTargets } from '../../src/cli/target-file.ts';
import { terminalOf } from '../../src/cli/terminal.ts';
import { watchCommand } from '../../src/cli/watch.ts';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli } from '../support/cli.ts';
import { type Folder, temporaryFolder } from '../watch/folder.ts';
import { awsEnvironment, startWatch } from '../watch/watching.ts';

interface Scene extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly folder: Folder;
  readonly state: string;
  /** `--config FILE` and `--state DIR`; what is given replaces keys of the configuration. */
  readonly args: (...overrides: readonly object[]) => Promise<readonly string[]>;
  readonly env: Readonly<Record<string, string>>;
}

async function startScene(scenario: ScenarioName = 'healthy'): Promise<Scene> {
  const simulator = await startSimulator({ scenario });
  const folder = await temporaryFolder();
  const state = join(folder.path, 'state');
  let files = 0;
  return {
    simulator,
    folder,
    state,
    args: async (...overrides) => {
      const args = ['--state', state];
      for (const each of overrides.length === 0 ? [{}] : overrides) {
        files += 1;
        const file = join(folder.path, `target-${files}.json`);
        await writeFile(file, JSON.stringify(configurationFor(simulator, each)));
        args.push('--config', file);
      }
      return args;
    },
    env: awsEnvironment(simulator.awsEndpoint),
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]();
      await simulator[Symbol.asyncDispose]();
    },
  };
}

const from = (name: string) => ({ vantage: { name, network: 'vpc' } });
const published = (simulator: Simulator) =>
  simulator.awsCalls.filter(({ action }) => action === 'PutMetricData').length;

describe('watch', () => {
  it('runs every target again and again, asks EC2 once for each, and ends with 0 at SIGTERM', async () => {
    await using scene = await startScene();
    await using watching = startWatch([...(await scene.args(from('dc1'), from('dc2'))), '--every', '2s'], scene);

    await watching.afterRuns(5);
    watching.kill('SIGTERM');

    expect(await watching.ended).toEqual({ status: 0, stderr: '' });
    expect(watching.lines.map(({ event }) => event).filter((event) => event !== 'run')).toEqual(
      expect.arrayContaining(['started', 'deadline', 'stopped']),
    );
    const byVantage = Map.groupBy(watching.runs(), ({ vantage }) => vantage.name);
    expect([...byVantage.keys()].sort()).toEqual(['dc1', 'dc2']);
    for (const runs of byVantage.values()) {
      expect(runs.length).toBeGreaterThanOrEqual(2);
      const times = runs.map(({ startedAt }) => Date.parse(startedAt));
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      // The first run of a process is slow: what its time is too short for is kept, and sent with the next.
      for (const { published: sent } of runs) expect(sent).toMatchObject({ sink: 'cloudwatch', rejected: 0 });
    }
    expect(scene.simulator.awsCalls.filter(({ service }) => service === 'ec2').length).toBe(2);
    expect(published(scene.simulator)).toBeGreaterThanOrEqual(watching.runs().length / 2);
    expect(watching.lines.at(-1)).toMatchObject({ event: 'stopped', kept: 0 });
    expect(await readdir(join(scene.state, 'data'))).toEqual(['unreadable']);
    expect(await readdir(scene.state)).toEqual(['data']);
  });

  it('told to stop, finishes the run that is under way and publishes it', async () => {
    await using scene = await startScene('endpoint-unreachable');
    await using watching = startWatch(await scene.args(), scene);
    // EC2 is asked: the probes are about to wait for connections that nobody takes.
    await expect.poll(() => scene.simulator.awsCalls.length).toBe(1);

    watching.kill('SIGTERM');

    expect((await watching.ended).status).toBe(0);
    expect(watching.runs().map(({ verdict, cutShort }) => [verdict.state, cutShort])).toEqual([['unreachable', false]]);
    expect(published(scene.simulator)).toBe(1);
    expect(watching.lines.at(-1)).toMatchObject({ event: 'stopped', kept: 0 });
  });

  it('ends at once at a second signal', async () => {
    await using scene = await startScene('endpoint-unreachable');
    await using watching = startWatch(await scene.args(), scene);
    await expect.poll(() => scene.simulator.awsCalls.length).toBe(1);
    watching.kill('SIGTERM');
    watching.kill('SIGINT');
    expect((await watching.ended).status).toBe(130);
    expect(watching.runs()).toEqual([]);
  });

  it('a target that hangs keeps no other one from running', async () => {
    await using scene = await startScene();
    await using silent = await silentResolver();
    const connection = { resolver: [silent.address] };
    const hanging = { ...from('dc1'), connection, timeouts: { dnsMs: 60_000, probeMs: 60_000 } };
    await using watching = startWatch([...(await scene.args(hanging, from('dc2'))), '--every', '4s'], scene);
    await watching.line(({ event, report }) => event === 'run' && report?.vantage.name === 'dc2');
    expect(watching.runs().filter(({ vantage }) => vantage.name === 'dc1')).toEqual([]);
  });

  it('a reader of its lines gets what `explain` explains', async () => {
    await using scene = await startScene('route-missing');
    await using watching = startWatch([...(await scene.args()), '--once'], scene);
    await watching.ended;
    const input = watching.lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const { stdout, status } = await cli(['explain'], { input });
    expect(stdout).toContain('route-missing');
    expect(status).toBe(1);
  });
});

describe('watch --once', () => {
  it('runs each target once, and ends with the worst exit status', async () => {
    await using scene = await startScene('route-missing');
    const healthy = { ...from('dc2'), resources: [{ path: '/pets' }] };
    await using watching = startWatch([...(await scene.args(healthy, from('dc1'))), '--once'], scene);
    expect(await watching.ended).toEqual({ status: 1, stderr: '' });
    expect(
      watching
        .runs()
        .map(({ verdict }) => verdict.state)
        .sort(),
    ).toEqual(['degraded', 'healthy']);
  });

  it('keeps what CloudWatch does not take, and the next one sends it', async () => {
    await using scene = await startScene('cloudwatch-unavailable');
    const args = [...(await scene.args()), '--once'];
    await using first = startWatch(args, scene);
    expect((await first.ended).status).toBe(0);
    expect(first.runs()[0]?.published).toMatchObject({ accepted: 0, rejected: 0, kept: 33 });
    expect(first.lines.map(({ event }) => event)).toEqual(['started', 'kept', 'run', 'stopped']);
    expect(first.lines.at(-1)).toMatchObject({ kept: 33 });

    await scene.simulator.setScenario('healthy');
    await using second = startWatch(args, scene);
    expect((await second.ended).status).toBe(0);
    expect(second.lines[0]).toMatchObject({ event: 'started', kept: 33 });
    expect(second.lines.find(({ event }) => event === 'sent-later')).toMatchObject({ data: 33 });
    expect(second.lines.at(-1)).toMatchObject({ event: 'stopped', kept: 0 });
  });

  it.for([
    ['none', { sink: 'none', accepted: 0, rejected: 0 }],
    ['emf', { sink: 'emf', accepted: 33, rejected: 0 }],
  ] as const)('--publish %s asks CloudWatch nothing and keeps nothing', async ([sink, expected]) => {
    await using scene = await startScene();
    await using watching = startWatch([...(await scene.args()), '--once', '--publish', sink], scene);
    const { status, stderr } = await watching.ended;
    expect(status).toBe(0);
    expect(watching.runs()[0]?.published).toEqual(expected);
    expect(stderr.includes('"Runs":[1]')).toBe(sink === 'emf');
    expect(published(scene.simulator)).toBe(0);
    expect(watching.lines.at(-1)).toMatchObject({ event: 'stopped', kept: 0 });
  });

  it('without a state directory that it can use sends directly, and says so', async () => {
    await using scene = await startScene();
    await writeFile(scene.state, 'a file in its place');
    await using watching = startWatch([...(await scene.args()), '--once'], scene);
    expect((await watching.ended).status).toBe(0);
    expect(watching.lines.map(({ event }) => event)).toEqual(['started', 'not-kept', 'run', 'stopped']);
    expect(watching.runs()[0]?.published).toEqual({ sink: 'cloudwatch', accepted: 33, rejected: 0 });
  });

  it('a run that cannot be made is told, and the status is 2', async () => {
    await using scene = await startScene();
    const { port } = scene.simulator;
    const args = await scene.args({ connection: { port, caFile: '/no/such/file' } }, from('dc2'));
    await using watching = startWatch([...args, '--once'], scene);
    expect((await watching.ended).status).toBe(2);
    expect(watching.lines.find(({ event }) => event === 'failed')).toMatchObject({ code: 'ca-file-unreadable' });
    expect(watching.runs().map(({ vantage }) => vantage.name)).toEqual(['dc2']);
  });
});

describe('the state directory', () => {
  it('is one process for one directory', async () => {
    await using scene = await startScene();
    const args = await scene.args();
    await using first = startWatch(args, scene);
    await first.afterRuns(1);
    await using second = startWatch([...args, '--once'], scene);
    const { status, stderr } = await second.ended;
    expect(stderr.split('\n')[0]).toBe(
      `private-api-canary: state-in-use: the state directory ${scene.state} is in use by process ${first.pid}`,
    );
    expect(status).toBe(2);
    expect(second.lines).toEqual([]);
  });

  it.for([
    [{ STATE_DIRECTORY: '/var/lib/canary', XDG_STATE_HOME: '/home/me/.state' }, '/var/lib/canary'],
    [{ STATE_DIRECTORY: '/var/lib/canary:/var/lib/other' }, '/var/lib/canary'],
    [{ XDG_STATE_HOME: '/home/me/.state' }, '/home/me/.state/private-api-canary'],
    [{ XDG_STATE_HOME: 'relative' }, expect.stringMatching(/\/\.local\/state\/private-api-canary$/)],
    [{}, expect.stringMatching(/\/\.local\/state\/private-api-canary$/)],
  ] as const)('by %j is %s', ([env, expected]) => {
    expect(stateDirectory(undefined, env)).toEqual(expected);
    expect(stateDirectory('/given', env)).toBe('/given');
  });
});

describe('the health file', () => {
  it('is written after each run, and judged by `health`', async () => {
    await using scene = await startScene('cloudwatch-unavailable');
    const file = join(scene.folder.path, 'health.json');
    await using watching = startWatch([...(await scene.args(from('dc1'))), '--health-file', file], scene);
    await watching.afterRuns(1);
    await expect.poll(async () => JSON.parse(await readFile(file, 'utf8')).kept).toBe(33);

    const { targets } = JSON.parse(await readFile(file, 'utf8'));
    expect(targets).toEqual([
      expect.objectContaining({
        name: 'pets/test from dc1',
        state: 'healthy',
        published: { sink: 'cloudwatch', accepted: 0, rejected: 0, kept: 33 },
        kept: 33,
      }),
    ]);
    expect(await cli(['health', '--file', file])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('does not count against a process that EC2 keeps from finding anything to probe', async () => {
    await using scene = await startScene('ec2-denied');
    const file = join(scene.folder.path, 'health.json');
    await using watching = startWatch([...(await scene.args()), '--once', '--health-file', file], scene);
    expect((await watching.ended).status).toBe(2);
    expect(JSON.parse(await readFile(file, 'utf8')).targets).toEqual([expect.objectContaining({ state: 'unknown' })]);
    expect(await cli(['health', '--file', file])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('that cannot be written is told and ends nothing', async () => {
    await using scene = await startScene();
    await using watching = startWatch([...(await scene.args()), '--once', '--health-file', '/no/such/file'], scene);
    expect((await watching.ended).status).toBe(0);
    expect(watching.lines.filter(({ event }) => event === 'not-kept').length).toBeGreaterThan(0);
  });

  it.for([
    ['that is not there', undefined, 'no such file or directory'],
    ['that is a directory', '', 'is a directory'],
    ['that is empty', '\n', 'is empty'],
    ['that is another file', 'PASSWORD=hunter2', 'not valid JSON: unexpected token in line 1'],
    ['of another form', '{}', 'it is not of the form private-api-canary/health/1'],
  ] as const)('%s is 1 and a line', async ([, content, why]) => {
    await using folder = await temporaryFolder();
    const file = content === '' ? folder.path : join(folder.path, 'health.json');
    if (content) await writeFile(file, content);
    expect(await cli(['health', '--file', file])).toEqual({ status: 1, stdout: `${file}: ${why}\n`, stderr: '' });
  });
});

describe('options of watch', () => {
  it('--config may be given several times, the others not', () => {
    expect(parseOptions(watchCommand, ['--config', 'a', '--config', 'b', '--once'])).toEqual({
      config: ['a', 'b'],
      once: true,
    });
    expect(() => parseOptions(watchCommand, ['--config', 'a', '--every', '1s', '--every', '2s'])).toThrow(
      '--every TIME is given more than once',
    );
  });

  const context = { terminal: terminalOf(process), env: {}, stopped: new AbortController().signal };

  it.for([
    { args: [], says: '--config FILE is needed' },
    { args: ['--config', '-', '--config', '-'], says: '--config -: standard input holds one configuration' },
    { args: ['--config', '-', '--every', '25h'], says: '--every: must be at most 24h' },
    {
      args: ['--config', '-', '--every', '0s'],
      says: '--every "0s": must be like 30s, 5m or 1h; a number alone is seconds',
    },
  ])('$args: $says', async ({ args, says }) => {
    await expect(watchCommand.run(parseOptions(watchCommand, args), context)).rejects.toMatchObject({
      code: 'usage',
      message: says,
    });
  });

  it.each([
    { of: 'one name', overrides: {}, other: { api: { id: '76543210ba' } }, refused: true },
    { of: 'one name in two Regions, into one', overrides: {}, other: { api: { region: 'eu-west-1' } }, refused: true },
    { of: 'one name, from two places', overrides: {}, other: { vantage: { name: 'dc2' } }, refused: false },
    {
      of: 'one name, in two namespaces',
      overrides: {},
      other: { api: { id: '76543210ba' }, metrics: { namespace: 'Other' } },
      refused: false,
    },
    {
      of: 'one name without metrics',
      overrides: { publish: 'none' },
      other: { api: { id: '76543210ba' }, publish: 'none' },
      refused: false,
    },
  ])('two APIs of $of: refused as the same metrics: $refused', async ({ overrides, other, refused }) => {
    await using folder = await temporaryFolder();
    const first = {
      api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
      endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
      vantage: { name: 'dc1', network: 'on-premises' },
      ...overrides,
    };
    const second = {
      ...first,
      ...other,
      api: { ...first.api, ...other.api },
      vantage: { ...first.vantage, ...other.vantage },
    };
    const files = [first, second].map((value, index) => ({ value, file: join(folder.path, `${index}.json`) }));
    for (const { value, file } of files) await writeFile(file, JSON.stringify(value));
    const reading = readTargets(
      { config: files.map(({ file }) => file) },
      { ...context, env: { AWS_REGION: 'us-west-2' } },
    );
    if (!refused) return void expect((await reading).length).toBe(2);
    await expect(reading).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/would publish the same metrics: us-west-2 PrivateApiCanary pets\/test from dc1$/),
    });
  });

  it('the same target twice is an error', async () => {
    await using scene = await startScene();
    const args = await scene.args({}, { resources: [{ path: '/other' }] });
    await expect(watchCommand.run(parseOptions(watchCommand, args), context)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(
        /target-1\.json and \S+target-2\.json are of the same target: us-west-2 01234567ab\/test from vpc$/,
      ),
    });
    expect(await readdir(scene.folder.path)).toEqual(['target-1.json', 'target-2.json']);
  });
});

/** A DNS server that takes queries and never answers. */
async function silentResolver() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
