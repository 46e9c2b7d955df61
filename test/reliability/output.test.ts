// What is printed and reaches nobody: the canary's work is done all the same, and somebody is told.

import { type ChildProcess, execFile, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, type ExpectStatic, test } from 'vitest';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { MAIN } from '../support/cli.ts';
import { announced } from '../support/external.ts';
import { temporaryFolder } from '../watch/folder.ts';
import { awsEnvironment, type Told } from '../watch/watching.ts';
import { OUTPUT_FAULTS, type OutputFault } from './output-faults.ts';

const FULL = '/dev/full';
if (!existsSync(FULL)) announced('this system has no /dev/full');

interface Scene extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly fifo: string;
  readonly start: (command: 'probe' | 'watch', stdio: StdioOptions, shell?: string) => Started;
  readonly published: () => number;
}

interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Lines of standard error so far. */
  readonly said: readonly string[];
  /** The exit status; the process is asked to stop. */
  readonly stopped: () => Promise<number | null>;
}

async function startScene(scenario: ScenarioName = 'endpoint-refuses'): Promise<Scene> {
  const simulator = await startSimulator({ scenario });
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  await writeFile(at('target.json'), JSON.stringify(configurationFor(simulator)));
  const base = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS_|XDG_|STATE_)/.test(name)));
  const env = { ...base, AWS_EC2_METADATA_DISABLED: 'true', ...awsEnvironment(simulator.awsEndpoint) };
  return {
    simulator,
    fifo: at('pipe'),
    published: () => simulator.awsCalls.filter(({ action }) => action === 'PutMetricData').length,
    start: (command, stdio, shell = 'exec "$@"') => {
      const more = command === 'watch' ? ['--every', '1s', '--state', at('state')] : [];
      const args = [process.execPath, MAIN, command, '--config', at('target.json'), ...more];
      return started(spawn('sh', ['-c', shell, 'sh', ...args], { env, stdio }));
    },
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]();
      await simulator[Symbol.asyncDispose]();
    },
  };
}

function started(child: ChildProcess): Started {
  const said: string[] = [];
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await closed)[0];
  };
  return {
    child,
    said,
    stopped: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}

const OUTPUTS: Readonly<Record<OutputFault['output'], (scene: Scene, expect: ExpectStatic) => Promise<void>>> = {
  'reader-ends': async ({ start, published }, expect) => {
    await using watch = start('watch', ['ignore', 'pipe', 'pipe']);
    await once(watch.child.stdout ?? expect.fail(), 'data');
    watch.child.stdout?.destroy();
    const before = published();
    await expect.poll(published).toBeGreaterThan(before + 3);
    expect(watch.said).toEqual(['private-api-canary: what is printed reaches nobody (EPIPE); runs go on']);
    expect(await watch.stopped()).toBe(0);
  },
  'reader-returns': async ({ start, published, fifo }, expect) => {
    if (spawnSync('mkfifo', [fifo]).status !== 0) return void announced('there is no mkfifo here');
    const read = async (lines: number) => {
      const { stdout } = await promisify(execFile)('head', ['-n', String(lines), fifo]);
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Told);
    };
    await using watch = start('watch', ['ignore', 'ignore', 'pipe'], `exec "$@" > '${fifo}'`);
    expect(await read(1)).toEqual([expect.objectContaining({ event: 'started' })]);
    await expect.poll(() => watch.said.length).toBe(1);
    const before = published();
    await expect.poll(published).toBeGreaterThan(before + 1);
    const [first, second] = await read(2);
    expect(first).toMatchObject({ event: 'unread', level: 'WARN' });
    expect(first?.lines).toBeGreaterThan(1);
    expect(second?.event).toBe('run');
    expect(await watch.stopped()).toBe(0);
  },
  'watch-full': async ({ start, published }, expect) => {
    const full = openSync(FULL, 'w');
    await using watch = start('watch', ['ignore', full, 'pipe']);
    closeSync(full);
    await expect.poll(published).toBeGreaterThan(3);
    expect(watch.said.toSorted()).toEqual([
      'private-api-canary: standard output: no space left on device',
      'private-api-canary: what is printed reaches nobody (ENOSPC); runs go on',
    ]);
    expect(await watch.stopped()).toBe(2);
  },
  'probe-full': async (unhealthy, expect) => {
    // Of the one the exit status would be 1, of the other 2 in any case.
    await using unknown = await startScene('ec2-denied');
    for (const { start } of [unhealthy, unknown]) {
      const full = openSync(FULL, 'w');
      const { child } = start('probe', ['ignore', full, 'pipe']);
      closeSync(full);
      const closed = once(child, 'close') as Promise<[number | null]>;
      const stderr = await text(child.stderr ?? expect.fail());
      expect(await closed).toEqual([2, null]);
      expect(stderr).toBe('private-api-canary: standard output: no space left on device\n');
    }
    expect(unhealthy.published()).toBe(1);
  },
};

describe.concurrent('what is printed', () => {
  test.for(OUTPUT_FAULTS)('$fault: $does', { timeout: 60_000 }, async ({ output }, { expect }) => {
    if (output.endsWith('-full') && !existsSync(FULL)) return;
    await using scene = await startScene();
    await OUTPUTS[output](scene, expect);
  });
});
