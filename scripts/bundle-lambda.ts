// The Lambda functions, each as one file without node_modules: the canary and the notifier.

import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { literalSchemaKeys, undiciClientOnly } from './bundle-plugins.ts';

/** The functions, by the folder of dist/ that each is deployed from. `maxBytes`: the most that the bundle may have; every
 * 100 KB are some 20 ms of each cold start. */
export const BUNDLES = {
  lambda: { entry: 'src/lambda.ts', maxBytes: 800_000 },
  notify: { entry: 'src/notify.ts', maxBytes: 400_000 },
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
  // Packages that are still CommonJS call require for Node's own modules, which ESM does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
} as const satisfies BuildOptions;

/** Writes a bundle and its source map beside it. Gives its size in bytes. */
export async function bundle(name: BundleName, outfile: string): Promise<number> {
  return sizeOf(
    await build({
      ...EVERY_BUNDLE,
      entryPoints: [BUNDLES[name].entry],
      outfile,
      // ES modules first: they can be shaken, and the AWS clients' CommonJS builds cannot.
      mainFields: ['module', 'main'],
      plugins: [undiciClientOnly, literalSchemaKeys],
      // undici's own switch for bundlers that need no second, experimental parser.
      define: { esbuildDetection: '1', 'process.env.JEST_WORKER_ID': 'undefined' },
      sourcemap: true,
      sourcesContent: false,
    }),
  );
}

/** What esbuild makes of the canary when nobody tells it more: the measure of what the rest gains. */
export async function bundleNaively(outfile: string): Promise<number> {
  return sizeOf(await build({ ...EVERY_BUNDLE, entryPoints: [BUNDLES.lambda.entry], outfile }));
}

function sizeOf({ metafile }: { readonly metafile: Metafile }): number {
  const modules = Object.entries(metafile.outputs).filter(([name]) => name.endsWith('.mjs'));
  return modules.reduce((sum, [, { bytes }]) => sum + bytes, 0);
}
