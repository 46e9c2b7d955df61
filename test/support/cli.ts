// The command line as a process of its own, as a person starts it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Call {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** A file descriptor instead of the pipe from which `stderr` is read. */
  readonly stderr?: number;
}

function start(args: readonly string[], { env = {}, stderr }: Call): ChildProcess {
  // Nothing of the developer's own AWS environment may reach the process.
  const base = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'NO_COLOR'),
  );
  return spawn(process.execPath, [MAIN, ...args], {
    env: { ...base, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['pipe', 'pipe', stderr ?? 'pipe'],
  });
}

/** A command under way. */
export interface Started {
  readonly finished: Promise<Finished>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

export function startCli(args: readonly string[], call: Call = {}): Started {
  const child = start(args, call);
  child.stdin?.end(call.input ?? '');
  const closed = once(child, 'close') as Promise<[number | null]>;
  const finished = Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    closed,
  ]).then(([stdout, stderr, [status]]) => ({ status, stdout, stderr }));
  return { finished, kill: (signal) => void child.kill(signal) };
}

/** Runs a command to its end. */
export function cli(args: readonly string[], call: Call = {}): Promise<Finished> {
  return startCli(args, call).finished;
}

/** A command that stays up, such as `simulate`, after its first line. Disposing it asks it to stop and waits. */
export interface Staying extends AsyncDisposable {
  readonly firstLine: string;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

export async function stayingCli(args: readonly string[], call: Call = {}): Promise<Staying> {
  const child = start(args, call);
  const closed = once(child, 'close') as Promise<[number | null]>;
  if (child.stdout === null) throw new Error('no standard output');
  const [firstLine] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await closed)[0];
  };
  return { firstLine, stop, [Symbol.asyncDispose]: async () => void (await stop('SIGTERM')) };
}
