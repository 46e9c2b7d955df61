// The licences beside a bundle: of every package that its source maps name, the text that the package came with.

import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUNDLES, type BundleName, bundle } from '../scripts/bundle-lambda.ts';
import { NOTICES_FILE, thirdPartyNotices } from '../scripts/third-party-notices.ts';
import { lambdaBundle } from './support/lambda-bundle.ts';

interface Package {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

describe.each(Object.keys(BUNDLES) as BundleName[])('the bundle %s', (name) => {
  it('has every licence beside it', async () => {
    await using made = await lambdaBundle((outfile) => bundle(name, outfile));
    const notices = await readFile(join(made.folder, NOTICES_FILE), 'utf8');
    const packages = await packagesIn(made.folder);

    expect(packages.length).toBeGreaterThan(10);
    for (const { folder, name, version, license } of packages) {
      const section = sectionOf(notices, `${name} ${version}, ${license}, https://`);
      expect(section, name).toMatch(/Apache License|Permission is hereby granted|Permission to use|Mozilla Public/);
      for (const file of await licenceFiles(folder)) {
        expect(section, name).toContain((await readFile(join(folder, file), 'utf8')).trim());
      }
    }
  });
});

it('the parser that undici brings has its own licence', async () => {
  const notices = await noticesOf(join(import.meta.dirname, '..'), 'node_modules/undici/lib/dispatcher/client.js');

  expect(sectionOf(notices, 'llhttp (in undici), MIT')).toContain('Copyright Fedor Indutny');
});

describe('of a package', () => {
  const MANIFEST = { name: 'made-up', version: '1.0.0', license: 'BSD-2-Clause' };

  it('without a licence file, where nobody has said what it says, nothing can be bundled', async () => {
    await using root = await rootWith(MANIFEST, { 'README.md': 'Licence: ask me.' });

    await expect(noticesOf(root.path, 'node_modules/made-up/index.js')).rejects.toThrow('made-up is in a bundle');
  });

  it('with a licence and a notice, both are told', async () => {
    await using root = await rootWith(MANIFEST, {
      'LICENSE.md': 'Do as you like.\n',
      NOTICE: 'Made up by somebody.\n',
    });

    const notices = await noticesOf(root.path, 'node_modules/made-up/index.js');

    expect(sectionOf(notices, 'made-up 1.0.0, BSD-2-Clause')).toMatch(/Do as you like\.\n\nMade up by somebody\./);
  });

  it('within another package, it is the inner one that is told', async () => {
    await using root = await rootWith(MANIFEST, { LICENSE: 'Outer.' });
    const inner = join(root.path, 'node_modules/made-up/node_modules/@inner/one');
    await mkdir(inner, { recursive: true });
    await writeFile(join(inner, 'package.json'), JSON.stringify({ ...MANIFEST, name: '@inner/one' }));
    await writeFile(join(inner, 'LICENCE'), 'Inner.');

    const notices = await noticesOf(root.path, 'node_modules/made-up/node_modules/@inner/one/lib/index.js');

    expect(notices).toContain('@inner/one 1.0.0, BSD-2-Clause\n\nInner.');
    expect(notices).not.toContain('Outer.');
  });
});

/** As of a bundle that is made of this file alone. */
function noticesOf(root: string, file: string): Promise<string> {
  const output = { bytes: 1, imports: [], exports: [], inputs: { [file]: { bytesInOutput: 1 } } };
  return thirdPartyNotices({ outputs: { 'index.mjs': output } }, root);
}

/** A folder with this package installed. */
async function rootWith(manifest: object, files: Readonly<Record<string, string>>) {
  const root = await mkdtempDisposable(join(tmpdir(), 'private-api-canary-notices-'));
  const folder = join(root.path, 'node_modules/made-up');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return root;
}

/** What the title heads, with the titles of other packages under the same text. */
function sectionOf(notices: string, title: string): string {
  const section = notices.split(`\n${'-'.repeat(80)}\n`).find((each) => each.includes(`\n${title}`));
  if (section === undefined) throw new Error(`nothing is said of ${title}`);
  return section;
}

async function packagesIn(folder: string): Promise<readonly Package[]> {
  const maps = (await readdir(folder)).filter((file) => file.endsWith('.map'));
  const folders = new Set<string>();
  for (const map of maps) {
    const { sources } = JSON.parse(await readFile(join(folder, map), 'utf8')) as { readonly sources: string[] };
    for (const source of sources) {
      const [found] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source) ?? [];
      if (found !== undefined) folders.add(resolve(folder, found));
    }
  }
  return Promise.all(
    [...folders].map(async (each) => ({
      folder: each,
      ...JSON.parse(await readFile(join(each, 'package.json'), 'utf8')),
    })),
  );
}

async function licenceFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
}
