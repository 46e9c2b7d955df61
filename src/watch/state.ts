// The state directory: its lock, and the data points that are kept in it.

import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CanaryError } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import { type KeptData, type KeptDataOptions, openKeptData } from './kept-data.ts';
import { type Lock, lockFolder } from './lock.ts';

/** Held until it is disposed. */
export interface State extends AsyncDisposable {
  /** Undefined while the directory cannot be used, for the reason in `problem`. */
  readonly kept: KeptData | undefined;
  readonly problem: unknown;
  /** Looks again whether a directory that could not be used can be. Never rejects, and waits for a directory
   * that does not answer once. */
  readonly retry: () => Promise<void>;
}

export interface StateOptions {
  readonly folder: string;
  readonly onLoss: KeptDataOptions['onLoss'];
  /** A directory that could not be used can be from now on. */
  readonly onUsable: (kept: KeptData) => void;
  /** A later look finds another problem than the look before. */
  readonly onOtherProblem: (problem: unknown) => void;
}

// Two weeks of one target, a run a minute, are 80 MB.
const MAX_BYTES = 128 * 1_024 ** 2;
// A mount whose server is gone answers nothing, and a call to it cannot be given up. A run that looks later has two seconds
// to publish in, and little else to do with them.
const PATIENCE_MS = { atStart: 2_000, later: 500 };

/** Throws a `CanaryError` when another process uses the directory. What the disk does is no error: a canary that cannot
 * write still sends, and a mount may come later. */
export async function openState({ folder, onLoss, onUsable, onOtherProblem }: StateOptions): Promise<State> {
  let lock: Lock | undefined;
  let kept: KeptData | undefined;
  let problem: unknown;
  let opening: Promise<void> | undefined;
  let isStarted = false;
  let told: string | undefined;
  const open = async () => {
    let taken: Lock | undefined;
    try {
      await makeFolders(folder);
      taken = await lockFolder(folder);
      kept = await openKeptData({ folder: join(folder, 'data'), maxBytes: MAX_BYTES, onLoss });
      lock = taken;
    } catch (error) {
      await taken?.[Symbol.asyncDispose]();
      problem = error;
    }
  };
  /** Of several that look at once, one does. */
  const openInTime = async (patienceMs: number) => {
    opening ??= open().finally(() => {
      opening = undefined;
      if (kept !== undefined && isStarted) onUsable(kept);
    });
    await orAborted(opening, AbortSignal.timeout(patienceMs)).catch(() => {
      problem = new Error(`${folder} does not answer`);
    });
    if (kept !== undefined || messageOf(problem) === told) return;
    told = messageOf(problem);
    if (isStarted) onOtherProblem(problem);
  };
  await openInTime(PATIENCE_MS.atStart);
  isStarted = true;
  if (problem instanceof CanaryError) throw problem;
  return {
    get kept() {
      return kept;
    },
    get problem() {
      return problem;
    },
    retry: async () => {
      // A look that is not over is waited for once: a run has little time to publish in.
      if (kept === undefined && opening === undefined) await openInTime(PATIENCE_MS.later);
    },
    [Symbol.asyncDispose]: async () => await lock?.[Symbol.asyncDispose](),
  };
}

/** With those above it. Node's own recursive `mkdir` never ends where nothing can be made, as below `/proc`. */
async function makeFolders(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolders(dirname(folder));
    await makeFolder(folder);
  }
}

/** Where there is none: another process may make the same at this moment. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is not a directory`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
