// The Lambda bundles, and the canary's beside what esbuild makes of the same program by itself. That they do their work:
// lambda.test.ts, notify.test.ts, bundle-credentials.test.ts.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadings } from '../bench/loading.ts';
import { BUNDLES, type BundleName, bundle, bundleNaively } from '../scripts/bundle-lambda.ts';
import { lambdaBundle } from './support/lambda-bundle.ts';

describe.each(['lambda', 'notify'] as const satisfies readonly BundleName[])('the bundle %s', (name) => {
  it('is a folder of modules, each with its source map, and loads no more at once than its budget', async () => {
    await using made = await lambdaBundle((outfile) => bundle(name, outfile));
    const files = (await readdir(made.folder)).sort();
    const modules = files.filter((file) => file.endsWith('.mjs'));

    expect(modules).toContain('index.mjs');
    expect(files).toEqual(modules.flatMap((file) => [file, `${file}.map`]).sort());
    expect(made.bytes).toBe(await loadedAtOnce(made.folder));
    expect(made.bytes).toBeLessThanOrEqual(BUNDLES[name].maxBytes);
  });
});

/** The size of index.mjs and of what it imports by declaration. */
async function loadedAtOnce(folder: string): Promise<number> {
  const loaded = new Set(['index.mjs']);
  let bytes = 0;
  for (const file of loaded) {
    const source = await readFile(join(folder, file));
    bytes += source.byteLength;
    for (const [, name = ''] of source.toString().matchAll(/(?:import|export)\{[^}]*\}from"\.\/([^"]+)"/g))
      loaded.add(name);
  }
  return bytes;
}
describe('the budgets', () => {
  it('hold each function, and grow by decision alone', () => {
    expect(Object.fromEntries(Object.entries(BUNDLES).map(([name, { maxBytes }]) => [name, maxBytes]))).toEqual({
      lambda: 320_000,
      notify: 250_000,
    });
  });
});

describe('the bundle of the canary', () => {
  it('loads in less than half of the time', async () => {
    await using ours = await lambdaBundle();
    await using naive = await lambdaBundle(bundleNaively);

    const [bundled = [], naively = []] = await loadings([ours.url, naive.url], 4);

    // Processor time, and the best of it: the machine's other work is in the rest.
    const best = (loaded: typeof bundled) => Math.min(...loaded.map(({ cpuMs }) => cpuMs));
    expect(best(bundled) / best(naively)).toBeLessThan(0.4);
  });
});
