// One fault, and what three monitors say of it: a status-code check, an alarm for each access method, this verdict. All
// three meet the same running simulator.

import { ALARMS } from '../src/alarms/alarm-table.ts';
import { awsClients } from '../src/cli/aws-clients.ts';
import { commandPorts } from '../src/cli/ports.ts';
import { simulationOf } from '../src/cli/simulation.ts';
import { deadlinesOf } from '../src/domain/deadline.ts';
import type { Report } from '../src/domain/report.ts';
import { parseTarget } from '../src/domain/target.ts';
import { metricsOf } from '../src/publish/metrics.ts';
import { run } from '../src/run.ts';
import type { ScenarioName } from '../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../src/simulator/simulator.ts';
import { statusCheck } from './status-check.ts';

export interface Comparison {
  readonly scenario: ScenarioName;
  readonly statusCheck: string;
  /** Access methods whose `availability` alarm such runs turn red, of all that are probed. */
  readonly redWays: readonly string[];
  readonly ways: readonly string[];
  readonly report: Report;
}

export async function compare(scenario: ScenarioName): Promise<Comparison> {
  await using simulator = await startSimulator({ scenario });
  const report = await oneRun(simulator, scenario);
  return {
    scenario,
    statusCheck: await statusCheck(simulator),
    redWays: redWays(report),
    ways: report.target.accessMethods,
    report,
  };
}

async function oneRun(simulator: Simulator, scenario: ScenarioName): Promise<Report> {
  const { configuration, awsEndpoint } = simulationOf(simulator, [scenario]);
  const target = parseTarget({ ...configuration, publish: 'none' });
  const credentials = { accessKeyId: 'simulated', secretAccessKey: 'simulated' };
  using clients = awsClients(target, {}, { endpoint: awsEndpoint, credentials });
  const ports = await commandPorts(target, clients, { writeMetricLine: async () => {}, onObservation: () => {} });
  return run(target, ports, deadlinesOf(target.timeouts.runMs, performance.now()));
}

/** What CloudWatch makes of the run's metrics: the average of each way's own series, against the alarm's threshold. */
function redWays(report: Report): readonly string[] {
  const { metric, threshold } = ALARMS.availability;
  return metricsOf(report, { phases: false }).flatMap(({ name, dimensions, values }) => {
    const { AccessMethod, Resource } = dimensions;
    if (name !== metric || AccessMethod === undefined || Resource !== undefined) return [];
    return values.reduce((sum, value) => sum + value, 0) / values.length < threshold ? [AccessMethod] : [];
  });
}
