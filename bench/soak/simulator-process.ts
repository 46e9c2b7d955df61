// The simulator as a process of its own, whose load and memory are not those of the process under test. Answers each
// message with one.

import { simulationOf } from '../../src/cli/simulation.ts';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';

/** What it can be asked. A scene is answered with whether it could be set. */
export type SimulatorOrder = 'simulation' | 'received' | { readonly scene: readonly ScenarioName[] };

/** The data points of one time stamp that CloudWatch took; `twice`: how many of them it had already. */
export interface Received {
  /** Milliseconds since 1970: when the run began. */
  readonly atMs: number;
  readonly data: number;
  readonly twice: number;
}

const simulator = await startSimulator();

function received(): readonly Received[] {
  // On the wire in seconds.
  const byTime = Map.groupBy(simulator.metricData, ({ timestampMs }) => Math.round(timestampMs));
  return [...byTime].map(([atMs, data]) => {
    const identities = data.map(({ name, dimensions }) =>
      [name, ...dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' '),
    );
    return { atMs, data: data.length, twice: data.length - new Set(identities).size };
  });
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
