// How long Node takes to load a module: each time in a process of its own, the modules in turn, so that a slow minute of
// the machine falls on all of them.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Wall-clock and processor time in milliseconds. */
export interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const LOADER = `
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (const module of process.argv.slice(1)) await import(module);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 }));
`;

/** Loads each of the modules (URLs) `times` times. Gives the loadings in the order of the modules. */
export async function loadings(modules: readonly string[], times: number): Promise<readonly (readonly Spent[])[]> {
  const rounds: Spent[][] = [];
  for (let round = 0; round < times; round += 1) {
    const loaded: Spent[] = [];
    for (const module of modules) loaded.push(await load(module));
    rounds.push(loaded);
  }
  return modules.map((_, index) => rounds.flatMap((round) => round[index] ?? []));
}

/** Loads modules (URLs) one after the other in one process: what that takes without the start of Node itself. */
export async function load(...modules: readonly string[]): Promise<Spent> {
  // A compile cache would measure itself.
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const args = ['--input-type=module', '--eval', LOADER, ...modules];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as Spent;
}
