// The rules against the table of patterns: the right cause is named, and no other.

import { describe, expect, it } from 'vitest';
import { codesFor, textOf } from './facts.ts';
import { PATTERNS } from './pattern-table.ts';

describe('the pattern', () => {
  it.for(Object.entries(PATTERNS))('%s', ([, pattern]) => {
    expect(codesFor(pattern)).toEqual(pattern.says);
  });

  it.for(Object.entries(PATTERNS).filter(([, { names }]) => names !== undefined))(
    '%s has several causes, and the text names each',
    ([, pattern]) => {
      const [first = ''] = pattern.says;
      for (const cause of pattern.names ?? []) expect(textOf(pattern, first)).toMatch(cause);
    },
  );
});

// 19 is 17 seen from one subnet: the canary does not choose its own. 41 needs a public API beside the private one, which
// the canary does not probe.
it('knows all patterns that one place can show', () => {
  const shown = new Set(Object.keys(PATTERNS).map((name) => Number.parseInt(name, 10)));
  const missing = Array.from({ length: 42 }, (_, index) => index + 1).filter((number) => !shown.has(number));
  expect(missing).toEqual([19, 41]);
});
