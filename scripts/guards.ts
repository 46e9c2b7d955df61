// Takes out each guard in turn, in a copy of the repository, and looks whether a test notices. Arguments: parts of the names
// of the guards to try; without one, all are tried.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Guard } from '../test/reliability/guard.ts';
import { GUARDS } from '../test/reliability/guards.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LEFT_OUT = ['.git', 'node_modules', 'coverage'];

function copied(): string {
  const copy = mkdtempSync(join(tmpdir(), 'guards-'));
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Whether all of these tests pass in the copy. */
function pass(copy: string, tests: readonly string[]): boolean {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--bail', '1', ...tests], {
    cwd: copy,
    stdio: 'ignore',
  });
  if (status === null) throw new Error('the tests were ended by a signal');
  return status === 0;
}

function without({ file, find, replace }: Guard, copy: string, look: () => boolean): boolean {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} has ${JSON.stringify(find)} not exactly once`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    return look();
  } finally {
    writeFileSync(path, text);
  }
}

const wanted = process.argv.slice(2);
const guards = GUARDS.filter(({ guard }) => wanted.length === 0 || wanted.some((part) => guard.includes(part)));
const copy = copied();
try {
  // A test that fails anyway would prove nothing.
  if (!pass(copy, [...new Set(guards.flatMap(({ tests }) => tests))]))
    throw new Error('the tests fail with every guard in place');
  for (const guard of guards) {
    const noticed = !without(guard, copy, () => pass(copy, guard.tests));
    if (!noticed) process.exitCode = 1;
    process.stdout.write(`${noticed ? 'noticed ' : 'UNNOTICED'}  ${guard.guard}  (${guard.file})\n`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
