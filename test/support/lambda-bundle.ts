// A Lambda bundle as `npm run build` makes it, in a folder of its own without node_modules.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../scripts/bundle-lambda.ts';

export interface LambdaBundle extends AsyncDisposable {
  readonly folder: string;
  /** The module to load. */
  readonly url: string;
  readonly bytes: number;
}

const canaryBundle = (outfile: string) => bundle('lambda', outfile);

/** The notifier's instead of the canary's. */
export const notifyBundle = (outfile: string) => bundle('notify', outfile);

export async function lambdaBundle(make: (outfile: string) => Promise<number> = canaryBundle): Promise<LambdaBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-bundle-'));
  const file = join(folder, 'index.mjs');
  return {
    folder,
    url: pathToFileURL(file).href,
    bytes: await make(file),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
