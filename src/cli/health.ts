// `health`: whether a `watch` does its work, by the file that it writes. For containers and supervisors.

import { readFile } from 'node:fs/promises';
import { CanaryError } from '../domain/canary-error.ts';
import { safeText } from '../report/safe-text.ts';
import { complaintOf, parseHealth } from '../watch/health.ts';
import { type Command, secondsOf } from './command.ts';
import { fileProblem } from './file-problem.ts';
import { jsonProblem } from './json-problem.ts';

const DEFAULT_MAX_AGE_SECONDS = 180;

export const healthCommand: Command = {
  summary: 'tell by its health file whether `watch` does its work: exit status 0, or 1 and one line why not',
  options: {
    file: { type: 'string', value: 'FILE', help: 'what `watch --health-file` writes' },
    'max-age': { type: 'string', value: 'TIME', help: 'how long ago the last run of each target may be (default 3m)' },
  },
  run: async (options, { terminal }) => {
    const maxAgeMs = secondsOf(options, 'max-age', DEFAULT_MAX_AGE_SECONDS) * 1_000;
    if (typeof options.file !== 'string') throw new CanaryError('usage', '--file FILE is needed');
    const why = await complaint(options.file, maxAgeMs);
    if (why === undefined) return 0;
    terminal.out(`${safeText(why.replaceAll(/\s+/g, ' '))}\n`);
    return 1;
  },
};

async function complaint(file: string, maxAgeMs: number): Promise<string | undefined> {
  let text = '';
  try {
    text = await readFile(file, 'utf8');
    return complaintOf(parseHealth(text), { nowMs: Date.now(), maxAgeMs });
  } catch (error) {
    return `${file}: ${error instanceof SyntaxError ? jsonProblem(text, error) : fileProblem(error)}`;
  }
}
