// Second half of `npm run build`: the Lambda bundles, beside the modules that the compiler has written.

import { fileURLToPath } from 'node:url';
import { BUNDLES, type BundleName, bundle } from './bundle-lambda.ts';

for (const name of Object.keys(BUNDLES) as BundleName[]) {
  const { maxBytes } = BUNDLES[name];
  const bytes = await bundle(name, fileURLToPath(new URL(`../dist/${name}/index.mjs`, import.meta.url)));
  const size = `dist/${name} loads ${Math.ceil(bytes / 1_000)} KB at once, of at most ${maxBytes / 1_000} KB\n`;
  process.stdout.write(size);
  if (bytes > maxBytes) process.exitCode = 1;
}
