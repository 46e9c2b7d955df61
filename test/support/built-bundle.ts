// Before any test: the construct and the documented commands take the functions from dist/. `npm run check` builds them;
// who starts vitest alone gets them here.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUNDLES, type BundleName, bundle } from '../../scripts/bundle-lambda.ts';

export async function setup(): Promise<void> {
  for (const name of Object.keys(BUNDLES) as BundleName[]) {
    const file = fileURLToPath(new URL(`../../dist/${name}/index.mjs`, import.meta.url));
    if (!existsSync(file)) await bundle(name, file);
  }
}
