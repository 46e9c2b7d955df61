// What package-lock.json says of each package, and what of it would let something in that nobody has looked at.

import { readFile } from 'node:fs/promises';

/** A package as the lock file has it. Of what comes from a registry it says the hash, and not which registry. */
interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  license?: string;
  hasInstallScript?: boolean;
  /** Comes inside another package, whose hash is that of both. */
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

export interface LockFile {
  /** By folder: `node_modules/undici`; the package itself is ''. */
  packages: Record<string, LockedPackage>;
}

export interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  /** Packages that may run something when they are installed. */
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const LICENSES = ['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'];
/** Weak: who changes its files must publish the change. They are used as they are. */
const OTHER_LICENSES: Readonly<Record<string, string>> = { '@jmespath-community/jmespath': 'MPL-2.0' };

const HASH = /^sha512-[A-Za-z0-9+/]{86}==$/;
const VERSIONS = /^[~^]?\d+\.\d+\.\d+$/;

/** Everything that is wrong, or nothing. */
export function lockProblems({ packages }: LockFile, manifest: Manifest): readonly string[] {
  const { '': _root, ...others } = packages;
  const asked = { ...manifest.dependencies, ...manifest.devDependencies };
  return [
    ...Object.entries(asked)
      .filter(([, range]) => !VERSIONS.test(range))
      .map(([name, range]) => `${name} is asked for as ${range}, not by its version on the registry`),
    ...Object.entries(others).flatMap(([folder, each]) => packageProblems(nameOf(folder), each, manifest)),
  ];
}

/** The packages that the program needs when it runs, without those that come inside another. */
export function shippedPackages({ packages }: LockFile): readonly string[] {
  const shipped = Object.entries(packages).filter(([folder, each]) => folder !== '' && isShipped(each));
  return [...new Set(shipped.map(([folder]) => nameOf(folder)))].sort();
}

export async function readJson<Content>(name: 'package.json' | 'package-lock.json'): Promise<Content> {
  return JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), 'utf8')) as Content;
}

function packageProblems(name: string, each: LockedPackage, { allowScripts }: Manifest): readonly string[] {
  const { integrity = '', license = 'none', inBundle = false } = each;
  const known = [...LICENSES, OTHER_LICENSES[name]];
  return [
    inBundle || HASH.test(integrity) ? [] : `${name} has no hash: another package could be put in its place`,
    each.resolved === undefined ? [] : `${name} is bound to one place: ${each.resolved}`,
    each.link === true ? [`${name} is a folder of this machine`] : [],
    each.hasInstallScript === true ? scriptProblems(name, isShipped(each), allowScripts[name]) : [],
    isShipped(each) && !known.includes(license) ? [`${name} is shipped and its licence is ${license}`] : [],
  ].flat();
}

function scriptProblems(name: string, shipped: boolean, allowed = false): readonly string[] {
  if (shipped) return [`${name} is shipped and runs a script when it is installed`];
  return allowed ? [] : [`${name} runs a script when it is installed`];
}

function isShipped({ dev = false, devOptional = false }: LockedPackage): boolean {
  return !dev && !devOptional;
}

/** `node_modules/tsyringe/node_modules/tslib` is tslib. */
function nameOf(folder: string): string {
  return folder.replace(/^.*node_modules\//, '');
}
