// The help texts, made from the commands' own tables.

import { type Command, optionText } from './command.ts';

export function programHelp(commands: readonly (readonly [name: string, command: Command])[]): string {
  const width = Math.max(...commands.map(([name]) => name.length));
  return [
    'private-api-canary: probes a private API Gateway API through every documented way in',
    '',
    'Usage: private-api-canary COMMAND [OPTIONS]',
    '',
    ...commands.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'private-api-canary COMMAND --help tells the options of a command.',
    'Exit status: 0 healthy, 1 degraded or unreachable, 2 the canary could not do its own work.',
    '',
  ].join('\n');
}

export function commandHelp(name: string, { summary, options, notes }: Command): string {
  const rows = Object.entries(options).map(([name, { help }]) => ({ option: optionText(name, { options }), help }));
  const width = Math.max(...rows.map(({ option }) => option.length));
  return [
    `private-api-canary ${name}: ${summary}`,
    '',
    ...rows.map(({ option, help }) => `  ${option.padEnd(width)}  ${help}`),
    ...(notes === undefined ? [] : ['', ...notes]),
    '',
  ].join('\n');
}
