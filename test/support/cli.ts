// The command line as a process of its own, as a person starts it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Call {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

function start(args: readonly string[], { env = {} }: Call): ChildProcess {
  // Nothing of the developer's own AWS environment may reach the process.
  const base = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'NO_COLOR'),
  );
  return spawn(process.execPath, [MAIN, ...args], { env: { ...base, AWS_EC2_METADATA_DISABLED: 'true', ...env } });
}

/** Runs a command to its end. */
export async function cli(args: readonly string[], call: Call = {}): Promise<Finished> {
  const child = start(args, call);
  child.stdin?.end(call.input ?? '');
  const [stdout, stderr, [status]] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
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
