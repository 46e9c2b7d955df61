// One timed, bounded step of a probe. The time is taken in the event handler that ends the step, before anything else.

import type { FailureCode } from '../domain/failure.ts';
import { afterAwake } from './awake-timer.ts';

/** How long a step took and when it ended, in milliseconds of the monotonic clock (`performance.now`). */
export interface StepTime {
  readonly ms: number;
  readonly endedAt: number;
}

/** How a step ended. `interrupted`: the run ended, which says nothing about the step. */
export type StepResult<Value> = StepTime &
  (
    | { readonly kind: 'done'; readonly value: Value }
    | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
    | { readonly kind: 'interrupted' }
  );

/** What bounds a step: its own time in milliseconds, not counting a standstill of this process, and the signal that
 * ends the run. */
export interface StepLimit {
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** The two ways in which a step ends by itself. Only the first call counts. */
export interface StepEnd<Value> {
  readonly done: (value: Value) => void;
  readonly failed: (code: FailureCode, message: string) => void;
}

/** Runs one step. `start` begins it and returns what stops it; that is called on a timeout or an interruption. */
export function timedStep<Value>(
  limit: StepLimit,
  timeoutCode: () => FailureCode,
  start: (end: StepEnd<Value>) => () => void,
): Promise<StepResult<Value>> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let ended = false;
    let stop: (() => void) | undefined;
    const settle = (result: (time: StepTime) => StepResult<Value>, stopIt: boolean) => {
      const endedAt = performance.now();
      if (ended) return;
      ended = true;
      cancel();
      limit.signal.removeEventListener('abort', interrupt);
      if (stopIt) stop?.();
      resolve(result({ ms: endedAt - startedAt, endedAt }));
    };
    const interrupt = () => settle((time) => ({ kind: 'interrupted', ...time }), true);
    const cancel = afterAwake(limit.ms, () => {
      const message = `no answer within ${Math.round(limit.ms)} ms`;
      settle((time) => ({ kind: 'failed', ...time, code: timeoutCode(), message }), true);
    });
    limit.signal.addEventListener('abort', interrupt, { once: true });
    if (limit.signal.aborted) return interrupt();
    const failed: StepEnd<Value>['failed'] = (code, message) =>
      settle((time) => ({ kind: 'failed', ...time, code, message }), false);
    try {
      stop = start({ done: (value) => settle((time) => ({ kind: 'done', ...time, value }), false), failed });
    } catch (error) {
      failed('unknown', error instanceof Error ? error.message : String(error));
    }
  });
}
