// Text of unknown origin on one line.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine } from '../../src/domain/one-line.ts';

test('what cannot be seen is escaped, and everything else stays', () => {
  expect(oneLine('a\nb\tc\u001b[31m "Käfer" 🐞\u200b\u202e\ud800', 100)).toBe(
    'a\\u000ab\\u0009c\\u001b[31m "Käfer" 🐞\\u200b\\u202e\\ud800',
  );
});

test('what is too long is cut, and the cut shows', () => {
  expect([oneLine('abcd', 4), oneLine('abcde', 4)]).toEqual(['abcd', 'abc…']);
});

test('whatever the text, it is short, well formed and printable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, maxLength) => {
      const line = oneLine(text, maxLength);
      expect(line.length).toBeLessThanOrEqual(maxLength);
      expect(line.isWellFormed()).toBe(true);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
