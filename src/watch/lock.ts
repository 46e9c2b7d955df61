// One process for each state directory: a file that says who holds it. A process that was killed leaves it behind, and the
// next one takes it over.

import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CanaryError } from '../domain/canary-error.ts';

/** Who holds the lock. A process id alone may be another process's by now, as in a container, where every process is 1. */
interface Holder {
  readonly pid: number;
  /** When the process started, in the kernel's words, and of which boot; empty where the system does not tell. */
  readonly started: string;
}

/** Held until it is disposed. */
export type Lock = AsyncDisposable;

/** Takes the lock of a folder. Throws a `CanaryError` when a running process has it, and what the file system throws. */
export async function lockFolder(folder: string): Promise<Lock> {
  const file = join(folder, 'lock');
  const own: Holder = { pid: process.pid, started: await startOf(process.pid) };
  const text = JSON.stringify(own);
  const mine = join(folder, `.tmp-lock-${randomUUID()}`);
  await writeFile(mine, text, { mode: 0o600 });
  try {
    // A link is made with its content, or not at all: nobody ever reads half a lock.
    if (!(await linked(mine, file))) {
      await takeOver(file, folder);
      if (!(await linked(mine, file))) throw inUse(folder, 'another process');
    }
  } finally {
    await rm(mine, { force: true });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if ((await contentOf(file)) === text) await rm(file, { force: true });
    },
  };
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the lock of a process that is gone out of the way. */
async function takeOver(file: string, folder: string): Promise<void> {
  const found = await contentOf(file);
  const holder = found === undefined ? undefined : holderIn(found);
  if (holder !== undefined && (await isAlive(holder))) throw inUse(folder, `process ${holder.pid}`);
  const aside = join(folder, `.tmp-stale-lock-${randomUUID()}`);
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Somebody else may have taken it over in between: then this is a living lock, which goes back.
  if ((await contentOf(aside)) !== found) await linked(aside, file);
  await rm(aside, { force: true });
}

function inUse(folder: string, by: string): CanaryError {
  return new CanaryError('usage', `the state directory ${folder} is in use by ${by}`, {
    hint: 'One `watch` may have several targets (`--config` several times); another `watch` needs a `--state` of its own.',
  });
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for what a power failure may have left. */
function holderIn(text: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = await startOf(pid);
  return now === '' || now === started;
}

/** Linux tells the start of a process in clock ticks since the boot, which has an id of its own. */
async function startOf(pid: number): Promise<string> {
  try {
    const [stat, boot, namespace] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
    ]);
    // The second field, the name, may hold spaces and brackets; the start is the 22nd.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return [boot.trim(), namespace, ticks].join(' ');
  } catch {
    return '';
  }
}
