// The command line of `npm run soak`.

import { type Command, parseOptions, secondsOf } from '../../src/cli/command.ts';
import { commandHelp } from '../../src/cli/help.ts';
import { CanaryError, problemOf } from '../../src/domain/canary-error.ts';

const SOAK: Command = {
  summary:
    '`watch` against a simulator in which something else goes wrong every few seconds; exit status 1 when it leaks',
  options: {
    for: { type: 'string', value: 'TIME', help: 'how long: 30s, 5m, 1h (default 1h)' },
    every: { type: 'string', value: 'TIME', help: 'how often each target is run (default 1s)' },
    seed: { type: 'string', value: 'NUMBER', help: 'the same number, the same scenarios (default another each time)' },
  },
  run: () => Promise.resolve(0),
};

const HELP = commandHelp('soak', SOAK).replace('private-api-canary soak', 'npm run soak --');

export interface SoakOptions {
  readonly forSeconds: number;
  readonly everySeconds: number;
  readonly seed: number;
}

/** Ends the process with a message where the command line is wrong, or asks for help. */
export function soakOptions(args: readonly string[]): SoakOptions {
  try {
    const options = parseOptions(SOAK, args);
    if (options.help === true) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const { seed = String(Date.now() % 1_000_000) } = options;
    if (!/^\d{1,9}$/.test(String(seed)))
      throw new CanaryError('usage', `--seed ${JSON.stringify(seed)}: must be a number`);
    return {
      forSeconds: secondsOf(options, 'for', 3_600),
      everySeconds: secondsOf(options, 'every', 1),
      seed: Number(seed),
    };
  } catch (error) {
    const { code, message } = problemOf(error);
    if (code !== 'usage') throw error;
    process.stderr.write(`soak: ${message}\n\n${HELP}`);
    process.exit(2);
  }
}
