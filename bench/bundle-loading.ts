// `npm run bench:loading`: the Lambda bundle beside what esbuild makes of the same program by itself: size and loading
// time, in one run.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, bundleNaively } from '../scripts/bundle-lambda.ts';
import { type Loading, loadings } from './loading.ts';

const TIMES = 15;

const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-loading-'));
try {
  const bundles = [
    { name: 'naive', file: join(folder, 'naive.mjs'), make: bundleNaively },
    { name: 'dist/lambda', file: join(folder, 'lambda.mjs'), make: (file: string) => bundle('lambda', file) },
  ];
  const sizes: number[] = [];
  for (const { make, file } of bundles) sizes.push(await make(file));
  const measured = await loadings(
    bundles.map(({ file }) => pathToFileURL(file).href),
    TIMES,
  );
  for (const [index, { name }] of bundles.entries()) {
    const kilobytes = Math.ceil((sizes[index] ?? Number.NaN) / 1_000);
    process.stdout.write(`${name.padEnd(12)}${`${kilobytes} KB`.padStart(8)}  ${spread(measured[index] ?? [])}\n`);
  }
} finally {
  await rm(folder, { recursive: true });
}

function spread(loaded: readonly Loading[]): string {
  const of = (key: keyof Loading) => {
    const sorted = loaded.map((each) => each[key]).sort((a, b) => a - b);
    return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
      .map((ms = Number.NaN) => ms.toFixed(0).padStart(5))
      .join('');
  };
  return `loading, ms, minimum median maximum: wall${of('wallMs')}, processor${of('cpuMs')}`;
}
