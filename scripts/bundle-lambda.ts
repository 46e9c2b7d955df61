// The Lambda function as one file without node_modules.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Writes the bundle and its source map beside it. */
export async function bundleLambda(outfile: string): Promise<void> {
  await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: ['src/lambda.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // ES modules first: they can be shaken, and the AWS clients' CommonJS builds cannot.
    mainFields: ['module', 'main'],
    minify: true,
    // Errors of the AWS SDK and of our own are told by their names.
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    // Packages that are still CommonJS call require for Node's own modules, which ESM does not have.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}
