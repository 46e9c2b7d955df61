// The state directory: its lock, and the data points that are kept in it.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CanaryError } from '../domain/canary-error.ts';
import { type KeptData, type KeptDataOptions, openKeptData } from './kept-data.ts';
import { type Lock, lockFolder } from './lock.ts';

/** Held until it is disposed. `kept` is absent when the directory cannot be used, for the reason in `problem`. */
export interface State extends AsyncDisposable {
  readonly kept?: KeptData;
  readonly problem?: unknown;
}

// Two weeks of one target, a run a minute, are 80 MB.
const MAX_BYTES = 128 * 1_024 ** 2;

/** Throws a `CanaryError` when another process uses the directory. What the disk does is no error: a canary that cannot
 * write still sends. */
export async function openState(folder: string, onLoss: KeptDataOptions['onLoss']): Promise<State> {
  let lock: Lock | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    lock = await lockFolder(folder);
    const kept = await openKeptData({ folder: join(folder, 'data'), maxBytes: MAX_BYTES, onLoss });
    return { kept, [Symbol.asyncDispose]: lock[Symbol.asyncDispose] };
  } catch (problem) {
    await lock?.[Symbol.asyncDispose]();
    if (problem instanceof CanaryError) throw problem;
    return { problem, [Symbol.asyncDispose]: async () => {} };
  }
}
