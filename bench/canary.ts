// Starts the canary under measurement and lets it run.

import type { Observation } from '../src/domain/observation.ts';
import { startChild } from './child.ts';

/** What to run: a configuration, and the endpoints that EC2 is to describe: how many, the number of the first one, and
 * how many zones each has. */
export interface CanaryOrder {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly endpoints: number;
  readonly first?: number;
  readonly zones?: number;
}

/** One run as it was measured from inside: times in milliseconds, memory as the most that was resident so far. */
export interface CanaryRun {
  readonly observations: readonly Observation[];
  readonly controls: readonly Observation[];
  readonly measurementDelayMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** A process that runs the canary as often as it is asked to. Disposing it ends the process. */
export interface RunningCanary extends AsyncDisposable {
  readonly pid: number;
  readonly run: (order: CanaryOrder) => Promise<CanaryRun>;
}

/** `execArgv`: options of Node for this process. */
export function startCanary(execArgv: readonly string[] = []): RunningCanary {
  const child = startChild('canary-process.ts', execArgv);
  return {
    pid: child.pid,
    run: (order) => child.ask<CanaryRun>(order),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
