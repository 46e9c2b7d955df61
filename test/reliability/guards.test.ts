// Every guard that `npm run guards` takes out is still where its list says, and the tests that must notice are there. The
// page with the tables is what the lists make.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { FAULT_GROUPS } from './groups.ts';
import { GUARDS } from './guards.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (path: string) => readFileSync(`${ROOT}${path}`, 'utf8');

it.each(GUARDS)('$guard', ({ file, find, replace, tests }) => {
  expect(textOf(file).split(find)).toHaveLength(2);
  expect(replace).not.toBe(find);
  expect(tests.length).toBeGreaterThan(0);
  for (const test of tests) expect(existsSync(`${ROOT}${test}`), test).toBe(true);
});

it.each(FAULT_GROUPS)('$test goes through all of $list', ({ test, list, faults }) => {
  expect(textOf(test)).toMatch(
    new RegExp(`(?:test|it)(?:\\.concurrent)?\\.(?:each|for)\\(${list}\\)\\(\\s*'\\$fault: \\$does'`),
  );
  expect(faults.length).toBeGreaterThan(0);
});

it('no fault is listed twice', () => {
  const faults = FAULT_GROUPS.flatMap(({ title, faults: all }) => all.map(({ fault }) => `${title}: ${fault}`));
  expect(faults.filter((fault, index) => faults.indexOf(fault) !== index)).toEqual([]);
});

it('docs/reliability.md is what the lists make', () => {
  execFileSync(process.execPath, ['scripts/reliability.ts', '--check'], { cwd: ROOT, stdio: 'pipe' });
});
