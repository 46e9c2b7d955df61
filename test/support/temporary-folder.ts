// Before any test: one temporary folder for the whole run. CDK leaves a folder there for each app and never removes it;
// anything else that is left is a fault of the program or of a test.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LEFT_BY_CDK = /^cdk\.out/;
// What a process that was told to end may need to clean up behind itself, in milliseconds.
const PATIENCE_MS = 10_000;

export async function setup(): Promise<() => Promise<void>> {
  const before = process.env.TMPDIR;
  // Short: a name is part of the path of every socket of a test.
  const folder = await mkdtemp(join(tmpdir(), 'canary-tests-'));
  process.env.TMPDIR = folder;
  return async () => {
    const left = await leftIn(folder);
    await rm(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    if (left.length > 0) throw new Error(`the tests left behind in the temporary folder: ${left.join(', ')}`);
  };
}

async function leftIn(folder: string): Promise<readonly string[]> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const left = (await readdir(folder)).filter((name) => !LEFT_BY_CDK.test(name));
    if (left.length === 0 || performance.now() > until) return left;
    await delay(100);
  }
}
