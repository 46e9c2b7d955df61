// The Lambda bundles, and the canary's beside what esbuild makes of the same program by itself. That they do their work:
// lambda.test.ts, notify.test.ts.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadings } from '../bench/loading.ts';
import { BUNDLES, type BundleName, bundle, bundleNaively } from '../scripts/bundle-lambda.ts';
import { lambdaBundle } from './support/lambda-bundle.ts';

describe.each(['lambda', 'notify'] as const satisfies readonly BundleName[])('the bundle %s', (name) => {
  it('is one file with its source map, within its budget', async () => {
    await using made = await lambdaBundle((outfile) => bundle(name, outfile));
    const source = await readFile(join(made.folder, 'index.mjs'));

    expect((await readdir(made.folder)).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    expect(made.bytes).toBe(source.byteLength);
    expect(made.bytes).toBeLessThanOrEqual(BUNDLES[name].maxBytes);
  });
});

describe('the budgets', () => {
  it('hold each function, and grow by decision alone', () => {
    expect(Object.fromEntries(Object.entries(BUNDLES).map(([name, { maxBytes }]) => [name, maxBytes]))).toEqual({
      lambda: 800_000,
      notify: 400_000,
    });
  });
});

describe('the bundle of the canary', () => {
  it('loads in half of the time', async () => {
    await using ours = await lambdaBundle();
    await using naive = await lambdaBundle(bundleNaively);

    const [bundled = [], naively = []] = await loadings([ours.url, naive.url], 4);

    // Processor time, and the best of it: the machine's other work is in the rest.
    const best = (loaded: typeof bundled) => Math.min(...loaded.map(({ cpuMs }) => cpuMs));
    expect(best(bundled) / best(naively)).toBeLessThan(0.5);
  });
});
