// The Lambda function as one file without node_modules.

import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { literalSchemaKeys, undiciClientOnly } from './bundle-plugins.ts';

/** The most that the bundle may have, in bytes: every 100 KB are some 20 ms of each cold start. */
export const MAX_BUNDLE_BYTES = 800_000;

const EVERY_BUNDLE = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: ['src/lambda.ts'],
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

/** Writes the bundle and its source map beside it. Gives its size in bytes. */
export async function bundleLambda(outfile: string): Promise<number> {
  return sizeOf(
    await build({
      ...EVERY_BUNDLE,
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

/** What esbuild makes of the same program when nobody tells it more: the measure of what the rest gains. */
export async function bundleNaively(outfile: string): Promise<number> {
  return sizeOf(await build({ ...EVERY_BUNDLE, outfile }));
}

function sizeOf({ metafile }: { readonly metafile: Metafile }): number {
  const modules = Object.entries(metafile.outputs).filter(([name]) => name.endsWith('.mjs'));
  return modules.reduce((sum, [, { bytes }]) => sum + bytes, 0);
}
