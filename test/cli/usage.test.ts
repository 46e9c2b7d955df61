// What the command line says to somebody who calls it wrongly, or asks for help.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { oneOf, parseOptions, secondsOf } from '../../src/cli/command.ts';
import { explainCommand } from '../../src/cli/explain.ts';
import { commandHelp } from '../../src/cli/help.ts';
import { planCommand } from '../../src/cli/plan.ts';
import { probeCommand } from '../../src/cli/probe.ts';
import { scenarioOf, simulateCommand } from '../../src/cli/simulate.ts';
import { nearestName } from '../../src/domain/nearest-name.ts';
import { cli, MAIN } from '../support/cli.ts';
import { temporaryFolder } from '../watch/folder.ts';

describe('the program', () => {
  it('without a command tells the commands', async () => {
    const { status, stdout } = await cli([]);

    expect(stdout.match(/^ {2}\w+/gm)?.map((name) => name.trim())).toEqual([
      'demo',
      'probe',
      'watch',
      'health',
      'plan',
      'explain',
      'simulate',
    ]);
    expect(status).toBe(0);
  });

  it('a reader that goes away is no error', async () => {
    const shell = `'${process.execPath}' '${MAIN}' -h | head -n 1`;

    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', shell]);

    expect(stdout).toBe('private-api-canary: probes a private API Gateway API through every documented way in\n');
    expect(stderr).toBe('');
  });

  it.for([
    {
      args: ['constructor'],
      message:
        'usage: no such command: "constructor"; must be one of demo, probe, watch, health, plan, explain, simulate',
    },
    { args: ['probe'], message: 'usage: --config FILE is needed' },
    {
      args: ['probe', '--config', '/no/such/file'],
      message: 'configuration-unreadable: /no/such/file: no such file or directory',
    },
    { args: ['plan', '--config', '/'], message: 'configuration-unreadable: /: is a directory' },
    { args: ['explain', '--file', '/'], message: 'report-unreadable: /: is a directory' },
    { args: ['plan', '--config', '-'], message: 'configuration-unreadable: standard input: is empty' },
    { args: ['plan', '--config', '/dev/null'], message: 'configuration-unreadable: /dev/null: is empty' },
  ])('$args ends with 2 and says why on standard error', async ({ args, message }) => {
    const { status, stdout, stderr } = await cli(args);

    expect(stderr.split('\n')[0]).toBe(`private-api-canary: ${message}`);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

const TARGET = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
  endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
};

it('a user without a home directory is told to give another one', async () => {
  await using folder = await temporaryFolder();
  const config = join(folder.path, 'target.json');
  await writeFile(config, JSON.stringify(TARGET));
  const running = promisify(execFile)(process.execPath, [MAIN, 'watch', '--once', '--config', config], {
    env: { HOME: '' },
    timeout: 30_000,
  });
  await expect(running).rejects.toMatchObject({
    code: 2,
    stderr:
      'private-api-canary: usage: the user has no home directory to keep data points in\nGive a directory with --state.\n',
  });
});

it('a working directory that was removed is told where it is needed', async () => {
  await using folder = await temporaryFolder();
  const config = join(folder.path, 'target.json');
  await writeFile(config, JSON.stringify(TARGET));
  const gone = join(folder.path, 'gone');
  const shell = `mkdir '${gone}' && cd '${gone}' && rmdir '${gone}' && exec "$@"`;
  const command = [process.execPath, MAIN, 'watch', '--config', config, '--state', 'state'];

  const running = promisify(execFile)('sh', ['-c', shell, 'sh', ...command]);

  await expect(running).rejects.toMatchObject({
    code: 2,
    stderr: [
      'private-api-canary: usage: --state state: the working directory does not exist any more',
      'Start in a directory that exists, or give an absolute path.',
      '',
    ].join('\n'),
  });
});

describe('options', () => {
  it('are told by the help of their command', () => {
    expect(commandHelp('probe', probeCommand).match(/--[a-z]+( [A-Z]+)?/g)).toEqual([
      '--config FILE',
      '--publish SINK',
      '--html FILE',
      '--json',
    ]);
  });

  it.for([
    { parse: () => parseOptions(probeCommand, ['--confg', 'x']), message: "Unknown option '--confg'" },
    { parse: () => parseOptions(probeCommand, ['x']), message: 'unexpected argument "x": a value needs its option' },
    { parse: () => parseOptions(probeCommand, ['--json', '--json']), message: '--json is given more than once' },
    {
      parse: () => parseOptions(simulateCommand, ['--scenario', 'zone-down', '--scenario', 'route-missing']),
      message: '--scenario NAME[,NAME...] is given more than once',
    },
    {
      parse: () => oneOf({ publish: 'stdout' }, 'publish', ['emf', 'none']),
      message: '--publish "stdout": must be one of emf, none',
    },
    {
      parse: () => secondsOf(parseOptions(planCommand, ['--every', '0s']), 'every', 60),
      message: '--every "0s": must be like 30s, 5m or 1h; a number alone is seconds',
    },
    {
      parse: () => scenarioOf({ scenario: 'zonedown' }),
      message: 'no such scenario: "zonedown"; did you mean zone-down?',
    },
    {
      parse: () => scenarioOf({ scenario: 'nothing-like-it' }),
      message: /^no such scenario: "nothing-like-it"$/,
    },
  ])('$message', ({ parse, message }) => {
    expect(parse).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
      }),
    );
  });

  it.for([
    [explainCommand, 'report.json', 'Perhaps `--file report.json` or `< report.json` was meant.'],
    [explainCommand, 'a b', 'Perhaps `--file FILE` or `< FILE` was meant.'],
    [probeCommand, 'target.json', 'Perhaps `--config target.json` was meant.'],
    [
      simulateCommand,
      'zone-down',
      'Perhaps `--scenario zone-down` (behind npm, which needs `--` before options: `npm start -- --scenario zone-down`) was meant.',
    ],
  ] as const)('that were left out are named (%#)', ([command, stray, hint]) => {
    expect(() => parseOptions(command, [stray])).toThrow(expect.objectContaining({ code: 'usage', hint }));
  });

  it.for([
    ['zonedown', 'zone-down'],
    ['heathly', 'healthy'],
    ['ZONE', undefined],
    ['', undefined],
  ] as const)('%j is nearest to %s', ([given, expected]) => {
    expect(nearestName(given, ['zone-up', 'zone-down', 'healthy'])).toBe(expected);
  });

  it.for([
    ['30', 30],
    ['30s', 30],
    ['5m', 300],
    ['1h', 3_600],
  ] as const)('--every %s is %i seconds', ([every, seconds]) => {
    expect(secondsOf({ every }, 'every', 60)).toBe(seconds);
  });
});
