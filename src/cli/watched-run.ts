// One run with somebody watching: progress while it probes, then the report in the form that was asked for.

import { writeFile } from 'node:fs/promises';
import { CanaryError } from '../domain/canary-error.ts';
import { deadlinesOf } from '../domain/deadline.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report, State } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderProgress } from '../report/progress.ts';
import { renderReport } from '../report/terminal.ts';
import { run } from '../run.ts';
import type { CommandContext, ExitStatus, OptionValues } from './command.ts';
import { type AwsClients, commandPorts } from './ports.ts';

/** Runs once, showing how far it is. */
export async function watchedRun(target: Target, clients: AwsClients, context: CommandContext): Promise<Report> {
  const { terminal, stopped } = context;
  const done: Observation[] = [];
  const ports = await commandPorts(target, clients, {
    writeMetricLine: (line) => terminal.err(`${line}\n`),
    onObservation: (observation, planned) => {
      done.push(observation);
      terminal.progress(renderProgress(done, planned, terminal.errStyle));
    },
  });
  const { probing, publishing } = deadlinesOf(target.timeouts.runMs);
  try {
    return await run(target, ports, { probing: AbortSignal.any([probing, stopped]), publishing });
  } finally {
    terminal.progress('');
  }
}

/** Prints a report: with `json` the report and nothing else on standard output. */
export function printReport(report: Report, json: boolean, { terminal }: CommandContext): void {
  terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report, terminal.style));
}

export const HTML_OPTION = {
  html: { type: 'string', value: 'FILE', help: 'also write the report as an HTML page' },
} as const;

/** Writes the page that `--html` asks for, if any. The last thing a command does: when the file cannot be written, the
 * report must have been printed before this throws a `CanaryError`. */
export async function writePage(report: Report, { html }: OptionValues): Promise<void> {
  if (typeof html !== 'string') return;
  try {
    await writeFile(html, renderHtml(report));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CanaryError('report-unwritable', `${html}: ${message}`, { cause: error });
  }
}

const STATUS = { healthy: 0, degraded: 1, unreachable: 1, unknown: 2 } as const satisfies Record<State, ExitStatus>;

/** A run that lost metrics on the way to its sink is not done, whatever it saw. */
export function exitStatusOf({ verdict, published }: Report): ExitStatus {
  return published.rejected > 0 ? 2 : STATUS[verdict.state];
}
