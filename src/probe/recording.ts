// The observation while it is being made: evidence and times are added as the steps end. Written by one probe only.

import type { Authorizer } from '../domain/authorization.ts';
import type { FailureCode, Step } from '../domain/failure.ts';
import { identityOf, type Observation, PHASES, type Phase, type TimesMs } from '../domain/observation.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import { curlCommand } from './curl.ts';
import { messageLine } from './excerpt.ts';
import type { StepResult, StepTime } from './step.ts';

/** What a probe sees on its way. */
export type Evidence = Partial<
  Pick<
    Observation,
    | 'resolver'
    | 'address'
    | 'addresses'
    | 'ttlSeconds'
    | 'tls'
    | 'status'
    | 'errorType'
    | 'requestId'
    | 'apiGatewayId'
    | 'bodyExcerpt'
  >
>;

export interface Recording {
  readonly see: (evidence: Evidence) => void;
  /** Adds the time of a phase: the first one begins the total, the last one ends it. */
  readonly time: (phase: Phase, time: StepTime) => void;
  readonly passed: (slowAboveMs: number | undefined) => Observation;
  readonly failed: (step: Step, code: FailureCode, message: string) => Observation;
  /** A step that did not end by itself: failed, or `not-run` when the run was over first. */
  readonly stopped: (step: Step, result: StepResult<unknown>) => Observation;
  readonly notRun: () => Observation;
}

export interface RecordingOptions {
  readonly port: number;
  readonly timeouts: { readonly probeMs: number };
  readonly userAgent: string;
  readonly caFile?: string;
  readonly authorizer?: Authorizer;
}

export function startRecording(planned: PlannedProbe, options: RecordingOptions): Recording {
  const phases = new Map<Phase, number>();
  let startedAt: number | undefined;
  let totalMs = 0;
  // What the process may have added within the phases; what it added between them is not accounted for by any.
  let delayMs = 0;
  // An arrival is told as the middle of the span in which it came: half of its lateness at most is in the total.
  let ownMs = 0;
  let evidence: Evidence = {};
  const { authorizer } = options;
  const phasesMs = () => [...phases.values()].reduce((all, ms) => all + ms, 0);

  const observation = (outcome: Observation['outcome'], rest: Pick<Observation, 'failure' | 'slow'>): Observation => ({
    ...identityOf(planned),
    outcome,
    ...evidence,
    ...(phases.size === 0 ? {} : timesOf(phases, { totalMs, delayMs })),
    ...rest,
    curl: curlCommand(planned, {
      port: options.port,
      probeMs: options.timeouts.probeMs,
      userAgent: options.userAgent,
      ...(options.caFile === undefined ? {} : { caFile: options.caFile }),
      ...(evidence.address === undefined ? {} : { address: evidence.address }),
      // Nor does the command line lead secrets to where the probe did not.
      ...(authorizer === undefined || rest.failure?.code === 'address-untrusted' ? {} : { authorization: authorizer }),
    }),
  });

  const failed: Recording['failed'] = (step, code, message) =>
    observation('failed', { failure: { step, code, message: messageLine(authorizer?.redact(message) ?? message) } });
  const notRun = () => observation('not-run', {});

  return {
    see: (more) => {
      evidence = { ...evidence, ...more };
    },
    time: (phase, step) => {
      phases.set(phase, step.ms);
      startedAt ??= step.endedAt - step.ms;
      totalMs = step.endedAt - startedAt;
      delayMs += step.lateMs + step.heldMs;
      ownMs += step.lateMs / 2 + step.heldMs;
    },
    passed: (slowAboveMs) =>
      observation('passed', slowAboveMs !== undefined && phasesMs() - ownMs > slowAboveMs ? { slow: true } : {}),
    failed,
    stopped: (step, result) => (result.kind === 'failed' ? failed(step, result.code, result.message) : notRun()),
    notRun,
  };
}

/** Microsecond resolution: more digits would only look precise. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function timesOf(
  phases: ReadonlyMap<Phase, number>,
  { totalMs, delayMs }: { readonly totalMs: number; readonly delayMs: number },
): Pick<Observation, 'timesMs' | 'measurementDelayMs'> {
  const reached = PHASES.flatMap((phase) => {
    const ms = phases.get(phase);
    return ms === undefined ? [] : [[phase, rounded(ms)] as const];
  });
  const sum = reached.reduce((all, [, ms]) => all + ms, 0);
  const total = rounded(totalMs);
  const unaccounted = rounded(total - sum);
  const timesMs: TimesMs = { ...Object.fromEntries(reached), unaccounted, total };
  return { timesMs, measurementDelayMs: rounded(delayMs + Math.max(0, unaccounted)) };
}
