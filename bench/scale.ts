// Many routes in one run, each time in a process that has just started: memory, truth, and whether a probe costs the same
// among ten as among a thousand.

import { startCanary } from './canary.ts';
import { type RunningEndpoint, startEndpoint } from './endpoint.ts';
import { median, quantile } from './statistics.ts';
import { configurationOf } from './target.ts';
import { ANSWER_MS, NODE_OPTIONS } from './truth.ts';
import { watched } from './wire-clock.ts';

/** Runs with so many routes; medians of all rounds. Times in milliseconds. */
export interface ScaleResult {
  readonly routes: number;
  readonly errorP99: number;
  readonly cpuMsPerProbe: number;
  readonly wallMs: number;
  /** The most that was resident in the life of the process. */
  readonly rssBytes: number;
}

const ROUTES = [10, 100, 1_000] as const;
// Node takes a share of the memory of the machine; a function of 512 MB has less.
const MEMORY = ['--max-old-space-size=400'] as const;
const ALIKE = 100;

export async function measureScale(rounds: number, tell: (what: string) => void): Promise<readonly ScaleResult[]> {
  await using endpoint = await startEndpoint(ANSWER_MS);
  const results: ScaleResult[] = [];
  for (const routes of ROUTES) {
    const seen: ScaleResult[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      tell(`${routes} routes, round ${round} of ${rounds}`);
      seen.push(await oneRun(endpoint, routes));
    }
    const middle = (key: keyof ScaleResult) => median(seen.map((each) => each[key]));
    results.push({
      routes,
      errorP99: middle('errorP99'),
      cpuMsPerProbe: middle('cpuMsPerProbe'),
      wallMs: middle('wallMs'),
      rssBytes: middle('rssBytes'),
    });
  }
  return results;
}

/** One run after another that Node's compilers learn from. */
async function oneRun(endpoint: RunningEndpoint, routes: number): Promise<ScaleResult> {
  await using canary = startCanary([...NODE_OPTIONS, ...MEMORY]);
  const configuration = configurationOf(endpoint);
  await canary.run({ configuration, endpoints: ALIKE });
  const { result, truth } = await watched(endpoint, () => canary.run({ configuration, endpoints: routes }));
  const errors = result.observations.flatMap(({ route, timesMs, outcome }) => {
    if (outcome !== 'passed' || timesMs === undefined) throw new Error(`a probe of ${routes} did not pass`);
    const wire = truth.probes.get(route.dial);
    if (wire === undefined) return [];
    return Math.abs(timesMs.total - (wire.fromQueryMs ?? wire.fromConnectMs + (timesMs.dns ?? 0)));
  });
  return {
    routes,
    errorP99: quantile(errors, 0.99),
    cpuMsPerProbe: result.cpuMs / routes,
    wallMs: result.wallMs,
    rssBytes: result.rssBytes,
  };
}
