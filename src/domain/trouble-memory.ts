// Since when an API has not been healthy, as far as one process saw it. Must not look at the clock, nor keep anything
// of an API that is healthy.

import type { Report } from './report.ts';
import type { Target } from './target.ts';

/** What a process remembers of its runs. Times are ISO 8601, UTC. */
export interface TroubleMemory {
  /** Since when the runs have not been healthy; undefined when the last was, or is too long ago to say. */
  readonly since: (target: Pick<Target, 'api' | 'vantage'>, nowMs: number) => string | undefined;
  readonly note: (report: Report) => void;
}

interface Trouble {
  readonly sinceMs: number;
  readonly lastSeenMs: number;
}

/** A memory that knows nothing yet. `maxGapMs`: how far apart two runs may be, in milliseconds, for trouble that both saw
 * to be the same: longer ago, and others may have seen the API healthy, or nobody looked. */
export function createTroubleMemory(maxGapMs: number): TroubleMemory {
  const troubles = new Map<string, Trouble>();
  const known = (key: string, nowMs: number) => {
    const trouble = troubles.get(key);
    return trouble !== undefined && nowMs - trouble.lastSeenMs <= maxGapMs ? trouble : undefined;
  };
  return {
    since: (target, nowMs) => {
      const trouble = known(keyOf(target), nowMs);
      return trouble && new Date(trouble.sinceMs).toISOString();
    },
    note: ({ target, vantage, verdict, startedAt }) => {
      const key = keyOf({ api: target.api, vantage });
      // A run that could not look knows neither that the trouble goes on nor that it is over.
      if (verdict.state === 'unknown') return;
      if (verdict.state === 'healthy') {
        troubles.delete(key);
        return;
      }
      const startedAtMs = Date.parse(startedAt);
      const told = verdict.since === undefined ? startedAtMs : Date.parse(verdict.since);
      const sinceMs = Math.min(known(key, startedAtMs)?.sinceMs ?? startedAtMs, told);
      troubles.set(key, { sinceMs, lastSeenMs: startedAtMs });
    },
  };
}

function keyOf({ api, vantage }: Pick<Target, 'api' | 'vantage'>): string {
  return JSON.stringify([api.region, api.id, api.stage, vantage.name]);
}
