// What the kernel says of a process: its descriptors and threads.

import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Descriptors {
  readonly all: number;
  readonly sockets: number;
  readonly threads: number;
}

/** Undefined where the system has no `/proc`, and of a process that has ended. */
export async function descriptorsOf(pid: number): Promise<Descriptors | undefined> {
  try {
    const names = await readdir(`/proc/${pid}/fd`);
    // Some are closed while the others are read.
    const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => undefined)));
    const open = links.filter((link) => link !== undefined);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return {
      all: open.length,
      sockets: open.filter((link) => link.startsWith('socket:')).length,
      threads: Number(/^Threads:\s*(\d+)$/m.exec(status)?.[1]),
    };
  } catch {
    return undefined;
  }
}
