// The simulator as a process of its own, whose load and memory are not those of the process under test. Answers each
// message with one.

import { simulationOf } from '../../src/cli/simulation.ts';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';

/** What it can be asked. A scene is answered with whether it could be set. */
export type SimulatorOrder = 'simulation' | 'received' | { readonly scene: readonly ScenarioName[] };

/** What CloudWatch took of one time stamp. */
export interface Received {
  /** Milliseconds since 1970: when the run began. */
  readonly atMs: number;
  /** Data points, and how many of them it had already. */
  readonly data: number;
  readonly twice: number;
  /** Probes, passed or not, that are counted in the target's own `Success`. */
  readonly probes: number;
}

const simulator = await startSimulator();

function received(): readonly Received[] {
  // On the wire in seconds.
  const byTime = Map.groupBy(simulator.metricData, ({ timestampMs }) => Math.round(timestampMs));
  return [...byTime].map(([atMs, data]) => {
    const identities = data.map(({ name, dimensions }) =>
      [name, ...dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' '),
    );
    return { atMs, data: data.length, twice: data.length - new Set(identities).size, probes: probesIn(data) };
  });
}

/** Of one time stamp. The series of the whole target has the fewest dimensions. */
function probesIn(data: Simulator['metricData']): number {
  const success = data.filter(({ name }) => name === 'Success');
  const fewest = Math.min(...success.map(({ dimensions }) => dimensions.length));
  const ofTarget = success.filter(({ dimensions }) => dimensions.length === fewest);
  return ofTarget.flatMap(({ values = [] }) => values).reduce((sum, { count }) => sum + count, 0);
}

async function answerTo(order: SimulatorOrder): Promise<unknown> {
  if (order === 'simulation') return simulationOf(simulator, ['healthy']);
  if (order === 'received') return received();
  return await simulator.setScenario(order.scene).then(
    () => true,
    () => false,
  );
}

process.on('message', async (order: SimulatorOrder) => void process.send?.(await answerTo(order)));
process.once('disconnect', async () => {
  await simulator[Symbol.asyncDispose]();
  process.exit();
});
