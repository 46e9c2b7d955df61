// Undoes what was started, last first, also when a start fails halfway.
// Written out because AsyncDisposableStack does not exist in every supported Node version.

/** Collects undo steps; `run` takes each of them once, in reverse order, and reports all that failed. */
export interface Cleanup {
  defer(undo: () => unknown): void;
  run(): Promise<void>;
}

/** An empty list of undo steps. */
export function createCleanup(): Cleanup {
  const steps: (() => unknown)[] = [];
  let running: Promise<void> | undefined;
  return {
    defer: (undo) => {
      steps.push(undo);
    },
    run: () => {
      running ??= undoAll(steps);
      return running;
    },
  };
}

async function undoAll(steps: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let undo = steps.pop(); undo !== undefined; undo = steps.pop()) {
    try {
      await undo();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The simulator could not stop everything it started');
}
