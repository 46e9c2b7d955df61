// What the measurements ran on.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Processor time in milliseconds, which the kernel counts in hundredths of a second: of a process and its threads so far,
 * and of its children that have ended. NaN where the system has no `/proc`. */
export async function processorMs(pid: number | 'self'): Promise<{ readonly own: number; readonly children: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.split(') ')[1]?.split(' ') ?? [];
  const sum = (user: number) => (Number(fields[user]) + Number(fields[user + 1])) * 10;
  return { own: sum(11), children: sum(13) };
}

/** Where a command is, and nothing where it is not installed. */
export async function commandPath(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('sh', ['-c', `command -v ${name}`]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** A machine in words, and since when it has been watched. */
export interface Machine {
  readonly processors: string;
  readonly node: string;
  /** Share of the time that the machine's neighbours took from it since `machine()` was called, 0 to 1. */
  readonly stolen: () => Promise<number>;
}

export async function machine(): Promise<Machine> {
  const before = await ticks();
  const [first] = cpus();
  return {
    processors: `${availableParallelism()} × ${first?.model.trim() ?? 'unknown'}`,
    node: process.version,
    stolen: async () => {
      const now = await ticks();
      return (now.stolen - before.stolen) / Math.max(1, now.all - before.all);
    },
  };
}

async function ticks(): Promise<{ readonly stolen: number; readonly all: number }> {
  try {
    const line = (await readFile('/proc/stat', 'utf8')).split('\n')[0] ?? '';
    const counted = line.split(/\s+/).slice(1).map(Number);
    return { stolen: counted[7] ?? 0, all: counted.reduce((sum, each) => sum + each, 0) };
  } catch {
    return { stolen: 0, all: 0 };
  }
}
