// One timed, bounded step of a probe. The time is taken in the event handler that ends the step, before anything else.

import type { FailureCode } from '../domain/failure.ts';
import { type Arrival, type Arrivals, estimated } from './arrivals.ts';
import { afterAwake } from './awake-timer.ts';

/** How long a step took and when it ended, in milliseconds of the monotonic clock (`performance.now`). `lateMs`: by how
 * much it may have ended earlier than this process noticed; `heldMs`: how much of it was waiting for this process, which
 * was at work or stood still. */
export interface StepTime {
  readonly ms: number;
  readonly endedAt: number;
  readonly lateMs: number;
  readonly heldMs: number;
  /** `arrivals.stalledMs` when this process noticed the end: for a step that begins with it. */
  readonly stalledMs?: number;
}

/** How a step ended. `interrupted`: the run ended, which says nothing about the step. */
export type StepResult<Value> = StepTime &
  (
    | { readonly kind: 'done'; readonly value: Value }
    | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
    | { readonly kind: 'interrupted' }
  );

/** What bounds a step: its own time in milliseconds, not counting a standstill of this process, and the signal that
 * ends the run. `arrivals` tells when an answer came. */
export interface StepLimit {
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly arrivals: Arrivals;
  /** The step with whose end this one began, where it did. */
  readonly since?: StepTime;
}

/** The two ways in which a step ends by itself. Only the first call counts. The step ends with the arrival of what is
 * being handled, or with an earlier one, which cannot have come before `cause` (`performance.now`): by default, before
 * the step began. */
export interface StepEnd<Value> {
  readonly done: (value: Value, arrival?: Arrival, cause?: number) => void;
  readonly failed: (code: FailureCode, message: string, arrival?: Arrival, cause?: number) => void;
}

/** Runs one step. `start` begins it and returns what stops it; that is called on a timeout or an interruption. */
export function timedStep<Value>(
  limit: StepLimit,
  timeoutCode: () => FailureCode,
  start: (end: StepEnd<Value>) => () => void,
): Promise<StepResult<Value>> {
  return new Promise((resolve) => {
    const begunAt = performance.now();
    const awakeAt = limit.arrivals.awakeMs();
    const stalledBeforeMs = limit.since?.stalledMs ?? limit.arrivals.stalledMs();
    let startedAt = begunAt;
    let ended = false;
    let stop: (() => void) | undefined;
    // When all is sent that begins the step. A standstill before that is this process's own, and makes nothing late.
    let sentMs: number | undefined;
    const sent = setImmediate(() => {
      sentMs = limit.arrivals.stalledMs();
    });
    const settle = (
      arrival: Pick<Arrival, 'at' | 'lateMs' | 'heldMs'>,
      result: (time: StepTime) => StepResult<Value>,
      cause = startedAt,
    ) => {
      ended = true;
      cancel();
      clearImmediate(sent);
      limit.signal.removeEventListener('abort', interrupt);
      const { at: endedAt, lateMs } = estimated(arrival, cause);
      const stalledMs = limit.arrivals.stalledMs();
      const heldMs = Math.max(arrival.heldMs, (sentMs ?? stalledMs) - stalledBeforeMs - lateMs);
      resolve(result({ ms: endedAt - startedAt, endedAt, lateMs, heldMs, stalledMs }));
    };
    const giveUp = (result: (time: StepTime) => StepResult<Value>) => {
      if (ended) return;
      const at = performance.now();
      // A standstill is part of the time that is told, and not of the limit.
      const heldMs = Math.max(0, at - begunAt - (limit.arrivals.awakeMs() - awakeAt));
      settle({ at, lateMs: 0, heldMs }, result);
      stop?.();
    };
    const interrupt = () => giveUp((time) => ({ kind: 'interrupted', ...time }));
    const cancel = afterAwake(limit.ms, () => {
      const message = `no answer within ${Math.round(limit.ms)} ms`;
      giveUp((time) => ({ kind: 'failed', ...time, code: timeoutCode(), message }));
    });
    limit.signal.addEventListener('abort', interrupt, { once: true });
    if (limit.signal.aborted) return interrupt();
    const failed: StepEnd<Value>['failed'] = (code, message, arrival = arrived(limit.arrivals), cause) => {
      if (!ended) settle(arrival, (time) => ({ kind: 'failed', ...time, code, message }), cause);
    };
    const done: StepEnd<Value>['done'] = (value, arrival = arrived(limit.arrivals), cause) => {
      if (!ended) settle(arrival, (time) => ({ kind: 'done', ...time, value }), cause);
    };
    try {
      startedAt = limit.since?.endedAt ?? performance.now();
      limit.arrivals.work(() => {
        stop = start({ done, failed });
      });
    } catch (error) {
      failed('unknown', error instanceof Error ? error.message : String(error));
    }
  });
}

/** The step ends when the process was told: that it was held up after that comes between this step and the next. */
function arrived(arrivals: Arrivals): Arrival {
  return { ...arrivals.now(), heldMs: 0 };
}
