// host/private-api-canary.service: it starts what the package ships, with options that exist, and no more rights than
// systemd itself says it needs.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/cli/command.ts';
import { watchCommand } from '../../src/cli/watch.ts';
import { targetOf } from '../domain/examples.ts';
import { ROOT } from './package-files.ts';
import { announcedWithout } from './programs.ts';
import { secondsOf, settingsOf } from './unit-file.ts';

const UNIT = await readFile(join(ROOT, 'host/private-api-canary.service'), 'utf8');
const ENVIRONMENT = await readFile(join(ROOT, 'host/environment.example'), 'utf8');
const settings = settingsOf(UNIT);
const only = (name: string): string => {
  const values = settings.get(name) ?? [];
  if (values[0] === undefined || values.length > 1) throw new Error(`${name} stands there ${values.length} times`);
  return values[0];
};

const PREFIX = '/opt/private-api-canary/node_modules/private-api-canary/';
const [program = '', script = '', command = '', ...args] = only('Service.ExecStart').split(' ');

describe('what it starts', () => {
  it('is the program of the package', async () => {
    const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect([program, script, command]).toEqual(['node', `${PREFIX}${bin['private-api-canary']}`, 'watch']);
  });

  it('has options that the command knows, those of the example of an environment included', () => {
    const [, options = ''] = /^CANARY_OPTIONS="(.*)"$/m.exec(ENVIRONMENT) ?? [];
    expect(args[0]).toBe('$CANARY_OPTIONS');

    const given = parseOptions(watchCommand, [...options.split(' '), ...args.slice(1)]);

    expect(given).toEqual({
      config: ['/etc/private-api-canary/pets.json'],
      every: '60s',
      'health-file': '%t/private-api-canary/health.json',
    });
  });

  it('names a page that the package has', () => {
    const page = only('Unit.Documentation').replace(`file://${PREFIX}`, '');
    expect(existsSync(join(ROOT, page)), page).toBe(true);
  });
});

it('writes only into the folders that systemd makes for it', () => {
  expect([only('Service.StateDirectory'), only('Service.RuntimeDirectory')]).toEqual([
    'private-api-canary',
    'private-api-canary',
  ]);
  expect([only('Service.ProtectSystem'), only('Service.DynamicUser')]).toEqual(['strict', 'yes']);
  expect(settings.has('Service.ReadWritePaths')).toBe(false);
});

it('gives a run more time to end than a run may take', () => {
  const { runMs } = targetOf().timeouts;
  expect(secondsOf(only('Service.TimeoutStopSec')) * 1_000).toBeGreaterThan(runMs);
});

it('lets V8 make machine code', () => {
  expect(settings.has('Service.MemoryDenyWriteExecute')).toBe(false);
});

describe.skipIf(announcedWithout('systemd-analyze'))('systemd', () => {
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'private-api-canary-unit-'));
    file = join(folder, basename('private-api-canary.service'));
    // systemd looks for `node` where the host installs programs, which a checkout's own Node is not.
    await writeFile(file, UNIT.replace('ExecStart=node ', `ExecStart=${process.execPath} `));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds nothing wrong with it', () => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect({ status, output: `${stdout}${stderr}` }).toEqual({ status: 0, output: '' });
  });

  it('finds it exposed by 1.5 of 10 at most', () => {
    const { status, stdout } = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--threshold=15', '--no-pager', file],
      { encoding: 'utf8' },
    );
    expect(stdout).toContain('Overall exposure level');
    expect(status, stdout.split('\n').at(-2)).toBe(0);
  });
});
