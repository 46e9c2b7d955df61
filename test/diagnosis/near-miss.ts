// Runs that differ in little and mean different things.

import { describe, expect, it } from 'vitest';
import { codesFor, type World } from './facts.ts';

/** `says`: codes of all diagnoses, most important first. */
export interface NearMiss extends World {
  readonly says: readonly string[];
}

/** What is seen -> under which circumstances -> what is said of it. */
export function saysOfAll(rows: Readonly<Record<string, Readonly<Record<string, NearMiss>>>>): void {
  describe.for(Object.entries(rows))('%s', ([, cases]) => {
    it.for(Object.entries(cases))('%s', ([, { says, ...world }]) => {
      expect(codesFor(world)).toEqual(says);
    });
  });
}
