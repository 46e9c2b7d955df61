// The Lambda bundle beside what esbuild makes of the same program by itself. That it does its work: lambda.test.ts.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadings } from '../bench/loading.ts';
import { bundleNaively, MAX_BUNDLE_BYTES } from '../scripts/bundle-lambda.ts';
import { lambdaBundle } from './support/lambda-bundle.ts';

describe('the Lambda bundle', () => {
  it('is one file with its source map, within its budget', async () => {
    await using bundle = await lambdaBundle();
    const source = await readFile(join(bundle.folder, 'index.mjs'));

    expect((await readdir(bundle.folder)).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect(bundle.bytes).toBe(source.byteLength);
    expect(bundle.bytes).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
    expect(MAX_BUNDLE_BYTES).toBeLessThanOrEqual(800_000);
  });

  it('loads in half of the time', async () => {
    await using bundle = await lambdaBundle();
    await using naive = await lambdaBundle(bundleNaively);

    const [ours = [], theirs = []] = await loadings([bundle.url, naive.url], 4);

    // Processor time, and the best of it: the machine's other work is in the rest.
    const best = (loaded: typeof ours) => Math.min(...loaded.map(({ cpuMs }) => cpuMs));
    expect(best(ours) / best(theirs)).toBeLessThan(0.5);
  });
});
