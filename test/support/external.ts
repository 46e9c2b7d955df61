// Programs that judge from outside where they are installed. A check that needs one says so when it is missing.

import { spawnSync } from 'node:child_process';

/** Nothing when the program can be started, else why a check is skipped. */
export function missing(program: string): string | undefined {
  const { error } = spawnSync(program, ['--help'], { stdio: 'ignore', timeout: 20_000 });
  return error === undefined ? undefined : `${program} is not installed`;
}
