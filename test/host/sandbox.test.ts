// The package as npm packs it, laid out as host/Containerfile lays it out and started as it says, under what a hardened
// container leaves it: process 1, no home, no capabilities, nothing to write but the state.

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { copiesOf, last, stagesOf, words } from './containerfile.ts';
import { ROOT, unpackedPackage } from './package-files.ts';
import { announcedWithout } from './programs.ts';
import { firstProcess, type Sandboxed, sandboxed } from './sandbox.ts';

const image = stagesOf(await readFile(join(ROOT, 'host/Containerfile'), 'utf8')).at(-1) ?? [];
const WORKDIR = last(image, 'WORKDIR');
const [STATE = ''] = words(last(image, 'VOLUME'));
const CONFIGURATION = '/etc/private-api-canary';

describe.skipIf(announcedWithout('unshare'))('the container', () => {
  let scratch = '';
  let simulator: Simulator;
  /** Paths of the image are below a folder out here. */
  const here = (word: string): string => word.replace(/^\/(?:opt|var|etc)\//, (path) => `${scratch}${path}`);
  const command = (instruction: string): readonly string[] =>
    words(last(image, instruction)).map((word) => (word === 'node' ? process.execPath : here(word)));

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'private-api-canary-image-'));
    await using unpacked = await unpackedPackage();
    await layOut(unpacked.folder);
    simulator = await startSimulator();
    await writeFile(here(`${CONFIGURATION}/target.json`), JSON.stringify(configurationFor(simulator)));
  });

  afterAll(async () => {
    await simulator?.[Symbol.asyncDispose]();
    await rm(scratch, { recursive: true });
  });

  /** The last stage, with the dependencies of this checkout instead of those that the first one installs. */
  async function layOut(context: string): Promise<void> {
    for (const folder of [CONFIGURATION, STATE, WORKDIR]) await mkdir(here(folder), { recursive: true });
    for (const { from, sources, target } of copiesOf(image)) {
      const destination = join(here(WORKDIR), target);
      await mkdir(dirname(destination), { recursive: true });
      if (from !== undefined) await symlink(join(ROOT, 'node_modules'), destination);
      else for (const source of sources) await cp(join(context, source), destination, { recursive: true });
    }
  }

  function started(words: readonly string[]): Sandboxed {
    const env = {
      STATE_DIRECTORY: here(STATE),
      AWS_ENDPOINT_URL: simulator.awsEndpoint,
      AWS_REGION: simulator.api.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    return sandboxed(words, { state: here(STATE), sealed: scratch, env });
  }

  it('runs, publishes, tells its health, and ends with 0 when it is asked to', async () => {
    const watching = started([...command('ENTRYPOINT'), ...command('CMD')]);
    const ended = once(watching.process, 'close');
    const health = async (): Promise<unknown> => {
      const asked = started(command('HEALTHCHECK'));
      const [status] = await once(asked.process, 'close');
      return status;
    };

    expect(await health()).toBe(1);
    await expect.poll(() => simulator.awsCalls.map(({ action }) => action)).toContain('PutMetricData');
    await expect.poll(health).toBe(0);
    process.kill(await firstProcess(watching), 'SIGTERM');

    expect(await ended).toEqual([0, null]);
    expect(await watching.stderr).toBe('');
    const lines = (await watching.stdout).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).not.toEqual([]);
  });

  it('starts again with the state of one that was killed, which was process 1 as well', async () => {
    const killed = started([...command('ENTRYPOINT'), ...command('CMD')]);
    const gone = once(killed.process, 'close');
    await expect.poll(() => existsSync(join(here(STATE), 'lock'))).toBe(true);
    process.kill(await firstProcess(killed), 'SIGKILL');
    await gone;

    const next = started([...command('ENTRYPOINT'), 'watch', '--config', command('CMD')[2] ?? '', '--once']);

    expect({ ended: await once(next.process, 'close'), stderr: await next.stderr }).toEqual({
      ended: [0, null],
      stderr: '',
    });
  });
});
