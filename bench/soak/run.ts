// A soak: `watch` beside a simulator whose scenario changes every few seconds, looked at from outside until it is told to
// end.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Simulation } from '../../src/cli/simulation.ts';
import { parseTarget } from '../../src/domain/target.ts';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Health, parseHealth } from '../../src/watch/health.ts';
import { parseKeptName } from '../../src/watch/kept-file.ts';
import { scheduleOf } from '../../src/watch/watch.ts';
import { type Child, startChild } from '../child.ts';
import { type Descriptors, descriptorsOf } from './process-state.ts';
import type { Received, SimulatorOrder } from './simulator-process.ts';
import type { MemorySample, Soaked } from './verdict.ts';
import { startWatchProcess, type ToldRun, type WatchProcess } from './watch-process.ts';

/** What goes wrong for a while. */
export interface Scene {
  readonly scenarios: readonly ScenarioName[];
  /** Looked at again and again: `runs` are those told since the scene began. */
  readonly isOver: (passedMs: number, runs: readonly ToldRun[]) => boolean;
}

export interface SoakOptions {
  readonly everySeconds: number;
  /** Undefined ends the soak. */
  readonly nextScene: () => Scene | undefined;
  /** How often the process is looked at, in milliseconds. */
  readonly lookMs: number;
  /** How many healthy runs tell what is open at rest. */
  readonly restRuns: number;
  /** Called after each look. */
  readonly onLook?: (look: Look) => void;
}

/** What is seen at a moment. */
export interface Look extends MemorySample {
  readonly descriptors: Descriptors | undefined;
  readonly scenarios: Scene['scenarios'];
  readonly runs: readonly ToldRun[];
  /** Data points on disk, as the health file says. */
  readonly kept: number;
}

const REST_LOOK_MS = 50;
// The longest pause between two attempts to send what is kept is a minute.
const MAX_DRAIN_MS = 90_000;

export async function soak({ everySeconds, nextScene, lookMs, restRuns, onLook }: SoakOptions): Promise<Soaked> {
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-soak-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  await using simulator = startChild('./soak/simulator-process.ts');
  const { configuration, environment } = await ask<Simulation>(simulator, 'simulation');
  const target = { ...configuration, vantage: VANTAGE, discovery: { maxAgeMs: 2_000 } };
  await writeFile(file('target.json'), JSON.stringify(target));
  const args = ['--config', file('target.json'), '--every', `${everySeconds}s`, '--state', file('state')];
  await using watching = startWatchProcess([...args, '--health-file', file('health.json')], environment);

  const health = async (): Promise<Health> => parseHealth(await readFile(file('health.json'), 'utf8'));
  const memory: MemorySample[] = [];
  /** False when the process has ended. */
  const look = async ({ scenarios }: Scene): Promise<boolean> => {
    const usage = await watching.memory();
    if (usage === undefined) return false;
    const sample = { atMs: Date.now(), ...usage };
    memory.push(sample);
    const descriptors = await descriptorsOf(watching.pid);
    onLook?.({ ...sample, descriptors, scenarios, runs: watching.runs, kept: (await health()).kept });
    return true;
  };
  const play = async (scene: Scene): Promise<boolean> => {
    // Scenarios that contradict each other, and what this machine cannot play, are left out.
    if (!(await ask<boolean>(simulator, { scene: scene.scenarios }))) return true;
    const [sinceMs, from] = [Date.now(), watching.runs.length];
    while (await look(scene)) {
      if (scene.isOver(Date.now() - sinceMs, watching.runs.slice(from))) return true;
      await delay(lookMs);
    }
    return false;
  };

  const before = await rest(watching, restRuns);
  for (let scene = nextScene(); scene !== undefined; scene = nextScene()) {
    if (!(await play(scene))) break;
  }
  await ask(simulator, { scene: ['healthy'] });
  const drainEndsAt = Date.now() + MAX_DRAIN_MS;
  while (Date.now() < drainEndsAt && (await health()).kept > 0) await delay(lookMs);
  const after = await rest(watching, restRuns);
  const ended = await watching.stop();
  const books = {
    schedule: scheduleOf(parseTarget(target), { everyMs: everySeconds * 1_000, hostName: hostname() }),
    runs: watching.runs,
    received: await ask<readonly Received[]>(simulator, 'received'),
    onDisk: await dataOnDisk(file('state/data')),
  };
  return { books, memory, atRest: { before, after }, complaints: watching.complaints, ended };
}

const VANTAGE = { name: 'soak', network: 'vpc' } as const;

function ask<Answer>(simulator: Child, order: SimulatorOrder): Promise<Answer> {
  return simulator.ask<Answer>(order);
}

/** What is always open while healthy runs are made: the least of what is open during some of them. */
async function rest({ pid, runs, afterRuns }: WatchProcess, count: number): Promise<Descriptors | undefined> {
  // The first run of a process makes its connections, and what the last scenario left is closed by the next one.
  await afterRuns(runs.length + Math.ceil(count / 2));
  let [enough, least] = [false, undefined as Descriptors | undefined];
  const done = afterRuns(runs.length + count).then(() => {
    enough = true;
  });
  while (!enough) {
    const now = await descriptorsOf(pid);
    least = now === undefined || least === undefined ? now : leastOf(least, now);
    await Promise.race([done, delay(REST_LOOK_MS)]);
  }
  return least;
}

function leastOf(one: Descriptors, other: Descriptors): Descriptors {
  return {
    all: Math.min(one.all, other.all),
    sockets: Math.min(one.sockets, other.sockets),
    threads: Math.min(one.threads, other.threads),
  };
}

async function dataOnDisk(folder: string): Promise<ReadonlyMap<number, number>> {
  const files = (await readdir(folder)).flatMap((name) => parseKeptName(name) ?? []);
  const byTime = Map.groupBy(files, ({ atMs }) => atMs);
  return new Map([...byTime].map(([atMs, each]) => [atMs, each.reduce((sum, { count }) => sum + count, 0)]));
}
