// What could get into the program before it runs, by way of its dependencies or of its package, and what stops it.

import type { LockFile, Manifest } from '../security/lock-file.ts';
import type { Packed } from '../security/packed.ts';
import type { Fault } from './fault.ts';

interface Checkout {
  readonly lock: LockFile;
  readonly manifest: Manifest;
  readonly packed: Packed;
}

export interface SupplyFault extends Fault {
  /** Brings it about, in a copy. */
  readonly spoil: (checkout: Checkout) => void;
  /** What is said of it. */
  readonly problem: string;
}

/** The package of undici in the lock file, to spoil. */
const undiciOf = ({ lock }: Checkout) => {
  const found = lock.packages['node_modules/undici'];
  if (found === undefined) throw new Error('undici is no dependency any more');
  return found;
};

const fileAt = ({ packed }: Checkout, path: string) => {
  const found = packed.files.find((each) => each.path === path);
  if (found === undefined) throw new Error(`there is no ${path} in the package`);
  return found;
};

const addTo = ({ packed }: Checkout, path: string, text = '') =>
  packed.files.push({ path, text, bytes: text.length, mode: 0o644 });

export const SUPPLY_FAULTS: readonly SupplyFault[] = [
  {
    fault: 'the lock file has no hash for a package, so that another could be put in its place',
    does: 'the gate fails',
    spoil: (checkout) => {
      delete undiciOf(checkout).integrity;
    },
    problem: 'undici has no hash: another package could be put in its place',
  },
  {
    fault: 'the lock file has a weak hash',
    does: 'the gate fails: SHA-512 alone will do',
    spoil: (checkout) => {
      undiciOf(checkout).integrity = 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=';
    },
    problem: 'undici has no hash: another package could be put in its place',
  },
  {
    fault: 'a dependency comes from a repository or an address instead of the registry',
    does: 'the gate fails',
    spoil: ({ manifest }) => {
      manifest.dependencies.undici = 'git+https://example.com/undici.git';
    },
    problem: 'undici is asked for as git+https://example.com/undici.git, not by its version on the registry',
  },
  {
    fault: 'the lock file binds everybody to the registry of whoever wrote it',
    does: 'the gate fails',
    spoil: (checkout) => {
      undiciOf(checkout).resolved = 'https://registry.example.com/undici.tgz';
    },
    problem: 'undici is bound to one place: https://registry.example.com/undici.tgz',
  },
  {
    fault: 'a dependency that the program needs runs a script when it is installed',
    does: 'the gate fails, whatever `allowScripts` says',
    spoil: (checkout) => {
      undiciOf(checkout).hasInstallScript = true;
    },
    problem: 'undici is shipped and runs a script when it is installed',
  },
  {
    fault: 'a tool of the developers runs a script that nobody has allowed',
    does: 'the gate fails: `allowScripts` names the packages that may',
    spoil: ({ lock }) => {
      const { 'node_modules/vitest': vitest } = lock.packages;
      if (vitest !== undefined) vitest.hasInstallScript = true;
    },
    problem: 'vitest runs a script when it is installed',
  },
  {
    fault: 'a dependency that the program needs changes to a licence that binds whoever uses it',
    does: 'the gate fails',
    spoil: (checkout) => {
      undiciOf(checkout).license = 'AGPL-3.0-only';
    },
    problem: 'undici is shipped and its licence is AGPL-3.0-only',
  },
  {
    fault: 'a file that nobody meant to publish gets into the npm package',
    does: 'the gate fails: every file is on [a list](../test/security/package-content.txt)',
    spoil: (checkout) => addTo(checkout, 'host/.env', 'PETS_API_KEY=example'),
    problem: 'host/.env is on no list',
  },
  {
    fault: 'a compiled file has no source any more',
    does: 'the gate fails',
    spoil: (checkout) => addTo(checkout, 'dist/src/gone.js'),
    problem: 'dist/src/gone.js has no source',
  },
  {
    fault: 'a private key gets into a published file',
    does: 'the gate fails',
    spoil: (checkout) => {
      fileAt(checkout, 'examples/README.md').text +=
        `-----BEGIN ${'PRIVATE KEY'}-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0w\n`;
    },
    problem: 'examples/README.md has a private key in it',
  },
  {
    fault: 'an access key of AWS gets into a published file',
    does: 'the gate fails',
    spoil: (checkout) => {
      fileAt(checkout, 'template.yaml').text += `${'AKIA'}Z3J7Q2W5X6M4N8P1`;
    },
    problem: 'template.yaml has an access key in it',
  },
  {
    fault: "a bundle is made of a developer's tool, for which no advisory is asked",
    does: 'the gate fails: source maps name what a bundle is made of',
    spoil: (checkout) => {
      const map = fileAt(checkout, 'dist/lambda/index.mjs.map');
      const { sources, ...rest } = JSON.parse(map.text);
      map.text = JSON.stringify({ ...rest, sources: [...sources, '../../node_modules/vitest/dist/index.js'] });
    },
    problem: 'dist/lambda/index.mjs.map is made of ../../node_modules/vitest/dist/index.js',
  },
  {
    fault: 'the package runs something where it is installed',
    does: 'the gate fails',
    spoil: ({ manifest }) => {
      manifest.scripts.postinstall = 'node setup.js';
    },
    problem: 'postinstall would run at installation',
  },
  {
    fault: 'the package grows beyond 6 MB of files',
    does: 'the gate fails',
    spoil: (checkout) => {
      fileAt(checkout, 'README.md').bytes = 6_000_000;
    },
    problem: 'the files have ',
  },
  {
    fault: 'the package grows beyond 1.5 MB as an archive',
    does: 'the gate fails',
    spoil: ({ packed }) => {
      packed.bytes = 1_500_001;
    },
    problem: 'the archive has ',
  },
];
