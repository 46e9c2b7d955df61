// `watch` as a process of its own, line by line.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Report } from '../../src/domain/report.ts';
import { MAIN } from '../support/cli.ts';

/** A line of standard output. */
export interface Told {
  readonly event: string;
  readonly level: string;
  readonly message: string;
  readonly report?: Report;
  readonly [key: string]: unknown;
}

export interface Watching extends AsyncDisposable {
  readonly pid: number;
  /** Whole lines so far. */
  readonly lines: readonly Told[];
  readonly runs: () => readonly Report[];
  /** Resolves with the first line that fits, an earlier one too. Rejects when the process ends before. */
  readonly line: (fits: (told: Told) => boolean) => Promise<Told>;
  /** Resolves when so many runs are told. */
  readonly afterRuns: (count: number) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly status: number | null; readonly stderr: string }>;
}

export interface WatchCall {
  readonly env?: Readonly<Record<string, string>>;
}

/** Credentials for the simulated AWS at a URL; clients that try once, so that a test need not wait. */
export function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-west-2',
    AWS_MAX_ATTEMPTS: '1',
  };
}

export function startWatch(args: readonly string[], { env = {} }: WatchCall = {}): Watching {
  // Nothing of the developer's own environment may reach the process.
  const base = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS_|XDG_|STATE_)/.test(name)));
  const child = spawn(process.execPath, [MAIN, 'watch', ...args], {
    env: { ...base, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.stdout === null || child.stderr === null) throw new Error('a piped child has no pipes');
  const lines: Told[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const wake = () => {
    for (const each of [...waiting]) each();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    // What a killed process did not come to finish is no line, though it is the last of the stream.
    if (!line.endsWith('}')) return;
    lines.push(JSON.parse(line) as Told);
    wake();
  });
  const stderr = text(child.stderr);
  const ended = (once(child, 'close') as Promise<[number | null]>).then(async ([status]) => {
    over = true;
    wake();
    return { status, stderr: await stderr };
  });
  const until = <Value>(find: () => Value | undefined) =>
    new Promise<Value>((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined && !over) return;
        waiting.delete(look);
        if (found === undefined)
          reject(new Error(`the process ended: ${lines.map(({ message }) => message).join('; ')}`));
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  const runs = () => lines.flatMap(({ event, report }) => (event === 'run' && report !== undefined ? [report] : []));
  return {
    pid: child.pid ?? 0,
    lines,
    runs,
    line: (fits) => until(() => lines.find(fits)),
    afterRuns: async (count) => void (await until(() => (runs().length >= count ? true : undefined))),
    kill: (signal) => void child.kill(signal),
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
