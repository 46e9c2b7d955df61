// Readers of what `watch` prints that stand still: a log collector that hangs, a terminal stopped with Ctrl+S.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExpectStatic } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { parseHealth } from '../../src/watch/health.ts';
import { configurationFor } from '../support/canary-run.ts';
import { MAIN } from '../support/cli.ts';
import { announced } from '../support/external.ts';
import { type Folder, temporaryFolder } from '../watch/folder.ts';
import { awsEnvironment, type Told } from '../watch/watching.ts';

const runsOf = ({ awsCalls }: Simulator) => awsCalls.filter(({ action }) => action === 'PutMetricData').length;

interface Scene extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly folder: Folder;
  /** The command line of a `watch` with a run a second. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function startScene(overrides: object = {}): Promise<Scene> {
  const simulator = await startSimulator({ scenario: 'endpoint-refuses' });
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  await writeFile(at('target.json'), JSON.stringify(configurationFor(simulator, overrides)));
  const state = ['--state', at('state'), '--health-file', at('health.json')];
  const base = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS_|XDG_|STATE_)/.test(name)));
  return {
    simulator,
    folder,
    command: [process.execPath, MAIN, 'watch', '--config', at('target.json'), '--every', '1s', ...state],
    env: { ...base, AWS_EC2_METADATA_DISABLED: 'true', ...awsEnvironment(simulator.awsEndpoint), TERM: 'xterm' },
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]();
      await simulator[Symbol.asyncDispose]();
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Runs go on, and their lines are there when somebody reads them. */
export async function unreadPipe(expect: ExpectStatic): Promise<void> {
  await using scene = await startScene();
  // The lines of two such runs fill it.
  const fd = openFifo(scene.folder);
  const reader = new Socket({ fd, readable: true, writable: false });
  const [program = '', ...args] = scene.command;
  const child = spawn(program, args, { env: scene.env, stdio: ['ignore', fd, 'inherit'] });
  const exited = ended(child);
  try {
    await expect.poll(() => runsOf(scene.simulator)).toBeGreaterThan(6);
    const told: Told[] = [];
    createInterface({ input: reader }).on('line', (line) => told.push(JSON.parse(line) as Told));
    const runs = () => told.flatMap(({ report }) => report?.startedAt ?? []);
    await expect.poll(() => runs().length).toBeGreaterThan(6);
    expect(runs()).toEqual(runs().toSorted());
    expect(told.map(({ event }) => event)).not.toContain('unread');
    child.kill('SIGTERM');
    await expect.poll(() => told.at(-1)?.event).toBe('stopped');
    await exited;
    expect(child.exitCode).toBe(0);
  } finally {
    child.kill('SIGKILL');
    reader.destroy();
  }
}

/** Runs go on, and say that their metrics are lost. */
export async function unreadMetrics(): Promise<void> {
  await using scene = await startScene({ timeouts: { awsMs: 500 }, publish: 'emf' });
  const fd = openFifo(scene.folder);
  fill(fd);
  const [program = '', ...args] = scene.command;
  const child = spawn(program, args, { env: scene.env, stdio: ['ignore', 'pipe', fd] });
  if (child.stdout === null) throw new Error('a piped child has no pipe');
  try {
    let rejected = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (((JSON.parse(line) as Told).report?.published.rejected ?? 0) > 0) rejected += 1;
      if (rejected === 2) break;
    }
  } finally {
    child.kill('SIGKILL');
    closeSync(fd);
  }
}

/** A pipe that is open at both ends, so that nobody waits for the other. */
function openFifo({ path }: Folder): number {
  const fifo = join(path, 'pipe');
  if (spawnSync('mkfifo', [fifo]).status !== 0) throw new Error('there is no mkfifo here');
  return openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
}

/** Writes until nothing more fits. */
function fill(fd: number): void {
  try {
    for (;;) writeSync(fd, '\n'.repeat(4_096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}

// `script` makes a terminal and hands on what is typed; that of other systems has other options.
const noTerminal = process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0;
if (noTerminal) announced('script of util-linux is not installed');

/** Runs go on; it can be ended, and the terminal is then as it was. */
export async function stoppedTerminal(expect: ExpectStatic): Promise<void> {
  if (noTerminal) return;
  await using scene = await startScene();
  const child = spawn('script', ['-qfec', scene.command.map((word) => `'${word}'`).join(' '), '/dev/null'], {
    env: scene.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = ended(child);
  try {
    let shown = '';
    child.stdout.on('data', (data) => {
      shown += String(data);
    });
    await expect.poll(() => runsOf(scene.simulator)).toBeGreaterThan(0);
    child.stdin.write('\u0013');
    // As soon as a frame is not taken the next one would stop a process that waits for the terminal.
    const before = runsOf(scene.simulator);
    await expect.poll(() => runsOf(scene.simulator)).toBeGreaterThan(before + 4);
    const { pid } = parseHealth(await readFile(join(scene.folder.path, 'health.json'), 'utf8'));
    const stopped = shown.length;
    child.stdin.write('\u0011');
    await expect.poll(() => shown.length).toBeGreaterThan(stopped);
    process.kill(pid, 'SIGTERM');
    await exited;
    expect(shown).toContain('\u001b[?1049l');
    expect(child.exitCode).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
}
