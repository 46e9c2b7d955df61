// A process under what a hardened container or service leaves it: a file system that is read-only but for one folder,
// number 1 among the processes, no capabilities, no home. Needs namespaces of Linux, and no root.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

// `remount,bind` sets flags that a mount must keep in a namespace of a user's own.
const SEAL = `
seal() { mount -o remount,bind,ro "$1" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$1"; }
mount --bind "$SEALED" "$SEALED" && mount --bind "$STATE" "$STATE" && seal "$SEALED" && seal / || exit 125
touch "$SEALED/written" 2>/dev/null && exit 126
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- "$@"
`;

export interface Sandboxed {
  readonly process: ChildProcess;
  /** Everything that it wrote. */
  readonly stdout: Promise<string>;
  readonly stderr: Promise<string>;
}

interface Place {
  /** The only folder in which it may write; inside `sealed`. */
  readonly state: string;
  readonly sealed: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a program with nothing of the environment but what is given. Status 125: the place could not be made; 126: it
 * is not sealed. */
export function sandboxed(command: readonly string[], { state, sealed, env }: Place): Sandboxed {
  const flags = ['--user', '--map-root-user', '--mount', '--pid', '--mount-proc', '--fork', '--kill-child'];
  const child = spawn('unshare', [...flags, 'sh', '-c', SEAL, 'sh', ...command], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', STATE: state, SEALED: sealed, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { process: child, stdout: text(child.stdout), stderr: text(child.stderr) };
}

/** The process that is number 1 in there, by its number out here. Throws when there is none. */
export async function firstProcess({ process: outer }: Sandboxed): Promise<number> {
  const children = await readFile(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8');
  const pid = Number(children.trim().split(' ')[0]);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const inside = /^NSpid:.*\t(\d+)$/m.exec(status)?.[1];
  if (inside !== '1') throw new Error(`process ${pid} is number ${inside} in there`);
  return pid;
}
