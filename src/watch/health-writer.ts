// Writes the health file as often as something changes: one version after the other, the newest last, and no run waits for
// a disk that does not answer.

import { orAborted } from '../domain/deadline.ts';

// For one write, in milliseconds. Whoever reads the file sees that it grows old.
const PATIENCE_MS = 1_000;

/** What it returns has written what there is to be written when it is called. Resolves when that is done, or when nobody
 * should wait for it any longer; never rejects. */
export function createHealthWriter(
  write: () => Promise<void>,
  onProblem: (problem: unknown) => void,
): () => Promise<void> {
  // Of two that are written at once, the older one may be the last to take the name.
  let last = Promise.resolve();
  /** The write that has not begun, for all who call before it does. */
  let next: Promise<void> | undefined;
  /** Aborted while the write that is under way hangs. */
  let hanging = new AbortController();
  const begin = async (): Promise<void> => {
    next = undefined;
    const patience = setTimeout(() => {
      onProblem(new Error('the disk does not answer'));
      hanging.abort();
    }, PATIENCE_MS);
    await write().catch(onProblem);
    clearTimeout(patience);
    if (hanging.signal.aborted) hanging = new AbortController();
  };
  return async () => {
    next ??= last.then(begin);
    last = next;
    await orAborted(next, hanging.signal).catch(() => {});
  };
}
