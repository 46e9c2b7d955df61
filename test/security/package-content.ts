// What may be in the npm package, and what is wrong with one: its files against the list in package-content.txt, what they
// say, what they weigh, and what runs when somebody installs it.

import { globSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import type { Manifest } from './lock-file.ts';
import { type Packed, type PackedFile, ROOT } from './packed.ts';

/** Paths, some with `*`, in the order of the file. */
export const CONTENT: readonly string[] = readFileSync(new URL('package-content.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const MAX_BYTES = 1_500_000;
const MAX_UNPACKED_BYTES = 6_000_000;

// npm runs them where the package is installed, or where somebody depends on the repository.
const RUN_AT_INSTALLATION = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

const SECRETS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}/,
  // That of the simulator says that it is made up.
  'an access key': /\b(?:AKIA|ASIA)(?!SIMULATED|[A-Z]*EXAMPLE)[A-Z0-9]{16}\b/,
  'a token of a registry': /\bnpm_[A-Za-z0-9]{36}\b|_authToken/,
};

/** Everything that is wrong, or nothing. `shipped`: packages that the lock file has for the program, not for its making. */
export function packageProblems(
  { files, bytes }: Packed,
  { scripts }: Pick<Manifest, 'scripts'>,
  shipped: readonly string[],
): readonly string[] {
  const paths = files.map(({ path }) => path);
  const unpacked = files.reduce((sum, each) => sum + each.bytes, 0);
  return [
    ...paths.filter((path) => !CONTENT.some((each) => matchesGlob(path, each))).map((path) => `${path} is on no list`),
    ...CONTENT.filter((each) => !paths.some((path) => matchesGlob(path, each))).map((each) => `there is no ${each}`),
    ...strayModules(paths),
    ...files.flatMap(textProblems),
    ...files.flatMap((file) => mapProblems(file, shipped)),
    ...files.filter(({ path, mode }) => ((mode & 0o111) !== 0) !== path.startsWith('bin/')).map(modeProblem),
    ...(bytes > MAX_BYTES ? [`the archive has ${bytes} bytes`] : []),
    ...(unpacked > MAX_UNPACKED_BYTES ? [`the files have ${unpacked} bytes`] : []),
    ...RUN_AT_INSTALLATION.filter((name) => name in scripts).map((name) => `${name} would run at installation`),
  ];
}

/** Compiled modules and their sources: the same, file by file. */
function strayModules(paths: readonly string[]): readonly string[] {
  const sources = globSync('{src,infra}/**/*.ts', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));
  const compiled = sources.flatMap((path) => ['js', 'd.ts'].map((end) => `dist/${path.replace(/ts$/, end)}`));
  const there = paths.filter((path) => /^dist\/(?:src|infra)\//.test(path));
  return [
    ...there.filter((path) => !compiled.includes(path)).map((path) => `${path} has no source`),
    ...compiled.filter((path) => !there.includes(path)).map((path) => `${path} was not compiled`),
  ];
}

// At its beginning: of `../../src/`, `/src/` is no path of a machine.
const HERE = new RegExp(`(?<![\\w.-])${ROOT.replaceAll(/[^\w]/g, '\\$&')}`);

function textProblems({ path, text }: PackedFile): readonly string[] {
  const secrets = Object.entries(SECRETS).filter(([, pattern]) => pattern.test(text));
  return [
    ...secrets.map(([name]) => `${path} has ${name} in it`),
    ...(HERE.test(text) ? [`${path} has a path of this machine in it`] : []),
  ];
}

/** A source map names its sources from where it is, has none of their text, and names nothing but sources of ours and
 * packages that are shipped. */
function mapProblems({ path, text }: PackedFile, shipped: readonly string[]): readonly string[] {
  if (!path.endsWith('.map')) return [];
  const { sources, sourcesContent } = JSON.parse(text) as {
    readonly sources: readonly string[];
    readonly sourcesContent?: readonly string[];
  };
  const isKnown = (source: string) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source) ?? [];
    if (name !== undefined) return shipped.includes(name);
    // What the bundler itself makes has no file: `builtin:node:fs`.
    return /^(?:\.\.\/)+src\//.test(source) || /^(?:\.\.\/)*[a-z-]+:/.test(source);
  };
  return [
    ...(sourcesContent === undefined ? [] : [`${path} has the text of its sources in it`]),
    ...sources.filter((source) => !isKnown(source)).map((source) => `${path} is made of ${source}`),
  ];
}

function modeProblem({ path, mode }: PackedFile): string {
  return `${path} has mode ${mode.toString(8)}`;
}
