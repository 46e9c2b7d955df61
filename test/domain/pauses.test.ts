import { expect, test } from 'vitest';
import { createPauses } from '../../src/domain/pauses.ts';

test('are twice as long each time, an hour at most, for each key by itself', () => {
  let now = 0;
  const pauses = createPauses<string>(1_000, () => now);
  const times: number[] = [];
  for (; now < 20_000_000; now += 500) if (pauses.due('hangs')) times.push(now);
  const between = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(between.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(Math.max(...between)).toBe(3_600_000);
  expect([pauses.due('another'), pauses.due('another')]).toEqual([true, false]);
});

test('begin anew when it was over', () => {
  let now = 0;
  const pauses = createPauses<string>(1_000, () => now);
  expect(pauses.due('hangs')).toBe(true);
  now = 1_000;
  expect(pauses.due('hangs')).toBe(true);
  pauses.over('hangs');
  expect(pauses.due('hangs')).toBe(true);
  now = 2_000;
  expect(pauses.due('hangs')).toBe(true);
});
