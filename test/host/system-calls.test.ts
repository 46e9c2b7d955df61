// The system calls of `watch`, as strace sees them, against those that host/private-api-canary.service lets through, as
// systemd knows them: a newer Node must not find out in production.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { MAIN } from '../support/cli.ts';
import { ROOT } from './package-files.ts';
import { announcedWithout } from './programs.ts';
import { settingsOf } from './unit-file.ts';

const settings = settingsOf(await readFile(join(ROOT, 'host/private-api-canary.service'), 'utf8'));

/** The names in a filter's value: sets of systemd, each with the sets that are in it, and single calls. */
function named(value: string): ReadonlySet<string> {
  return new Set(value.split(' ').flatMap((each) => (each.startsWith('@') ? [...setNamed(each)] : [each])));
}

function setNamed(name: string): ReadonlySet<string> {
  const { stdout } = spawnSync('systemd-analyze', ['syscall-filter', '--no-pager', name], { encoding: 'utf8' });
  const lines = stdout.split('\n').slice(1);
  const members = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(members.flatMap((each) => (each.startsWith('@') ? [...setNamed(each)] : [each])));
}

describe.skipIf(announcedWithout('strace') || announcedWithout('systemd-analyze'))('a run', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'private-api-canary-calls-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('makes no system call and opens no socket that the unit refuses', async () => {
    await using simulator = await startSimulator();
    await writeFile(at('target.json'), JSON.stringify(configurationFor(simulator)));
    // A process for the credentials, as IAM Roles Anywhere has one.
    await writeFile(at('helper'), '#!/bin/sh\necho \'{ "Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b" }\'\n');
    await chmod(at('helper'), 0o755);
    await writeFile(at('aws'), `[default]\ncredential_process = ${at('helper')}\n`);

    const command = [process.execPath, MAIN, 'watch', '--config', at('target.json'), '--once'];
    const traced = spawn('strace', ['-f', '-qq', '-e', 'signal=none', '-o', at('trace'), ...command], {
      env: {
        PATH: process.env.PATH ?? '',
        STATE_DIRECTORY: at('state'),
        AWS_CONFIG_FILE: at('aws'),
        AWS_ENDPOINT_URL: simulator.awsEndpoint,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      stdio: 'ignore',
    });

    expect(await once(traced, 'close')).toEqual([0, null]);
    const trace = await readFile(at('trace'), 'utf8');
    const calls = found(trace, /^\d+ +(\w+)\(/gm);
    const [allowed = '', refused = ''] = settings.get('Service.SystemCallFilter') ?? [];
    const [letThrough, heldBack] = [named(allowed), named(refused.replace(/^~/, ''))];
    expect(calls.length).toBeGreaterThan(40);
    expect(calls.filter((call) => !letThrough.has(call) || heldBack.has(call))).toEqual([]);
    const families = found(trace, /socket(?:pair)?\((AF_\w+)/g);
    const [open = ''] = settings.get('Service.RestrictAddressFamilies') ?? [];
    expect(families.length).toBeGreaterThan(1);
    expect(families.filter((family) => !open.split(' ').includes(family))).toEqual([]);
  });
});

/** What a pattern's first group matches, each once. */
function found(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, match = '']) => match))];
}
