// What the command line says to somebody who calls it wrongly, or asks for help.

import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';

describe('usage', () => {
  it('without a command tells the commands', async () => {
    const { status, stdout } = await cli([]);

    expect(stdout.match(/^ {2}\w+/gm)?.map((name) => name.trim())).toEqual(['demo', 'probe', 'plan', 'simulate']);
    expect(status).toBe(0);
  });

  it('a command tells its options', async () => {
    const { status, stdout } = await cli(['probe', '--help']);

    expect(stdout.match(/--[a-z]+( [A-Z]+)?/g)).toEqual(['--config FILE', '--publish SINK', '--html FILE', '--json']);
    expect(status).toBe(0);
  });

  it.for([
    { args: ['prob'], message: 'usage: no such command: "prob"; must be one of demo, probe, plan, simulate' },
    {
      args: ['constructor'],
      message: 'usage: no such command: "constructor"; must be one of demo, probe, plan, simulate',
    },
    { args: ['probe'], message: 'usage: --config FILE is needed' },
    { args: ['probe', '--confg', 'x'], message: "usage: Unknown option '--confg'" },
    {
      args: ['probe', '--config', 'x', '--publish', 'stdout'],
      message: 'usage: --publish "stdout": must be one of cloudwatch, emf, none',
    },
    { args: ['plan', '--config', 'x', '--every', '0s'], message: 'usage: --every "0s": must be like 30s, 5m or 1h' },
    {
      args: ['demo', '--scenario', 'zonedown'],
      message: /^private-api-canary: usage: --scenario "zonedown": must be one of healthy, .*zone-down/,
    },
    {
      args: ['probe', '--config', '/no/such/file'],
      message: /^private-api-canary: configuration-unreadable: \/no\/such\/file: ENOENT/,
    },
  ])('$args ends with 2 and says why', async ({ args, message }) => {
    const { status, stdout, stderr } = await cli(args);

    if (typeof message === 'string') expect(stderr.split('\n')[0]).toBe(`private-api-canary: ${message}`);
    else expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
