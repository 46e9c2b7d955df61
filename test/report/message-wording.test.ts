// The words that all messages share, and how long they may get.

import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/domain/report.ts';
import { bounded, commandText, remedyInShort, timeBetween } from '../../src/report/message-wording.ts';

const inShort = (remedy: string) => remedyInShort({ remedy } as Diagnosis);

describe('bounded', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a\nb', 4, 'a\\nb'],
    ['a\nb', 3, 'a\\…'],
    ['', 3, ''],
  ])('%j in %i columns is %j', (text, width, shown) => {
    expect(bounded(text, width)).toBe(shown);
  });

  it('says of the longest text that it was cut', () => {
    expect(bounded('x'.repeat(1_000), 100)).toBe(`${'x'.repeat(99)}…`);
  });
});

describe('timeBetween', () => {
  const AT = '2026-02-03T04:05:06.000Z';

  it.each([
    ['2026-02-03T04:04:52.000Z', '14 s'],
    [AT, '0 s'],
    // A clock that is ahead.
    ['2026-02-03T04:05:07.000Z', undefined],
    ['some day', undefined],
    [undefined, undefined],
  ])('from %s on is %s', (earlier, between) => {
    expect(timeBetween(earlier, AT)).toBe(between);
  });
});

describe('remedyInShort', () => {
  it.each([
    ['See who it is. Then let it pass. And wait.', 'See who it is. Then let it pass.'],
    ['Allow it, e.g. `vpce-1`. Deploy. Wait.', 'Allow it, e.g. `vpce-1`. Deploy.'],
    ['Open port 443. Then wait for the VPC. It takes long.', 'Open port 443. Then wait for the VPC.'],
    ['`endpoints` is wrong! `api.id` is not.', '`endpoints` is wrong! `api.id` is not.'],
    [`${'a'.repeat(100)}. ${'B'.repeat(117)}. C.`, `${'a'.repeat(100)}. ${'B'.repeat(117)}.`],
    [`${'a'.repeat(100)}. ${'B'.repeat(118)}. C.`, `${'a'.repeat(100)}.`],
    [`${'a'.repeat(300)}. B.`, `${'a'.repeat(239)}…`],
    ['', ''],
  ])('%j', (remedy, short) => {
    expect(inShort(remedy)).toBe(short);
  });
});

describe('commandText', () => {
  it('is whole, or not there at all', () => {
    expect(commandText('x'.repeat(2_000))).toBe('x'.repeat(2_000));
    expect(commandText('x'.repeat(2_001))).toBe('(the command is in the log: it has 2001 characters)');
    // Of no width, but not of no size.
    expect(commandText('\u0301'.repeat(2_001))).toBe('(the command is in the log: it has 2001 characters)');
  });
});
