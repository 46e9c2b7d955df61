// Takes out each guard in turn, in a copy of the repository, and looks which test notices. Arguments: parts of the names of
// the guards to try; without one, all are tried.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import type { Guard } from '../test/reliability/guard.ts';
import { GUARDS } from '../test/reliability/guards.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// Longer than a test takes that has no limit of its own: without its guard, one may wait for what never comes.
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
async function outcomeOf(copy: string, files: readonly string[], name?: string): Promise<Outcome> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const told = join(copy, 'guards-outcome.json');
  const only = name === undefined ? [] : ['-t', `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`];
  const report = ['--reporter=json', `--outputFile=${told}`];
  rmSync(told, { force: true });
  const args = [
    vitest,
    'run',
    '--bail',
    '3',
    `--testTimeout=${TEST_MS}`,
    `--hookTimeout=${TEST_MS}`,
    ...report,
    ...only,
    ...files,
  ];
  running = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore', detached: true });
  const [status] = (await once(running, 'close')) as [number | null];
  // A test that is given up leaves its processes behind.
  end(running);
  if (status === null) throw new Error('the tests were ended by a signal');
  const { success, testResults } = JSON.parse(readFileSync(told, 'utf8')) as Results;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const namesOf = (ended: string) =>
    tests.flatMap(({ ancestorTitles, title, status }) =>
      status === ended ? [...ancestorTitles, title].join(' > ') : [],
    );
  return { success, passed: namesOf('passed'), failed: namesOf('failed') };
}

let running: ChildProcess | undefined;

/** With all that it has started. */
function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
}

async function without<Found>(
  { file, find, replace }: Guard,
  copy: string,
  look: () => Promise<Found>,
): Promise<Found> {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} has ${JSON.stringify(find)} not exactly once`);
  const left = text.replace(find, () => replace);
  // Every test notices a file that nobody can load.
  if (file.endsWith('.ts')) transformSync(left, { loader: 'ts' });
  writeFileSync(path, left);
  try {
    return await look();
  } finally {
    writeFileSync(path, text);
  }
}

/** The first test that fails without the guard, and fails again alone. */
async function noticing({ tests }: Guard, copy: string, green: ReadonlySet<string>): Promise<string | undefined> {
  const { failed } = await outcomeOf(copy, tests);
  for (const name of failed)
    if (green.has(name) && (await outcomeOf(copy, tests, name)).failed.includes(name)) return name;
  return undefined;
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !GUARDS.some(({ guard }) => guard.includes(part)));
if (unknown !== undefined) {
  process.stderr.write(`no guard has ${JSON.stringify(unknown)} in its name\n`);
  process.exit(2);
}
const guards = GUARDS.filter(({ guard }) => wanted.length === 0 || wanted.some((part) => guard.includes(part)));
const copy = copied();
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    if (running !== undefined) end(running);
    process.exit(130);
  });
}
// A test that fails anyway would prove nothing.
const { success, passed, failed } = await outcomeOf(copy, [...new Set(guards.flatMap(({ tests }) => tests))]);
const green = new Set(passed);
if (!success) throw new Error(`with every guard in place this fails: ${failed[0] ?? 'loading a test file'}`);
for (const [index, guard] of guards.entries()) {
  const test = await without(guard, copy, () => noticing(guard, copy, green));
  if (test === undefined) process.exitCode = 1;
  const verdict = `${index + 1}/${guards.length}  ${test === undefined ? 'UNNOTICED' : 'noticed  '}`;
  process.stdout.write(`${verdict}  ${guard.guard}  (${guard.file})\n`);
  if (test !== undefined) process.stdout.write(`          by ${test}\n`);
}
