// A Lambda execution environment of a test's own: one process, any number of invocations, its standard output. The
// notifier's answers nothing.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CanaryResult } from '../../src/lambda.ts';

const RUNTIME = fileURLToPath(new URL('./lambda-runtime.ts', import.meta.url));

export interface Answer {
  readonly result?: CanaryResult;
  readonly error?: { readonly name: string; readonly message: string };
  readonly tookMs: number;
}

export interface ExecutionEnvironment extends AsyncDisposable {
  readonly invoke: (event: unknown, remainingMs?: number) => Promise<Answer>;
  /** Every line that the function wrote so far. */
  readonly lines: () => readonly Record<string, unknown>[];
}

/** Loads the handler of a module. `cwd` is where the process stands, to show that it needs nothing from there. */
export async function executionEnvironment(
  module: string,
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<ExecutionEnvironment> {
  const child = fork(RUNTIME, [module], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-west-2',
      ...env,
    },
    ...(cwd === undefined ? {} : { cwd }),
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'message');
  return {
    invoke: async (event, remainingMs = 30_000) => {
      const answered = once(child, 'message') as Promise<[Answer]>;
      child.send({ event, remainingMs });
      return (await answered)[0];
    },
    lines: () =>
      output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    [Symbol.asyncDispose]: async () => {
      // Not `close`: Node does not emit it for a child whose channel was closed from this side.
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
