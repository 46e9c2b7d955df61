// What `watch` tells beside its runs: one line each.

import type { LogLevel } from '../log.ts';

/** `kept`: data points begin to stay on disk since CloudWatch does not take them; `not-kept`: the disk does not take them
 * either, or the health file; `keeping`: a state directory that could not be used can be; `failed`: a run could not be
 * made; `unread`: lines were dropped since nobody read them. */
export type WatchEventName =
  | 'started'
  | 'deadline'
  | 'kept'
  | 'sent-later'
  | 'lost'
  | 'not-kept'
  | 'keeping'
  | 'skipped'
  | 'failed'
  | 'unread'
  | 'stopped';

export interface WatchEvent {
  readonly level: LogLevel;
  readonly event: WatchEventName;
  /** For a person: one line. */
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An error as one line. */
export function reasonText(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  // What the file system throws has no better name.
  return reason.name === 'Error' ? reason.message : `${reason.name}: ${reason.message}`;
}
