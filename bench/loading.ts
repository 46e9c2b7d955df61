// How long Node takes to load modules: each time in a process of its own.

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

/** Loads modules (URLs) one after the other in one process: what that takes without the start of Node itself. */
export async function load(...modules: readonly string[]): Promise<Spent> {
  // A compile cache would measure itself.
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const args = ['--input-type=module', '--eval', LOADER, ...modules];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as Spent;
}
