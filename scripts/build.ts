// Second half of `npm run build`: the Lambda bundle, beside the modules that the compiler has written.

import { fileURLToPath } from 'node:url';
import { bundleLambda } from './bundle-lambda.ts';

await bundleLambda(fileURLToPath(new URL('../dist/lambda/index.mjs', import.meta.url)));
