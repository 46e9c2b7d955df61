// `demo`: the simulator, one real run against it, and the metrics read back from its CloudWatch. The simulator is a
// process of its own, so that its work does not stand between the canary and its time stamps.

import { parseTarget } from '../domain/target.ts';
import { renderPublishedMetrics } from '../report/published-metrics.ts';
import { awsClients } from './aws-clients.ts';
import type { Command } from './command.ts';
import { HTML_OPTION, writePage } from './html-page.ts';
import { readBack } from './read-back.ts';
import { SCENARIO_NOTES, SCENARIO_OPTION, scenarioOf, VANTAGE_OPTION, vantageOf } from './simulate.ts';
import { startSimulation } from './simulator-process.ts';
import { exitStatusOf, printReport, watchedRun } from './watched-run.ts';

export const demoCommand: Command = {
  summary: 'start the simulator, run once against it and show the metrics; needs no AWS account',
  options: {
    ...SCENARIO_OPTION,
    ...VANTAGE_OPTION,
    ...HTML_OPTION,
    json: { type: 'boolean', help: 'print the report as JSON and nothing else' },
  },
  notes: SCENARIO_NOTES,
  run: async (options, context) => {
    const chosen = scenarioOf(options);
    context.terminal.progress('starting the simulator');
    await using simulation = await startSimulation(chosen, vantageOf(options));
    const { configuration, awsEndpoint, environment } = simulation.facts;
    const target = parseTarget(configuration);
    const settings = {
      endpoint: awsEndpoint,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
      },
    };
    using clients = awsClients(target, environment, settings);
    const report = await watchedRun(target, clients, context);
    printReport(report, options.json === true, context);
    if (options.json !== true && report.published.accepted > 0 && !context.stopped.aborted) {
      const metrics = await readBack(await clients.cloudwatch(), target.metrics.namespace, new Date(report.startedAt));
      context.terminal.out(`\n${renderPublishedMetrics(metrics, context.terminal.style)}`);
    }
    await writePage(report, options);
    return exitStatusOf(report);
  },
};
