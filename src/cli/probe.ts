// `probe`: one run against the API of a configuration file.

import { awsClients } from './aws-clients.ts';
import type { Command } from './command.ts';
import { HTML_OPTION, writePage } from './html-page.ts';
import { PUBLISH_OPTION, readTarget, TARGET_OPTIONS } from './target-file.ts';
import { exitStatusOf, printReport, watchedRun } from './watched-run.ts';

export const probeCommand: Command = {
  summary: 'run once against the API of a configuration file',
  options: {
    ...TARGET_OPTIONS,
    ...PUBLISH_OPTION,
    ...HTML_OPTION,
    json: { type: 'boolean', help: 'print the report as JSON and nothing else' },
  },
  run: async (options, context) => {
    const target = await readTarget(options, context);
    using clients = awsClients(target, context.env);
    const report = await watchedRun(target, clients, context);
    printReport(report, options.json === true, context);
    await writePage(report, options);
    return exitStatusOf(report);
  },
};
