// One run with somebody watching: progress while it probes, then the report in the form that was asked for.

import { CanaryError, problemOf } from '../domain/canary-error.ts';
import { deadlinesOf } from '../domain/deadline.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import type { Target } from '../domain/target.ts';
import { metricsOf } from '../publish/metrics.ts';
import type { Publish } from '../publish/publish.ts';
import { jsonText } from '../report/json-text.ts';
import { renderProgress } from '../report/progress.ts';
import { renderReport } from '../report/terminal.ts';
import { run } from '../run.ts';
import type { AwsClients } from './aws-clients.ts';
import type { CommandContext, ExitStatus } from './command.ts';
import { STATUS_OF_STATE } from './exit-status.ts';
import { commandPorts } from './ports.ts';

/** Runs once, showing how far it is. */
export async function watchedRun(target: Target, clients: AwsClients, context: CommandContext): Promise<Report> {
  const { terminal, stopped } = context;
  const done: Observation[] = [];
  const ports = await commandPorts(target, clients, {
    writeMetricLine: terminal.errLine,
    onObservation: (observation, planned) => {
      done.push(observation);
      terminal.progress(renderProgress(done, planned, terminal.errStyle));
    },
  });
  const deadlines = deadlinesOf(target.timeouts.runMs, performance.now());
  try {
    return await run(
      target,
      { ...ports, publish: forCommand(ports.publish, stopped) },
      { ...deadlines, probing: AbortSignal.any([deadlines.probing, stopped]) },
    );
  } finally {
    terminal.progress('');
  }
}

/** Publishing as a command does it. Somebody who stops a run does not want an alarm for what it did not get to; and
 * metrics that could be written nowhere must not take the report with them. */
function forCommand(publish: Publish, stopped: AbortSignal): Publish {
  return async (measured, target, signal) => {
    if (stopped.aborted) throw new CanaryError('interrupted', 'stopped before the run was done');
    try {
      return await publish(measured, target, signal);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== 'publish-failed') throw error;
      return { sink: target.publish, accepted: 0, rejected: metricsOf(measured, target.metrics).length, problem };
    }
  };
}

/** Prints a report: with `json` the report and nothing else on standard output. */
export function printReport(report: Report, json: boolean, { terminal }: CommandContext): void {
  terminal.out(json ? jsonText(report) : renderReport(report, terminal.style));
}

/** A run that lost metrics on the way to its sink is not done, whatever it saw. */
export function exitStatusOf({ verdict, published }: Report): ExitStatus {
  return published.rejected > 0 ? 2 : STATUS_OF_STATE[verdict.state];
}
