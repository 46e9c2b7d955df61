// What a discovery remembers of one question to EC2: the endpoints to go on with, and what changed. Must not ask.

import type { Discovery, EndpointChange } from '../domain/report.ts';
import { type Answered, changesBetween } from './changes.ts';

/** Immutable: an answer makes a new one. */
export interface Memory {
  /** The last answer in which there was something to probe. */
  readonly good?: Answered;
  /** The last answer, whatever was in it. */
  readonly latest?: Answered;
  /** Newest first. */
  readonly changes: readonly EndpointChange[];
}

/** Of a question that was not asked yet. */
export const NO_MEMORY: Memory = { changes: [] };

// The runs after the one that noticed a change still tell of it, for this long in milliseconds, and of so many.
const TOLD_MS = 3_600_000;
const MAX_CHANGES = 50;

/** What is remembered after an answer. One without anything to probe is compared with, and never probed by. */
export function learned({ good, latest, changes }: Memory, answer: Answered): Memory {
  const usable = answer.reading.endpoints.length > 0 ? answer : good;
  const news = latest === undefined ? [] : changesBetween(latest, answer);
  return {
    ...(usable === undefined ? {} : { good: usable }),
    latest: answer,
    changes: [...news, ...changes].slice(0, MAX_CHANGES),
  };
}

/** The changes that are told at this time, in milliseconds since 1970; no key when there are none. */
export function changesAt({ changes }: Memory, nowMs: number): Pick<Discovery, 'changes'> {
  const told = changes.filter(({ between: [, noticed] }) => nowMs - Date.parse(noticed) <= TOLD_MS);
  return told.length === 0 ? {} : { changes: told };
}
