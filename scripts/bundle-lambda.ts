// The Lambda functions, each as a folder without node_modules: index.mjs, the files that it loads when it needs them, and
// the licences of what is in them.

import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import {
  builtinValues,
  chainInOneFile,
  environmentCredentialsFirst,
  literalSchemaKeys,
  undiciClientOnly,
} from './bundle-plugins.ts';
import { NOTICES_FILE, thirdPartyNotices } from './third-party-notices.ts';

/** The functions, by the folder of dist/ that each is deployed from. `maxBytes`: the most that a cold start may load
 * before the handler can be called; every 100 KB are some 10 ms of it. */
export const BUNDLES = {
  lambda: { entry: 'src/lambda.ts', maxBytes: 320_000 },
  notify: { entry: 'src/notify.ts', maxBytes: 250_000 },
} as const;

export type BundleName = keyof typeof BUNDLES;

const EVERY_BUNDLE = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

/** Writes a bundle, the files that it loads later, a source map beside each, and the licences. Gives the size in bytes of
 * what loading the bundle loads at once. */
export async function bundle(name: BundleName, outfile: string): Promise<number> {
  const { metafile } = await build({
    ...EVERY_BUNDLE,
    entryPoints: { [basename(outfile, '.mjs')]: BUNDLES[name].entry },
    outdir: dirname(outfile),
    outExtension: { '.js': '.mjs' },
    // What is imported by a call becomes a file of its own, and is loaded by that call.
    splitting: true,
    // Packages that are still CommonJS call require, for Node's own modules alone.
    banner: { js: 'const require = process.getBuiltinModule;' },
    // ES modules first: they can be shaken, and the AWS clients' CommonJS builds cannot.
    mainFields: ['module', 'main'],
    plugins: [undiciClientOnly, builtinValues, environmentCredentialsFirst, chainInOneFile, literalSchemaKeys],
    // undici's own switch for bundlers that need no second, experimental parser.
    define: { esbuildDetection: '1', 'process.env.JEST_WORKER_ID': 'undefined' },
    sourcemap: true,
    sourcesContent: false,
  });
  const notices = await thirdPartyNotices(metafile, EVERY_BUNDLE.absWorkingDir);
  await writeFile(join(dirname(outfile), NOTICES_FILE), notices);
  return loadedAtOnce(metafile, BUNDLES[name].entry);
}

/** What esbuild makes of the canary when nobody tells it more: the measure of what the rest gains. */
export async function bundleNaively(outfile: string): Promise<number> {
  const { entry } = BUNDLES.lambda;
  const { metafile } = await build({
    ...EVERY_BUNDLE,
    entryPoints: [entry],
    outfile,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return loadedAtOnce(metafile, entry);
}

function loadedAtOnce({ outputs }: Metafile, entry: string): number {
  const loaded = new Set(Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === entry));
  // A set goes on to what is added while it is being read.
  for (const name of loaded) {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) loaded.add(path);
    }
  }
  return [...loaded].reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0);
}
