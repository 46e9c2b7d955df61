// Runs in which a cause comes to mind that is not the only one, or not one at all.

import { describe, expect, it } from 'vitest';
import { codesFor, textOf, type World } from './facts.ts';

/** `never`: codes that would be a wrong cause. */
export interface Temptation extends World {
  readonly never: readonly string[];
}

/** The text of the diagnosis `code` names each of the causes that the run fits. */
export interface Twofold extends World {
  readonly code: string;
  readonly names: readonly RegExp[];
}

export function resistsAll(rows: Readonly<Record<string, Temptation>>): void {
  const check = ({ never, ...world }: Temptation) => {
    expect(codesFor(world).filter((code) => never.includes(code))).toEqual([]);
  };
  describe('is not blamed when', () => {
    it.for(Object.entries(rows))('%s', ([, row]) => check(row));
  });
}

export function namesAll(rows: Readonly<Record<string, Twofold>>): void {
  const check = ({ code, names, ...world }: Twofold) => {
    for (const cause of names) expect(textOf(world, code)).toMatch(cause);
  };
  describe('both causes are named when', () => {
    it.for(Object.entries(rows))('%s', ([, row]) => check(row));
  });
}
