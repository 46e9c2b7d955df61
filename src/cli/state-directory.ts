// Where `watch` keeps what must survive it: what the option says, else what systemd or the desktop's rules say.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CanaryError } from '../domain/canary-error.ts';
import type { CommandContext } from './command.ts';

/** `$STATE_DIRECTORY` is systemd's for `StateDirectory=`: absolute, several separated by colons. The specification of
 * `$XDG_STATE_HOME` says that relative paths in it are to be ignored. */
export function stateDirectory(given: unknown, env: CommandContext['env']): string {
  if (typeof given === 'string') return resolved(given);
  const [systemd = ''] = (env.STATE_DIRECTORY ?? '').split(':');
  if (systemd !== '') return systemd;
  const home = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : join(userHome(), '.local', 'state');
  return join(home, 'private-api-canary');
}

function userHome(): string {
  const home = homeOrNone();
  if (home.startsWith('/') || process.platform === 'win32') return home;
  throw new CanaryError('usage', 'the user has no home directory to keep data points in', {
    hint: 'Give a directory with --state.',
  });
}

/** Node throws for a user id that the system does not know. */
function homeOrNone(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

function resolved(path: string): string {
  try {
    return resolve(path);
  } catch (error) {
    // Node has no path for a working directory that was removed.
    throw new CanaryError('usage', `--state ${path}: the working directory does not exist any more`, {
      cause: error,
      hint: 'Start in a directory that exists, or give an absolute path.',
    });
  }
}
