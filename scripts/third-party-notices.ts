// The licences of what a bundle is made of. MIT, ISC and Apache-2.0 ask that their text goes with every copy, and MPL-2.0
// that the copy says where the source is.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Beside the bundle, in the package and in what is deployed. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly repository?: string | { readonly url: string };
}

const mit = (copyright: string) => `${copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

// Packages published without a licence file: what their README files and repositories say.
const WITHOUT_FILE: Readonly<Record<string, string>> = {
  '@middy/core': mit('Copyright (c) 2017-2026 will Farrell, Luciano Mammino, and Middy contributors'),
};

// What is compiled into a package, and under whose licence.
const WITHIN: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  undici: {
    title: 'llhttp (in undici), MIT, https://github.com/nodejs/llhttp',
    text: mit('Copyright Fedor Indutny, 2018.'),
  },
};

/** `root`: the folder that the metafile's paths start from. Throws for a package whose licence nobody knows. */
export async function thirdPartyNotices({ outputs }: Pick<Metafile, 'outputs'>, root: string): Promise<string> {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const titles = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    for (const { title, text } of await licencesOf(join(root, folder))) {
      titles.set(text, [...(titles.get(text) ?? []), title]);
    }
  }
  const sections = [...titles].map(([text, of]) => `${of.join('\n')}\n\n${text}\n`);
  return ['Software of others is in these files, under these licences.\n', ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(file: string): string | undefined {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

async function licencesOf(folder: string): Promise<readonly { readonly title: string; readonly text: string }[]> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license = 'no licence named', repository } = manifest;
  const source = sourceOf(repository);
  const title = [`${name} ${version}`, license, source].filter((part) => part !== undefined).join(', ');
  const within = WITHIN[name];
  return [{ title, text: await licenceText(folder, manifest) }, ...(within === undefined ? [] : [within])];
}

/** `git+https://host/path.git`, `git://host/path` and GitHub's short form `owner/name`. */
function sourceOf(repository: Manifest['repository']): string | undefined {
  const url = typeof repository === 'object' ? repository.url : repository;
  if (url !== undefined && /^[\w.-]+\/[\w.-]+$/.test(url)) return `https://github.com/${url}`;
  return url?.replace(/^(?:git\+)?\w+:/, 'https:').replace(/\.git$/, '');
}

async function licenceText(folder: string, { name, license }: Manifest): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).sort();
  if (files.length > 0) {
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    return texts.map((text) => text.trim()).join('\n\n');
  }
  // This package's own licence: its text names nobody.
  if (license === 'Apache-2.0') return (await readFile(new URL('../LICENSE', import.meta.url), 'utf8')).trim();
  const text = WITHOUT_FILE[name];
  if (text === undefined) throw new Error(`${name} is in a bundle and has no licence file: say here what it says`);
  return text;
}
