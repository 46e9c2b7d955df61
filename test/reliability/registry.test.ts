// The audit of the gate and a real npm, with registries that answer, do not, or answer with something else.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectWith } from '../security/gate-project.ts';
import { type LockFile, type Manifest, readJson, shippedPackages } from '../security/lock-file.ts';
import { ROOT } from '../security/packed.ts';
import { ADVISORIES, npmEnvironment, startRegistry } from '../security/registry.ts';
import { CONSUMER, REGISTRY_FAULTS } from './registry-faults.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'private-api-canary-registry-'));
  const { manifest, locked } = CONSUMER;
  const lock = { ...manifest, lockfileVersion: 3, packages: { '': manifest, 'node_modules/dependency': locked } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What it prints, and whether it fails. `ci` is that of the folder, the audit that of this repository. */
async function npm(command: 'ci' | 'audit', registry: string, more: Readonly<Record<string, string>> = {}) {
  // What another registry has answered is in its cache.
  const own = await mkdtemp(join(folder, 'npm-'));
  const env = { ...npmEnvironment(registry, own), ...more };
  const child =
    command === 'ci'
      ? spawn('npm', ['ci'], { cwd: folder, env })
      : spawn(process.execPath, ['scripts/audit.ts'], { cwd: ROOT, env });
  const closed = once(child, 'close');
  const printed = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: (await closed)[0] as number | null, printed: printed.join('') };
}

test.each(REGISTRY_FAULTS)('$fault: $does', async ({ command, answers, status, says }) => {
  await using registry = await startRegistry(answers ?? {});
  if (answers === undefined) await registry[Symbol.asyncDispose]();
  // The ten seconds for an answer, where none comes.
  const soon = answers?.[ADVISORIES] === 'silence' ? { npm_config_fetch_timeout: '1000' } : {};
  expect(await npm(command, registry.url, soon)).toEqual({ status, printed: expect.stringContaining(says) });
});

test('the audit asks about every package that is shipped, and about no other', async () => {
  await using registry = await startRegistry({ [ADVISORIES]: {} });

  const { status, printed } = await npm('audit', registry.url);

  const shipped = shippedPackages(await readJson<LockFile>('package-lock.json'));
  expect([...registry.asked].sort()).toEqual(shipped);
  expect(status).toBe(0);
  expect(printed).toMatch(/^audit: 0 of \d+ packages have a known vulnerability of level high or above\n$/);
});

test('an audit that fails for another reason fails', async () => {
  const { status, printed } = await npm('audit', 'no address');

  expect(status).toBe(1);
  expect(printed).toContain('audit: npm made no report: ');
});

test('the gate asks', async () => {
  const { scripts } = await readJson<Manifest>('package.json');
  expect(scripts.check).toContain(' && node scripts/audit.ts && ');
});

test.each([
  { may: { allowed: true, refused: false }, marks: ['allowed'] },
  { may: { refused: false }, marks: [] },
])('the gate runs the scripts of packages that may have one, and of no other: $may', async ({ may, marks }) => {
  const project = await projectWith(folder, ['allowed', 'refused', 'unnamed'], may);
  await using nobody = await startRegistry({});
  const gate = spawn(join(project, '.ci/run'), {
    env: npmEnvironment(nobody.url, await mkdtemp(join(folder, 'npm-'))),
  });
  const closed = once(gate, 'close');
  const [printed, complaint] = await Promise.all([text(gate.stdout), text(gate.stderr)]);

  expect(await closed, complaint).toEqual([0, null]);
  expect(printed.match(/^(?:tested|started)$/gm)).toEqual(['tested', 'started']);
  expect((await readdir(join(project, 'node_modules'))).filter((name) => !name.startsWith('.'))).toHaveLength(3);
  expect(await readdir(join(project, 'marks'))).toEqual(marks);
});
