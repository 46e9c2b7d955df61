// Takes out each guard in turn, in a copy of the repository, and looks which test notices. Arguments: parts of the names of
// the guards to try; without one, all are tried.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import type { Guard } from '../test/reliability/guard.ts';
import { GUARDS } from '../test/reliability/guards.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// Longer than any test takes: without its guard, a test may wait for what never comes.
const TEST_MS = 45_000;
const LEFT_OUT = ['.git', 'node_modules', 'coverage'];

/** Names of tests, as vitest takes them. A file that could not be run to its tests has none. */
interface Outcome {
  readonly success: boolean;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Results {
  readonly success: boolean;
  readonly testResults: readonly { readonly assertionResults: readonly Result[] }[];
}

interface Result {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
}

function copied(): string {
  const copy = mkdtempSync(join(tmpdir(), 'guards-'));
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs tests in the copy: those of the files, or of them the one with that name. */
function outcomeOf(copy: string, files: readonly string[], name?: string): Outcome {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const told = join(copy, 'guards-outcome.json');
  const only = name === undefined ? [] : ['-t', `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`];
  const report = ['--reporter=json', `--outputFile=${told}`];
  rmSync(told, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--bail', '3', `--testTimeout=${TEST_MS}`, ...report, ...only, ...files],
    {
      cwd: copy,
      stdio: 'ignore',
    },
  );
  if (status === null) throw new Error('the tests were ended by a signal');
  const { success, testResults } = JSON.parse(readFileSync(told, 'utf8')) as Results;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const namesOf = (ended: string) =>
    tests.flatMap(({ ancestorTitles, title, status }) =>
      status === ended ? [...ancestorTitles, title].join(' > ') : [],
    );
  return { success, passed: namesOf('passed'), failed: namesOf('failed') };
}

function without<Found>({ file, find, replace }: Guard, copy: string, look: () => Found): Found {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} has ${JSON.stringify(find)} not exactly once`);
  const left = text.replace(find, () => replace);
  // Every test notices a file that nobody can load.
  if (file.endsWith('.ts')) transformSync(left, { loader: 'ts' });
  writeFileSync(path, left);
  try {
    return look();
  } finally {
    writeFileSync(path, text);
  }
}

/** The first test that fails without the guard, and fails again alone. */
function noticing({ tests }: Guard, copy: string, green: ReadonlySet<string>): string | undefined {
  const { failed } = outcomeOf(copy, tests);
  return failed.find((name) => green.has(name) && outcomeOf(copy, tests, name).failed.includes(name));
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !GUARDS.some(({ guard }) => guard.includes(part)));
if (unknown !== undefined) {
  process.stderr.write(`no guard has ${JSON.stringify(unknown)} in its name\n`);
  process.exit(2);
}
const guards = GUARDS.filter(({ guard }) => wanted.length === 0 || wanted.some((part) => guard.includes(part)));
const copy = copied();
try {
  // A test that fails anyway would prove nothing.
  const { success, passed, failed } = outcomeOf(copy, [...new Set(guards.flatMap(({ tests }) => tests))]);
  const green = new Set(passed);
  if (!success) throw new Error(`with every guard in place this fails: ${failed[0] ?? 'loading a test file'}`);
  for (const [index, guard] of guards.entries()) {
    const test = without(guard, copy, () => noticing(guard, copy, green));
    if (test === undefined) process.exitCode = 1;
    const verdict = `${index + 1}/${guards.length}  ${test === undefined ? 'UNNOTICED' : 'noticed  '}`;
    process.stdout.write(`${verdict}  ${guard.guard}  (${guard.file})\n`);
    if (test !== undefined) process.stdout.write(`          by ${test}\n`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
