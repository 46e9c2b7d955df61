// `explain`: the diagnosis of a run, made again from its report. It asks nobody and sends nothing.

import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { diagnose } from '../diagnosis/diagnose.ts';
import { CanaryError } from '../domain/canary-error.ts';
import type { Verdict } from '../domain/report.ts';
import { type ReadReport, type ReportInput, readReport } from '../domain/report-input.ts';
import { jsonText } from '../report/json-text.ts';
import { safeText } from '../report/safe-text.ts';
import { renderReport } from '../report/terminal.ts';
import type { Command, CommandContext } from './command.ts';
import { STATUS_OF_STATE } from './exit-status.ts';
import { commandHelp } from './help.ts';
import { HTML_OPTION, writePage } from './html-page.ts';

export const explainCommand: Command = {
  summary: 'replay the diagnosis of a report from standard input; asks nobody, sends nothing',
  options: {
    file: { type: 'string', value: 'FILE', help: 'a file instead of standard input ("-")' },
    ...HTML_OPTION,
    json: { type: 'boolean', help: 'print the report with the verdict of the replay as JSON and nothing else' },
  },
  notes: [
    'A report is what `probe --json` prints, what the function logs, returns or sends to its destination, and what',
    '`aws logs` prints of these. Of several the last one counts.',
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
    const input = readReport(await textOf(String(file), context));
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
    const message = error instanceof Error ? error.message : String(error);
    throw new CanaryError('report-unreadable', safeText(`${file}: ${message}`), { cause: error });
  }
}

/** Of a run that is not told whole the run's own verdict is the better one: it has seen what passed. */
function replayed(report: ReadReport): Verdict {
  const { verdict, shortened } = report;
  return (shortened?.leftOut ?? 0) > 0 ? verdict : diagnose(report, verdict.since);
}

/** What a person must know of the input to trust what is shown. */
function remarksOn({ report, found }: ReportInput, verdict: Verdict): readonly string[] {
  const { target, vantage, startedAt, shortened } = report;
  const run = `${target.api.name}/${target.api.stage} from ${vantage.name} at ${startedAt}`;
  return [
    ...(found === 1 ? [] : [`${found} reports found; this is the last: ${run}`]),
    ...(shortened === undefined ? [] : [shortenedRemark(shortened)]),
    ...(isSame(report.verdict, verdict)
      ? []
      : [`the replay differs: the report says ${conclusion(report.verdict)}, the replay ${conclusion(verdict)}`]),
  ];
}

function shortenedRemark({ leftOut }: { readonly leftOut: number }): string {
  return leftOut === 0
    ? 'the report was shortened to fit where it was sent, details of its probes are gone: the replay may see less than the run did'
    : `the report was shortened to fit where it was sent, ${leftOut} of its probes are gone: the verdict is the run's own, not a replay`;
}

/** How many diagnoses of a kind there are, and in which order, is no difference. */
function isSame(one: Verdict, other: Verdict): boolean {
  return one.state === other.state && codesOf(one).sort().join() === codesOf(other).sort().join();
}

/** `degraded (zone-unreachable, certificate-expiring)`. */
function conclusion(verdict: Verdict): string {
  const codes = codesOf(verdict);
  return codes.length === 0 ? verdict.state : `${verdict.state} (${codes.join(', ')})`;
}

function codesOf({ diagnoses }: Verdict): string[] {
  return [...new Set(diagnoses.map(({ code }) => code))];
}
