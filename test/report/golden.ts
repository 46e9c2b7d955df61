// Golden files: what a person would see, kept as files that a person can read. They are compared exactly; with
// UPDATE_GOLDEN=1 in the environment they are written anew, to be looked at in the diff:
//   UPDATE_GOLDEN=1 npx vitest run test/report

import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares with `golden/NAME.txt`. In the files an escape character stands as `␛`, so that they stay plain text. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}.txt`, import.meta.url);
  const visible = text.replaceAll('\u001b', '␛');
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, visible);
  expect(visible).toBe(readFileSync(file, 'utf8'));
}
