// The events of `watch` in words, and the counts of what was lost.

import type { Target } from '../domain/target.ts';
import type { ChannelPorts } from './channel.ts';
import { reasonText, type WatchEvent } from './event.ts';
import { nameOf } from './health.ts';
import type { Entry, Loss } from './kept-data.ts';
import type { TargetStatus } from './target-watch.ts';

type Count = Pick<Entry, 'atMs' | 'count'>;

export interface Teller {
  /** Data points since the start, by the reason. */
  readonly counts: Readonly<Partial<Record<Loss, number>>>;
  readonly started: (
    what: { readonly targets: readonly Target[]; readonly everyMs: number; readonly folder: string },
    state: { readonly kept: readonly Count[]; readonly problem?: unknown },
  ) => void;
  readonly lost: ChannelPorts['onLoss'];
  readonly sentLater: ChannelPorts['onSentLater'];
  readonly unreachable: ChannelPorts['onUnreachable'];
  readonly keeping: (folder: string, kept: readonly Count[]) => void;
  readonly notKept: (what: string, error: unknown) => void;
  readonly skipped: (status: TargetStatus, slots: number) => void;
  readonly failed: (status: TargetStatus) => void;
  readonly stopped: (kept: readonly Count[]) => void;
}

const LOSSES = {
  'too-old': 'refused by CloudWatch, and older than it takes them',
  'too-many': 'more than may be kept, the oldest first',
  refused: 'refused by CloudWatch for what is in them',
  unreadable: 'in a file that is gone, or not whole and set aside',
} as const satisfies Record<Loss, string>;

export function createTeller(onEvent: (event: WatchEvent) => void): Teller {
  const counts: Partial<Record<Loss, number>> = {};
  return {
    counts,
    started: ({ targets, everyMs, folder }, { kept, problem }) => {
      const every = everyMs === Number.POSITIVE_INFINITY ? { once: true } : { everySeconds: everyMs / 1_000 };
      const names = targets.map(nameOf);
      const details = { pid: process.pid, ...every, targets: names, state: folder, kept: sumOf(kept) };
      onEvent({ level: 'INFO', event: 'started', message: `watching ${names.join(', ')}`, details });
      for (const target of targets) {
        if (target.timeouts.runMs <= everyMs) continue;
        const message = `a run of ${nameOf(target)} may take ${target.timeouts.runMs} ms and gets ${everyMs} ms`;
        onEvent({ level: 'WARN', event: 'deadline', message, details: { target: nameOf(target) } });
      }
      if (problem !== undefined) {
        const reason = reasonText(problem);
        const message = `data points cannot be kept in ${folder}, and are sent directly: ${reason}`;
        onEvent({ level: 'WARN', event: 'not-kept', message, details: { reason } });
      }
    },
    lost: (loss, entries, reason) => {
      const data = sumOf(entries);
      counts[loss] = (counts[loss] ?? 0) + data;
      const because = reason === undefined ? {} : { reason: reasonText(reason) };
      const message = `${data} data points are lost: ${LOSSES[loss]}`;
      onEvent({ level: 'WARN', event: 'lost', message, details: { why: loss, data, ...spanOf(entries), ...because } });
    },
    sentLater: (entries) => {
      const data = sumOf(entries);
      const message = `${data} kept data points of ${entries.length} earlier runs are sent`;
      onEvent({ level: 'INFO', event: 'sent-later', message, details: { data, ...spanOf(entries) } });
    },
    unreachable: (error) => {
      const reason = reasonText(error);
      const message = `CloudWatch does not take data points, which are kept on disk: ${reason}`;
      onEvent({ level: 'WARN', event: 'kept', message, details: { reason } });
    },
    keeping: (folder, kept) => {
      const data = sumOf(kept);
      const message = `data points are kept in ${folder} from now on`;
      onEvent({ level: 'INFO', event: 'keeping', message, details: { state: folder, kept: data } });
    },
    notKept: (what, error) => {
      const reason = reasonText(error);
      onEvent({ level: 'WARN', event: 'not-kept', message: `${what}: not written: ${reason}`, details: { reason } });
    },
    skipped: ({ target }, slots) => {
      const message = `${nameOf(target)}: ${slots} slots have passed without a run`;
      onEvent({ level: 'WARN', event: 'skipped', message, details: { target: nameOf(target), slots } });
    },
    failed: ({ target, problem }) => {
      const message = `${nameOf(target)}: the run could not be made: ${problem?.message}`;
      onEvent({ level: 'ERROR', event: 'failed', message, details: { target: nameOf(target), ...problem } });
    },
    stopped: (kept) => {
      const data = sumOf(kept);
      const message = data === 0 ? 'stopped' : `stopped; ${data} data points are kept for the next start`;
      onEvent({ level: 'INFO', event: 'stopped', message, details: { kept: data } });
    },
  };
}

function sumOf(entries: readonly Pick<Entry, 'count'>[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}

/** When the runs of the data began. */
function spanOf(entries: readonly Pick<Entry, 'atMs'>[]): { readonly oldest: string; readonly newest: string } {
  const times = entries.map(({ atMs }) => atMs);
  const isoOf = (ms: number) => new Date(ms).toISOString();
  return { oldest: isoOf(Math.min(...times)), newest: isoOf(Math.max(...times)) };
}
