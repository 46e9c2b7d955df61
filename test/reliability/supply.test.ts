// The lock file and the npm package as they are have nothing wrong with them, and what is put wrong in a copy is found.

import { beforeAll, expect, test } from 'vitest';
import { type LockFile, lockProblems, type Manifest, readJson, shippedPackages } from '../security/lock-file.ts';
import { packageProblems } from '../security/package-content.ts';
import { type Packed, packed } from '../security/packed.ts';
import { SUPPLY_FAULTS } from './supply-faults.ts';

let checkout: { readonly lock: LockFile; readonly manifest: Manifest; readonly packed: Packed };
beforeAll(async () => {
  checkout = {
    lock: await readJson('package-lock.json'),
    manifest: await readJson('package.json'),
    packed: await packed(),
  };
  known = problemsOf(checkout);
});

/** What is wrong anyway: its own test tells. */
let known: readonly string[];

const problemsOf = ({ lock, manifest, packed }: typeof checkout) => [
  ...lockProblems(lock, manifest),
  ...packageProblems(packed, manifest, shippedPackages(lock)),
];

test('nothing is wrong as it is', () => {
  expect(known).toEqual([]);
});

test.each(SUPPLY_FAULTS)('$fault: $does', ({ spoil, problem }) => {
  const copy = structuredClone(checkout);
  spoil(copy);
  const found = problemsOf(copy).filter((each) => !known.includes(each));
  expect(found).toEqual([expect.stringContaining(problem)]);
});
