// What is told of an answer that repeats a secret, where comparing it takes long.

import { expect, test } from 'vitest';
import type { Answer } from '../../src/probe/answer.ts';
import { disappointmentOf } from '../../src/probe/disappointment.ts';

const SECRET = 'an API key of somebody';
const BODY = { said: SECRET, items: Array.from({ length: 200_000 }, () => 1) };
// Of the steps of all expressions on a body the one takes two thirds, the other a quarter.
const LONG = 'length(items[*].[@, @, @, @, @]) == `200000`';
const SHORTER = "length(items[*].[@]) == `200000` && said == 'yes'";
const NOT_TOLD = 'not told, since the answer repeats a secret';

function told(...body: readonly string[]) {
  const answer = { status: 200, body: Buffer.from(JSON.stringify(BODY)) } as Answer;
  const expected = { status: [200], body: [...body] };
  return disappointmentOf(answer, expected, (text) => text.replaceAll(SECRET, '[secret]'))?.message;
}

test('the first expression that does not hold is told as it is without the secret', () => {
  expect(told("said != ''", 'said', 'length(items)')).toBe('body [said] ("[secret]") expected true');
});

test('an expression that holds without the secret is not told', () => {
  expect(told(`said != '${SECRET}'`)).toBe(NOT_TOLD);
});

test('telling it has as many steps as comparing had', () => {
  expect(told(LONG, SHORTER)).toBe(`body [${SHORTER}] (false) expected true`);
});

test('looking for it takes no more steps than comparing did', () => {
  // The second one would hold by itself.
  expect(told(LONG, `${LONG} && type(said) == 'string'`)).toBe(NOT_TOLD);
});
