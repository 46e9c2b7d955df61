// Before any test: the construct and the documented commands take the function from dist/lambda. `npm run check` builds
// it; who starts vitest alone gets it here.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleLambda } from '../../scripts/bundle-lambda.ts';

const BUNDLE = fileURLToPath(new URL('../../dist/lambda/index.mjs', import.meta.url));

export async function setup(): Promise<void> {
  if (existsSync(BUNDLE)) return;
  await mkdir(fileURLToPath(new URL('../../dist/lambda/', import.meta.url)), { recursive: true });
  await bundleLambda(BUNDLE);
}
