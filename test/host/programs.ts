// Programs of a Linux host that judge from outside, where they are installed and allowed to run.

import { spawnSync } from 'node:child_process';
import { announced } from '../support/external.ts';

/** What each answers with success, and answers soon: what the tests need of it, and nothing else. */
const QUESTIONS = {
  'systemd-analyze': ['security', '--offline=true', '--help'],
  strace: ['-qq', '-o', '/dev/null', 'true'],
  // Namespaces of its own: mounts, processes, and a user that may mount there and is nobody outside.
  unshare: ['--user', '--map-root-user', '--mount', '--pid', '--mount-proc', '--fork', 'true'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Whether checks with the program are skipped; the reason is written out. */
export function announcedWithout(program: keyof typeof QUESTIONS): boolean {
  const { error, status } = spawnSync(program, QUESTIONS[program], { encoding: 'utf8', timeout: 60_000 });
  if (error === undefined && status === 0) return false;
  announced(error === undefined ? `${program} is not allowed here, or too old` : `${program} is not installed`);
  return true;
}
