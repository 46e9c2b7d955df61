// How much longer a default run takes than the slowest of its probes: four access methods, three zones, two resources and
// the control probes.

import { startCanary } from './canary.ts';
import { startEndpoint } from './endpoint.ts';
import { median } from './statistics.ts';
import { configurationOf, DEFAULT_RUN } from './target.ts';
import { ANSWER_MS, NODE_OPTIONS } from './truth.ts';

/** Medians in milliseconds. */
export interface RunDurationResult {
  readonly probes: number;
  /** From the plan to the verdict. */
  readonly runMs: number;
  readonly slowestMs: number;
  /** The run less what it may take: 1.25 times its slowest probe and 50 ms. */
  readonly overMs: number;
}

const WARM_UPS = 30;
const RUNS = 5;

export async function measureRunDuration(rounds: number, tell: (what: string) => void): Promise<RunDurationResult> {
  await using endpoint = await startEndpoint(ANSWER_MS);
  await using canary = startCanary(NODE_OPTIONS);
  const order = { configuration: { ...configurationOf(endpoint), ...DEFAULT_RUN }, endpoints: 1, zones: 3 };
  for (let run = 0; run < WARM_UPS; run += 1) await canary.run(order);
  const seen: RunDurationResult[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`a default run, round ${round} of ${rounds}`);
    for (let run = 0; run < RUNS; run += 1) {
      const { observations, controls, wallMs } = await canary.run(order);
      const all = [...observations, ...controls];
      const failed = all.find(({ outcome }) => outcome !== 'passed');
      if (failed !== undefined) throw new Error(`a probe failed: ${failed.failure?.message}`);
      const slowestMs = Math.max(...all.map(({ timesMs }) => timesMs?.total ?? 0));
      seen.push({ probes: all.length, runMs: wallMs, slowestMs, overMs: wallMs - (1.25 * slowestMs + 50) });
    }
  }
  const middle = (key: keyof RunDurationResult) => median(seen.map((each) => each[key]));
  return {
    probes: middle('probes'),
    runMs: middle('runMs'),
    slowestMs: middle('slowestMs'),
    overMs: middle('overMs'),
  };
}
