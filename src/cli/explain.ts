// `explain`: the diagnosis of a run, made again from its report. It asks nobody and sends nothing.

import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { diagnose } from '../diagnosis/diagnose.ts';
import { CanaryError } from '../domain/canary-error.ts';
import type { Verdict } from '../domain/report.ts';
import { type ReadReport, readReport } from '../domain/report-input.ts';
import { jsonText } from '../report/json-text.ts';
import { safeText } from '../report/safe-text.ts';
import { renderReport } from '../report/terminal.ts';
import type { Command, CommandContext } from './command.ts';
import { STATUS_OF_STATE } from './exit-status.ts';
import { remarksOn } from './explain-remarks.ts';
import { fileProblem } from './file-problem.ts';
import { commandHelp } from './help.ts';
import { HTML_OPTION, writePage } from './html-page.ts';

export const explainCommand: Command = {
  summary: 'replay the diagnosis of a report from standard input; asks nobody, sends nothing',
  options: {
    file: {
      type: 'string',
      value: 'FILE',
      help: 'a file instead of standard input ("-")',
      rightly: (value) => `\`--file ${value}\` or \`< ${value}\``,
    },
    api: { type: 'string', value: 'NAME', help: 'of several reports the newest of this API, by its name or id' },
    ...HTML_OPTION,
    json: { type: 'boolean', help: 'print the report with the verdict of the replay as JSON and nothing else' },
  },
  notes: [
    'A report is what `probe --json` prints, what the function logs, returns or sends to its destination, and what',
    '`aws logs` prints of these. Of several the newest one counts.',
    '',
    '  private-api-canary explain < report.json',
    '  aws logs tail LOG_GROUP --since 10m | private-api-canary explain',
  ],
  run: async (options, context) => {
    const { terminal } = context;
    const { file = '-' } = options;
    if (file === '-' && process.stdin.isTTY) {
      terminal.err(commandHelp('explain', explainCommand));
      return 2;
    }
    const { api } = options;
    const input = readReport(await textOf(String(file), context), api === undefined ? undefined : String(api));
    const { report: recorded } = input;
    const report: ReadReport = { ...recorded, verdict: replayed(recorded) };
    for (const remark of remarksOn(input, report.verdict)) terminal.err(`${safeText(remark)}\n`);
    terminal.out(options.json === true ? jsonText(report) : renderReport(report, terminal.style));
    await writePage(report, options);
    // What was published is the run's own affair, and no matter of the replay.
    return STATUS_OF_STATE[report.verdict.state];
  },
};

async function textOf(file: string, { stopped }: CommandContext): Promise<string> {
  try {
    return file === '-' ? await text(addAbortSignal(stopped, process.stdin)) : await readFile(file, 'utf8');
  } catch (error) {
    if (stopped.aborted) throw new CanaryError('interrupted', 'stopped while the report was read');
    throw new CanaryError('report-unreadable', safeText(`${file}: ${fileProblem(error)}`), { cause: error });
  }
}

/** Of a run that is not told whole the run's own verdict is the better one: it has seen what passed. */
function replayed(report: ReadReport): Verdict {
  const { verdict, shortened } = report;
  return shortened?.replayable === false ? verdict : diagnose(report, verdict.since);
}
