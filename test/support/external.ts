// Programs that judge from outside where they are installed. A check that needs one says so when it is missing;
// a program that is installed and does not run is an error and no reason to skip.

import { spawnSync } from 'node:child_process';

// What each answers with success, and answers soon.
const QUESTION = {
  curl: '--version',
  jq: '--version',
  aws: '--version',
  moto_server: '--help',
  'cfn-lint': '--version',
} as const;

type Program = keyof typeof QUESTION;

const asked = new Map<Program, string | undefined>();

/** Why checks are skipped, or nothing when the program is installed. Throws when it is and cannot be run. */
export function missing(program: Program): string | undefined {
  if (!asked.has(program)) asked.set(program, ask(program));
  return asked.get(program);
}

function ask(program: Program): string | undefined {
  const { error, status, signal, stderr } = spawnSync(program, [QUESTION[program]], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    return announced(`${program} is not installed`);
  }
  // A version manager's shim of a program that is not installed ends as a shell does that finds nothing.
  if (status === 127) return announced(`${program} is not installed`);
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${QUESTION[program]} ended with ${status ?? signal}: ${stderr}`);
  return undefined;
}

/** The reason of a skip, written out: of several files the reporter only counts skipped tests and keeps the reasons. */
export function announced(reason: string): string {
  process.stderr.write(`Tests are skipped: ${reason}\n`);
  return reason;
}
