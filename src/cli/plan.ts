// `plan`: what a run would send and publish, and what its metrics cost a month. Sends nothing to the API; EC2 is asked
// for the endpoints unless the configuration names them.

import { createDiscovery } from '../discovery/discover.ts';
import { CanaryError } from '../domain/canary-error.ts';
import { type PlannedProbe, plan } from '../domain/plan.ts';
import { MAX_RETURNED_BYTES } from '../domain/shortened-report.ts';
import type { Target } from '../domain/target.ts';
import { batchesOf } from '../publish/cloudwatch.ts';
import { emfLines } from '../publish/emf.ts';
import { plannedMetrics, type Series } from '../publish/metrics.ts';
import { type CostEstimate, estimateCost } from '../report/cost.ts';
import { renderPlan } from '../report/plan-table.ts';
import { type Command, secondsOf } from './command.ts';
import { awsClients } from './ports.ts';
import { PUBLISH_OPTION, readTarget, TARGET_OPTIONS } from './target-file.ts';

const DEFAULT_EVERY_SECONDS = 60;

// Measured on reports of healthy runs: what one observation is in the report, which the function logs as one line, and
// what one value is in an embedded metric.
const REPORT_BYTES_PER_PROBE = 1_550;
const METRIC_VALUE_BYTES = 8;

export const planCommand: Command = {
  summary: 'show what would be sent, which metrics there would be, and what they cost a month; sends no probe',
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
    const discover = createDiscovery(() => clients.ec2, Date.now);
    const { endpoints, problem, notices } = await discover(target, 'fresh', context.stopped);
    if (problem !== undefined) throw new CanaryError(problem.code, problem.message);
    const probes = plan(target, endpoints);
    const metrics = plannedMetrics(target, probes);
    const cost = costOf(target, { probes, metrics }, everySeconds);
    const text =
      options.json === true
        ? `${JSON.stringify({ target, endpoints, notices, probes, metrics, cost }, null, 2)}\n`
        : renderPlan({ target, probes, metrics, cost }, context.terminal.style);
    context.terminal.out(text);
    return 0;
  },
};

function costOf(
  target: Target,
  {
    probes,
    metrics,
  }: { readonly probes: readonly PlannedProbe[]; readonly metrics: ReturnType<typeof plannedMetrics> },
  everySeconds: number,
): CostEstimate {
  const series: readonly Series[] = metrics.map((metric) => ({ ...metric, values: [100] }));
  const timestamp = new Date(0);
  const lines = emfLines(series, { namespace: target.metrics.namespace, timestamp });
  const published = target.publish === 'none' ? [] : metrics;
  return estimateCost({
    metricSeries: published.filter(({ when }) => when !== 'failed').length,
    failureOnlySeries: published.filter(({ when }) => when === 'failed').length,
    putCallsPerRun: target.publish === 'cloudwatch' ? batchesOf(series, timestamp).length : 0,
    logBytesPerRun: logBytes(probes.length, target.publish === 'emf' ? lines : []),
    everySeconds,
  });
}

/** The report's line, and the embedded metrics: each line as it is with one value, and the other values. */
function logBytes(probes: number, metricLines: readonly string[]): number {
  const report = Math.min(probes * REPORT_BYTES_PER_PROBE, MAX_RETURNED_BYTES);
  const lines = metricLines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  // Each probe has a success and a latency in three or four sets of dimensions.
  const values = metricLines.length === 0 ? 0 : probes * 7 * METRIC_VALUE_BYTES;
  return report + lines + values;
}
