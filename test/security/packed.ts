// What `npm pack` would publish: built anew, each file with its size, mode and text.

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BUNDLES, type BundleName, bundle } from '../../scripts/bundle-lambda.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

export interface PackedFile {
  /** In the package. */
  path: string;
  bytes: number;
  /** As of `chmod`. */
  mode: number;
  text: string;
}

export interface Packed {
  files: PackedFile[];
  /** Of the archive. */
  bytes: number;
}

export async function packed(): Promise<Packed> {
  // Within the repository, as dist/ is: a source map says from itself where the sources are.
  const scratch = join(ROOT, '.vitest');
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'packed-'));
  try {
    const { files } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { files: readonly string[] };
    const kept = ['package.json', 'README.md', 'LICENSE', ...files.filter((each) => each !== 'dist')];
    const compile = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', join(ROOT, 'tsconfig.build.json')];
    await Promise.all([
      ...kept.map((each) => cp(join(ROOT, each), join(folder, each), { recursive: true })),
      run(process.execPath, [...compile, '--noCheck', '--outDir', join(folder, 'dist')]),
      ...(Object.keys(BUNDLES) as BundleName[]).map((name) => bundle(name, join(folder, `dist/${name}/index.mjs`))),
    ]);
    // Its own script would build the checkout again.
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = await run('npm', pack, { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
    const [said] = JSON.parse(stdout) as readonly {
      readonly size: number;
      readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
    }[];
    if (said === undefined) throw new Error(`npm pack said ${stdout.slice(0, 200)}`);
    const read = said.files.map(async ({ path, size, mode }) => ({
      ...{ path, bytes: size, mode },
      text: await readFile(join(folder, path), 'utf8'),
    }));
    return { files: await Promise.all(read), bytes: said.size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
