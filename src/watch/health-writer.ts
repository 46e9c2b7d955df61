// Writes the health file as often as something changes: one version after the other, the newest last, and no run waits for
// a disk that does not answer.

import { orAborted } from '../domain/deadline.ts';

// In milliseconds. Whoever reads the file sees that it grows old.
const PATIENCE_MS = 1_000;

/** What it returns writes what there is to be written by then. Resolves when that is done, or when nobody should wait for
 * it any longer; never rejects. */
export function createHealthWriter(
  write: () => Promise<void>,
  onProblem: (problem: unknown) => void,
): () => Promise<void> {
  let isCurrent = true;
  let writing: Promise<void> | undefined;
  let hangs = false;
  // Of two that are written at once, the older one may be the last to take the name.
  const writeOn = async () => {
    while (!isCurrent) {
      isCurrent = true;
      await write().catch(onProblem);
    }
    writing = undefined;
    hangs = false;
  };
  return async () => {
    isCurrent = false;
    writing ??= writeOn();
    if (hangs) return;
    await orAborted(writing, AbortSignal.timeout(PATIENCE_MS)).catch(() => {
      if (!hangs) onProblem(new Error('the disk does not answer'));
      hangs = true;
    });
  };
}
