// The package as npm packs and unpacks it: what package.json does not list is not on the host that installs it.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** A folder with the package, its modules compiled now. Disposing it removes it. */
export interface Package extends AsyncDisposable {
  readonly folder: string;
}

export async function unpackedPackage(): Promise<Package> {
  const scratch = await mkdtemp(join(tmpdir(), 'private-api-canary-host-'));
  const [source, folder] = [join(scratch, 'source'), join(scratch, 'package')];
  const { files } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { files: readonly string[] };
  const kept = ['package.json', 'README.md', 'LICENSE', ...files.filter((each) => each !== 'dist')];
  for (const each of kept) await cp(join(ROOT, each), join(source, each), { recursive: true });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(source, 'dist')]);
  // Scripts would build the checkout again.
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
    cwd: source,
    maxBuffer: 16 * 1024 * 1024,
  });
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  if (packed === undefined) throw new Error(`npm pack said ${stdout.slice(0, 200)}`);
  await run('tar', ['-xzf', join(scratch, packed.filename), '-C', scratch]);
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(scratch, { recursive: true, force: true }),
  };
}
