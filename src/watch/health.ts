// The health file: how each target's last run went, for whoever must know whether the process does its work. Its keys are
// a contract: supervisors read it. Times are ISO 8601, UTC.

import type { Problem } from '../domain/canary-error.ts';
import type { Published, State } from '../domain/report.ts';
import type { Loss } from './kept-data.ts';
import type { TargetStatus } from './target-watch.ts';

export const HEALTH_SCHEMA = 'private-api-canary/health/1';

export interface Health {
  readonly schema: typeof HEALTH_SCHEMA;
  readonly pid: number;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly everySeconds: number;
  readonly targets: readonly TargetHealth[];
  /** Data points on disk, of all targets. */
  readonly kept: number;
  /** Data points lost since the start, by the reason. */
  readonly lost: Readonly<Partial<Record<Loss, number>>>;
}

export interface TargetHealth {
  /** `pets/test from dc1`. */
  readonly name: string;
  readonly region: string;
  readonly state?: State;
  readonly since?: string;
  readonly lastRunAt?: string;
  readonly lastEndedAt?: string;
  readonly nextRunAt?: string;
  readonly published?: Pick<Published, 'sink' | 'accepted' | 'rejected' | 'kept'>;
  /** Why the last run could not be made. */
  readonly problem?: Problem;
  readonly kept: number;
  readonly skippedSlots: number;
}

export function nameOf({ api, vantage }: TargetStatus['target']): string {
  return `${api.name}/${api.stage} from ${vantage.name}`;
}

/** The health of the process at a moment. */
export function healthOf(
  targets: readonly { readonly status: TargetStatus; readonly kept: number }[],
  {
    startedMs,
    nowMs,
    everyMs,
    lost,
  }: {
    readonly startedMs: number;
    readonly nowMs: number;
    readonly everyMs: number;
    readonly lost: Health['lost'];
  },
): Health {
  return {
    schema: HEALTH_SCHEMA,
    pid: process.pid,
    startedAt: isoOf(startedMs),
    updatedAt: isoOf(nowMs),
    everySeconds: everyMs / 1_000,
    targets: targets.map(({ status, kept }) => targetHealth(status, kept)),
    kept: targets.reduce((sum, { kept }) => sum + kept, 0),
    lost: { ...lost },
  };
}

function targetHealth(status: TargetStatus, kept: number): TargetHealth {
  const { target, report, since, lastEndedMs, nextMs, problem, skipped } = status;
  return {
    name: nameOf(target),
    region: target.api.region,
    ...(report === undefined ? {} : { state: report.verdict.state, lastRunAt: report.startedAt }),
    ...(since === undefined ? {} : { since: isoOf(since.atMs) }),
    ...(lastEndedMs === undefined ? {} : { lastEndedAt: isoOf(lastEndedMs) }),
    ...(nextMs === undefined ? {} : { nextRunAt: isoOf(nextMs) }),
    ...(report === undefined ? {} : { published: withoutProblem(report.published) }),
    ...(problem === undefined ? {} : { problem }),
    kept,
    skippedSlots: skipped,
  };
}

function withoutProblem({ sink, accepted, rejected, kept }: Published): NonNullable<TargetHealth['published']> {
  return { sink, accepted, rejected, ...(kept === undefined ? {} : { kept }) };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Why the process does not do its work, in one line; undefined when it does. */
export function complaintOf(
  health: Health,
  { nowMs, maxAgeMs }: { nowMs: number; maxAgeMs: number },
): string | undefined {
  if (health.targets.length === 0) return 'no target is watched';
  for (const target of health.targets) {
    const why = complaintOfTarget(target, { nowMs, maxAgeMs });
    if (why !== undefined) return `${target.name}: ${why}`;
  }
  return undefined;
}

function complaintOfTarget(
  { lastEndedAt, problem, published }: TargetHealth,
  { nowMs, maxAgeMs }: { nowMs: number; maxAgeMs: number },
): string | undefined {
  if (lastEndedAt === undefined) return 'no run is done yet';
  const ageMs = nowMs - Date.parse(lastEndedAt);
  // A clock that was set back would keep a process that is gone alive until then.
  if (ageMs < -maxAgeMs) return `the last run ended in the future, at ${lastEndedAt}: the clock was set back`;
  if (!(ageMs <= maxAgeMs)) return `the last run ended ${Math.round(ageMs / 1_000)} s ago, at ${lastEndedAt}`;
  if (problem !== undefined) return `the last run could not be made: ${problem.code}: ${problem.message}`;
  if (published !== undefined && published.rejected > 0)
    return `${published.rejected} data points of the last run are lost`;
  return undefined;
}

/** A health file's content. Throws for anything else. */
export function parseHealth(text: string): Health {
  const value: unknown = JSON.parse(text);
  const { schema, targets } = (value ?? {}) as Partial<Health>;
  if (schema !== HEALTH_SCHEMA || !Array.isArray(targets) || !targets.every((each) => typeof each?.name === 'string'))
    throw new Error(`it is not of the form ${HEALTH_SCHEMA}`);
  return value as Health;
}
