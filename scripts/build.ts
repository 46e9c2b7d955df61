// Second half of `npm run build`: the Lambda bundle, beside the modules that the compiler has written.

import { fileURLToPath } from 'node:url';
import { bundleLambda, MAX_BUNDLE_BYTES } from './bundle-lambda.ts';

const bytes = await bundleLambda(fileURLToPath(new URL('../dist/lambda/index.mjs', import.meta.url)));
const size = `dist/lambda/index.mjs has ${Math.ceil(bytes / 1_000)} KB of at most ${MAX_BUNDLE_BYTES / 1_000} KB\n`;
process.stdout.write(size);
if (bytes > MAX_BUNDLE_BYTES) process.exitCode = 1;
