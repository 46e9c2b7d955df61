// `simulate` as a child process: started, its one line read, and ended with whoever started it.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { CanaryError } from '../domain/canary-error.ts';
import type { ScenarioName, Vantage } from '../simulator/scenarios.ts';
import type { Simulation } from './simulation.ts';

/** A simulator that runs beside this process. Disposing it ends it. */
export interface RunningSimulation extends AsyncDisposable {
  readonly facts: Simulation;
}

/** Throws a `CanaryError` when it does not come up. */
export async function startSimulation(
  scenarios: readonly ScenarioName[],
  vantage: Vantage = 'vpc',
): Promise<RunningSimulation> {
  // The extension of this very file: sources in a checkout, compiled modules in the package.
  const main = fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url));
  const child = fork(main, ['simulate', '--json', '--scenario', scenarios.join(','), '--vantage', vantage], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (child.stdout === null || child.stderr === null) throw new CanaryError('internal', 'a piped child has no pipes');
  const exited = once(child, 'exit');
  const complaints = text(child.stderr);
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, 'line').then(([first]) => String(first)), exited.then(() => undefined)]);
  if (line === undefined) {
    throw new CanaryError('simulator', `the simulator did not start: ${(await complaints).trim()}`);
  }
  return {
    facts: JSON.parse(line) as Simulation,
    [Symbol.asyncDispose]: async () => {
      // Ctrl+C reaches both processes, and the child may be the first to end.
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
