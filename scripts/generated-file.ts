// Files of the repository that are made from its code.

import { readFile, writeFile } from 'node:fs/promises';

/** Writes the file and says whether it changed. With `--check` on the command line it writes nothing, and fails the process when the file differs.
 * `path` is from the repository's root; `command` writes it anew. */
export async function generated(path: string, text: string, command: string): Promise<void> {
  const file = new URL(`../${path}`, import.meta.url);
  const isSame = (await readFile(file, 'utf8')) === text;
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
    process.stdout.write(`${path}: ${isSame ? 'unchanged' : 'written'}\n`);
    return;
  }
  if (isSame) return;
  process.stderr.write(`${path} differs from what the code makes; run: ${command}\n`);
  process.exitCode = 1;
}
