// `plan`: what a run would send and publish, and what that costs a month. Sends nothing to the API; EC2 is asked
// for the endpoints unless the configuration names them.

import { createDiscovery } from '../discovery/discover.ts';
import { CanaryError } from '../domain/canary-error.ts';
import { planControls } from '../domain/control.ts';
import { plan } from '../domain/plan.ts';
import { plannedMetrics } from '../publish/metrics.ts';
import { estimateCost } from '../report/cost.ts';
import { jsonText } from '../report/json-text.ts';
import { renderPlan } from '../report/plan-table.ts';
import { awsClients } from './aws-clients.ts';
import { type Command, secondsOf } from './command.ts';
import { costInputOf } from './plan-cost.ts';
import { PUBLISH_OPTION, readTarget, TARGET_OPTIONS } from './target-file.ts';

const DEFAULT_EVERY_SECONDS = 60;

export const planCommand: Command = {
  summary: 'show what would be sent, which metrics there would be, and what a month of it costs; sends no probe',
  options: {
    ...TARGET_OPTIONS,
    ...PUBLISH_OPTION,
    every: { type: 'string', value: 'TIME', help: 'how often it would run, for the cost: 30s, 5m, 1h (default 60s)' },
    json: { type: 'boolean', help: 'print the plan as JSON and nothing else' },
  },
  run: async (options, context) => {
    const everySeconds = secondsOf(options, 'every', DEFAULT_EVERY_SECONDS);
    const target = await readTarget(options, context);
    using clients = awsClients(target, context.env);
    const discover = createDiscovery(clients.ec2, Date.now);
    const { endpoints, problem, notices } = await discover(target, 'fresh', context.stopped);
    if (problem !== undefined) throw new CanaryError(problem.code, problem.message);
    const probes = plan(target, endpoints);
    const controls = planControls(target, endpoints);
    const metrics = plannedMetrics(target, probes);
    const cost = estimateCost(costInputOf({ target, endpoints, probes }, everySeconds));
    const text =
      options.json === true
        ? jsonText({ target, endpoints, notices, probes, controls, metrics, cost })
        : renderPlan({ target, probes, controls, metrics, cost }, context.terminal.style);
    context.terminal.out(text);
    return 0;
  },
};
