// The command line: picks the command, hands it the process, and turns what is thrown into a message and a status.

import { CanaryError, problemOf } from '../domain/canary-error.ts';
import { VERSION } from '../version.ts';
import { type Command, type ExitStatus, parseOptions } from './command.ts';
import { demoCommand } from './demo.ts';
import { commandHelp, programHelp } from './help.ts';
import { planCommand } from './plan.ts';
import { probeCommand } from './probe.ts';
import { simulateCommand } from './simulate.ts';
import { type Terminal, terminalOf } from './terminal.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  demo: demoCommand,
  probe: probeCommand,
  plan: planCommand,
  simulate: simulateCommand,
};

async function main(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const [name, ...rest] = args;
  if (name === '--version') terminal.out(`${VERSION}\n`);
  if (name === undefined || name === '--help' || name === 'help') terminal.out(programHelp(COMMANDS));
  if (name === undefined || name === '--help' || name === 'help' || name === '--version') return 0;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new CanaryError(
      'usage',
      `no such command: ${JSON.stringify(name)}; must be one of ${Object.keys(COMMANDS).join(', ')}`,
    );
  }
  const options = parseOptions(command, rest);
  if (options.help === true) {
    terminal.out(commandHelp(name, command));
    return 0;
  }
  return command.run(options, { terminal, env: process.env, stopped: stopSignal() });
}

/** Aborts when somebody wants the process to end, or when the process that started it has ended. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(event, () => stop.abort());
  return stop.signal;
}

const terminal = terminalOf(process);
try {
  process.exitCode = await main(process.argv.slice(2), terminal);
} catch (error) {
  const { code, message, hint } = problemOf(error);
  terminal.err(`private-api-canary: ${code}: ${message}\n${hint}\n`);
  if (code === 'internal' && error instanceof Error) terminal.err(`${error.stack}\n`);
  process.exitCode = 2;
}
