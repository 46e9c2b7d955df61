// Files that are there whole or not at all, whatever happens while they are written: a temporary file beside them, made
// durable, takes their name.

import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const TEMPORARY = '.tmp-';

/** Whether a file is one that a process did not come to rename. */
export function isTemporary(name: string): boolean {
  return name.startsWith(TEMPORARY);
}

let written = 0;

/** Writes a file and replaces one of that name. `durable`: it is still there after the power has failed. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  { durable }: { readonly durable: boolean },
): Promise<void> {
  written += 1;
  const temporary = join(dirname(file), `${TEMPORARY}${process.pid}-${written}-${basename(file)}`);
  try {
    {
      await using handle = await open(temporary, 'wx', 0o600);
      await handle.writeFile(content);
      if (durable) await handle.sync();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (durable) await syncFolder(dirname(file));
}

/** Makes the names of a folder durable: a rename is not before that. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
