// The Lambda bundles: what they are, and what they load. That they do their work: lambda.test.ts, notify.test.ts,
// bundle-credentials.test.ts. How long they load: `npm run bench:loading`.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BUNDLES, type BundleName, bundle } from '../scripts/bundle-lambda.ts';
import { NOTICES_FILE } from '../scripts/third-party-notices.ts';
import { lambdaBundle } from './support/lambda-bundle.ts';

describe.each(['lambda', 'notify'] as const satisfies readonly BundleName[])('the bundle %s', (name) => {
  it('is a folder of modules, each with its source map, and licences; loads no more at once than its budget', async () => {
    await using made = await lambdaBundle((outfile) => bundle(name, outfile));
    const files = (await readdir(made.folder)).sort();
    const modules = files.filter((file) => file.endsWith('.mjs'));

    expect(modules).toContain('index.mjs');
    expect(files).toEqual([...modules.flatMap((file) => [file, `${file}.map`]), NOTICES_FILE].sort());
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

// The dear ones: 90 ms of a cold start together (docs/discoveries/bundle-size.md).
const NOT_AT_ONCE = ['internal/deps/undici/undici', 'internal/http2/core', 'internal/webstreams/readablestream'];

describe.each(['lambda', 'notify'] as const satisfies readonly BundleName[])('loading the bundle %s', (name) => {
  it("does without Node's own fetch, HTTP/2 and web streams", async () => {
    await using made = await lambdaBundle((outfile) => bundle(name, outfile));
    const loaded = await builtinsOf(`await import('${made.url}')`);

    expect(loaded).toContain('tls');
    expect(loaded.filter((each) => NOT_AT_ONCE.includes(each))).toEqual([]);
  });
});

it("importing node:http brings Node's own fetch: what the bundles do without can be told", async () => {
  expect(await builtinsOf("await import('node:http')")).toEqual(expect.arrayContaining(NOT_AT_ONCE));
});

/** Node's own modules that a process has loaded after it has run a program. */
async function builtinsOf(program: string): Promise<readonly string[]> {
  const print = 'console.log(JSON.stringify(process.moduleLoadList))';
  const args = ['--input-type=module', '--eval', `${program}; ${print}`];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return (JSON.parse(stdout) as string[]).map((each) => each.replace(/^NativeModule /, ''));
}
