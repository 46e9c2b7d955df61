// The command line: picks the command, hands it the process, and turns what is thrown into a message and a status.

import { CanaryError, problemOf } from '../domain/canary-error.ts';
import { safeText } from '../report/safe-text.ts';
import { VERSION } from '../version.ts';
import { type Command, type ExitStatus, parseOptions } from './command.ts';
import { fileProblem } from './file-problem.ts';
import { commandHelp, programHelp } from './help.ts';
import { type Terminal, terminalOf } from './terminal.ts';

// Loaded when they are asked for: the AWS clients of most take longer to load than a help text takes to read.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).demoCommand,
  probe: async () => (await import('./probe.ts')).probeCommand,
  watch: async () => (await import('./watch.ts')).watchCommand,
  health: async () => (await import('./health.ts')).healthCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  simulate: async () => (await import('./simulate.ts')).simulateCommand,
};

async function main(args: readonly string[], terminal: Terminal, stopped: AbortSignal): Promise<ExitStatus> {
  const [name = '--help', ...rest] = args;
  if (name === '--version') {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    const commands = Object.entries(COMMANDS).map(async ([each, load]) => [each, await load()] as const);
    terminal.out(programHelp(await Promise.all(commands)));
    return 0;
  }
  const command = await (Object.hasOwn(COMMANDS, name) ? COMMANDS[name]?.() : undefined);
  if (command === undefined) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new CanaryError('usage', `no such command: ${JSON.stringify(name)}; must be one of ${known}`);
  }
  const options = parseOptions(command, rest);
  if (options.help === true) {
    terminal.out(commandHelp(name, command));
    return 0;
  }
  return command.run(options, { terminal, env: process.env, stopped });
}

/** Aborts when somebody wants the process to end, or when the process that started it has ended. A second signal ends
 * it at once; that its parent goes after a signal reached both is no second one. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let signals = 0;
  for (const event of ['SIGINT', 'SIGTERM'] as const) {
    process.on(event, () => {
      signals += 1;
      if (signals > 1) process.exit(130);
      stop.abort();
    });
  }
  process.once('disconnect', () => stop.abort());
  return stop.signal;
}

/** Tells what was thrown. What breaks after a signal for no reason of its own was broken by the signal. */
function failed(error: unknown, terminal: Terminal, stopped: AbortSignal): ExitStatus {
  const { code, message, hint } = problemOf(error);
  if (stopped.aborted && code === 'internal') terminal.err('private-api-canary: interrupted\n');
  else terminal.err(`private-api-canary: ${printable(`${code}: ${message}\n${hint}`)}\n`);
  if (stopped.aborted) return 130;
  if (code === 'internal' && error instanceof Error) terminal.err(`${printable(String(error.stack))}\n`);
  return 2;
}

/** Line by line: a message may have several, and quotes arguments, files and answers. */
function printable(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}

// How long what is left open may hold the process, in milliseconds.
const LINGER_MS = 1_000;

const terminal = terminalOf(process);

// A reader that goes away (`| head`) has what it wanted; any other loss of the output is told, once.
let isLossTold = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  if (!isLossTold) terminal.err(`private-api-canary: standard output: ${fileProblem(error)}\n`);
  isLossTold = true;
  process.exitCode = 2;
});
process.stderr.on('error', () => {});

const stopped = stopSignal();
const status = await main(process.argv.slice(2), terminal, stopped).catch((error: unknown) =>
  failed(error, terminal, stopped),
);
process.exitCode = Number(process.exitCode ?? 0) || status;
// A `credential_process` that hangs must not keep what is done from ending.
setInterval(() => {
  if (process.stdout.writableLength === 0) process.exit();
}, LINGER_MS).unref();
