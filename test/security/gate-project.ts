// A project whose gate is the one of this repository.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './packed.ts';
import { npmEnvironment } from './registry.ts';

/** In a folder of its own in `folder`. Each dependency leaves its name in `marks` when its script runs. */
export async function projectWith(
  folder: string,
  names: readonly string[],
  allowScripts: Readonly<Record<string, boolean>>,
): Promise<string> {
  const project = await mkdtemp(join(folder, 'project-'));
  const [marks, environment] = [join(project, 'marks'), npmEnvironment('http://127.0.0.1:9', join(folder, 'pack'))];
  await Promise.all([mkdir(marks), mkdir(join(project, '.ci'))]);
  await copyFile(join(ROOT, '.ci/run'), join(project, '.ci/run'));
  for (const name of names) {
    const source = join(project, 'sources', name);
    await mkdir(source, { recursive: true });
    const scripts = { install: `node -e "fs.writeFileSync('${join(marks, name)}', '')"` };
    await writeFile(join(source, 'package.json'), JSON.stringify({ name, version: '1.0.0', scripts }));
    const packing = spawn('npm', ['pack', '--pack-destination', project], { cwd: source, env: environment });
    const [status] = await once(packing, 'close');
    if (status !== 0) throw new Error(`npm pack ended with ${status}`);
  }
  const manifest = {
    ...{ name: 'project', version: '1.0.0', allowScripts, scripts: { test: 'echo tested', start: 'echo started' } },
    dependencies: Object.fromEntries(names.map((name) => [name, `file:${name}-1.0.0.tgz`])),
  };
  const locked = names.map((name) => [
    `node_modules/${name}`,
    { version: '1.0.0', resolved: `file:${name}-1.0.0.tgz`, hasInstallScript: true },
  ]);
  const lock = { ...manifest, lockfileVersion: 3, packages: { '': manifest, ...Object.fromEntries(locked) } };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock));
  return project;
}
