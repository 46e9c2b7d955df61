// One process for each state directory: a file that says who holds it. A process that was killed leaves it behind, and the
// next one takes it over.

import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CanaryError } from '../domain/canary-error.ts';
import { hashOf } from './kept-file.ts';

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
  try {
    await writeFile(mine, text, { mode: 0o600 });
    // A link is made with its content, or not at all: nobody ever reads half a lock.
    if (!(await linked(mine, file))) await takeOver({ file, mine, folder });
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

/** Puts our lock in the place of one whose process is gone. */
async function takeOver({
  file,
  mine,
  folder,
}: {
  readonly file: string;
  readonly mine: string;
  readonly folder: string;
}): Promise<void> {
  const found = await contentOf(file);
  if (found === undefined) {
    // Given back a moment ago.
    if (await linked(mine, file)) return;
    throw inUse(folder, await contentOf(file));
  }
  if (await isHeld(found)) throw inUse(folder, found);
  // Whoever has the right to replace this very lock: of several that found it, one.
  const right = `${file}-${hashOf(found)}`;
  if (!(await linked(mine, right))) {
    const other = await contentOf(right);
    // Killed in the middle of it: the next one that comes may.
    if (!(await isHeld(other))) await rm(right, { force: true });
    throw inUse(folder, other);
  }
  try {
    // Somebody may have had the right before, and used it.
    if ((await contentOf(file)) !== found) throw inUse(folder, await contentOf(file));
    await rename(mine, file);
  } finally {
    await rm(right, { force: true });
  }
}

function inUse(folder: string, lock: string | undefined): CanaryError {
  const holder = holderIn(lock);
  const by = holder === undefined ? 'another process' : `process ${holder.pid}`;
  return new CanaryError('state-in-use', `the state directory ${folder} is in use by ${by}`);
}

async function isHeld(lock: string | undefined): Promise<boolean> {
  const holder = holderIn(lock);
  return holder !== undefined && (await isAlive(holder));
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
function holderIn(text: string | undefined): Holder | undefined {
  if (text === undefined) return undefined;
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
