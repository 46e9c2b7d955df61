// Another process that has the lock of a folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that takes the lock, says so, and stays. */
export async function holder(folder: string): Promise<ChildProcess> {
  const module = new URL('../../src/watch/lock.ts', import.meta.url).href;
  const program = `
    const { lockFolder } = await import(${JSON.stringify(module)});
    await lockFolder(${JSON.stringify(folder)});
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no standard output');
  await once(child.stdout, 'data');
  return child;
}
