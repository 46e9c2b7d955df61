// What goes through much in one go costs as much, and what only names it does not.

import { compile, type JSONValue } from '@jmespath-community/jmespath';
import { describe, expect, test } from 'vitest';
import { boundedSearch, newBudget } from '../../src/domain/bounded-search.ts';

const repeated = <Item>(item: Item, length: number): Item[] => Array.from({ length }, () => item);
const GIVEN_UP = 'it takes more than 2000000 steps';
/** What is left of a budget: steps, and more than enough time. */
const little = () => ({ steps: 50_000, cpuMs: 60_000 });
const TEXT = 'a'.repeat(20_000);
const ONES = repeated(1, 10_000);
const MEMBERS = Object.fromEntries(Array.from({ length: 2_000 }, (_, id) => [`p${id}`, id]));

function evaluated(expression: string, body: unknown, budget = newBudget()): JSONValue {
  return boundedSearch(compile(expression), body as JSONValue, budget);
}

/** `$[0]` is gone through once for each item of `$[1]`. */
const again = (what: unknown, times: number) => [what, repeated(1, times)];

describe('given up when the steps are spent', () => {
  test.each<readonly [expression: string, body: unknown]>([
    ['map(&length($[0]), $[1])', again(TEXT, 20)],
    ['map(&reverse($[0]), $[1])', again('a'.repeat(2_000), 90)],
    ['map(&$[0][0:1], $[1])', again(TEXT, 30)],
    ["map(&!trim($[0], 'b'), $[1])", again(TEXT, 15)],
    ["map(&trim('b', $[0]), $[1])", again(TEXT, 30)],
    ['map(&to_number($[0]), $[1])', again('1'.repeat(20_000), 30)],
    ["map(&contains($[0], 'b'), $[1])", again(TEXT, 900)],
    ['map(&contains($[0], $[2]), $[1])', [...again(TEXT, 10), 'b'.repeat(1_000)]],
    ["map(&find_first($[0], 'b'), $[1])", again(TEXT, 900)],
    ["map(&find_last($[0], 'b'), $[1])", again(TEXT, 900)],
    ["map(&split($[0], 'b'), $[1])", again(TEXT, 900)],
    ["map(&!replace($[0], 'b', ''), $[1])", again(TEXT, 15)],
    ['map(&starts_with($[0], $[0]), $[1])', again(TEXT, 900)],
    ['map(&ends_with($[0], $[0]), $[1])', again(TEXT, 900)],
    ['$[1][?$[0] == $[2]]', [...again(TEXT, 900), 'b'.repeat(20_000)]],
    ['sort_by($[1], &$[0])', again(TEXT, 10)],
    ['map(&sort($[0]), $[1])', again([TEXT, TEXT], 8)],
    ['map(&sum($[0]), $[1])', again(ONES, 60)],
    ['map(&avg($[0]), $[1])', again(ONES, 60)],
    ['map(&max($[0]), $[1])', again(ONES, 60)],
    ['map(&max($[0]), $[1])', again([TEXT, ...repeated('b', 1_000)], 2)],
    ['map(&min($[0]), $[1])', again([TEXT, ...repeated('b', 1_000)], 2)],
    ['map(&length($[0][]), $[1])', again(repeated([], 1_000), 60)],
    ["map(&trim('b', $[0]), $[1])", again(TEXT, 4)],
    ['map(&min($[0]), $[1])', again([TEXT, TEXT], 15)],
    ['map(&contains($[0], `2`), $[1])', again(ONES, 1_600)],
    ["map(&contains($[0], 'a'), $[1])", again(repeated('b', 10_000), 100)],
    ["map(&join('', $[0]), $[1])", again(repeated('', 10_000), 60)],
    ['map(&from_items($[0]), $[1])', again(repeated(['a', 1], 5_000), 60)],
    ['map(&length(zip($[0], $[0], $[0], $[0], $[0], $[0], $[0], $[0])), $[1])', again(ONES, 6)],
    ['map(&merge($[0], $[0], $[0], $[0]), $[1])', again(MEMBERS, 4)],
    ['map(&length($[0]), $[1])', again(MEMBERS, 17)],
    ['map(&length(keys($[0])), $[1])', again(MEMBERS, 12)],
    ['$[1][?$[0]]', again(MEMBERS, 40)],
  ])('%s', (expression, body) => {
    expect(() => evaluated(expression, body, little())).toThrow(GIVEN_UP);
  });

  test('not where white space is cut off, however much of it there is', () => {
    const startedAt = performance.now();
    expect(evaluated('trim(@) == trim_right(@)', `x${' '.repeat(40_000)}x`)).toBe(true);
    // A time that grew with the square of the length would be seconds.
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('a variable that is looked for in sixty scopes', () => {
    const scopes = `let $a = @ in ${'let $b = @ in '.repeat(60)}`;
    const body = again(1, 4_000);
    expect(() => evaluated(`${scopes}$[1][*].[$a, $a]`, body, little())).toThrow(GIVEN_UP);
    expect(evaluated(`${scopes}$[1][*].[@, @]`, body, little())).toHaveLength(4_000);
  });

  test('expressions that share a budget', () => {
    const budget = newBudget();
    const body = repeated(1, 400_000);
    const each = 'length([*].[@, @]) == `400000`';
    expect(evaluated(each, body, budget)).toBe(true);
    expect(() => evaluated(each, body, budget)).toThrow(GIVEN_UP);
    expect(evaluated(each, body)).toBe(true);
  });
});

describe('given up before a text of more than 4 MiB is made', () => {
  test.each<readonly [expression: string, body: unknown]>([
    ["pad_left('a', `4200000`)", null],
    ["pad_right('a', `4200000`)", null],
    ["replace(@, 'a', 'bcd')", 'a'.repeat(1_500_000)],
    ['join(@[0], @)', repeated('a'.repeat(1_000_000), 3)],
  ])('%s', (expression, body) => {
    expect(() => evaluated(expression, body)).toThrow('it makes a text of more than 4194304 characters');
  });
});

test('given up after some seconds of the processor, whatever its steps are thought to take', () => {
  const budget = { steps: Number.POSITIVE_INFINITY, cpuMs: 5 };
  const long = repeated(ONES, 50);
  expect(() => evaluated('length([*][*].[@, @]) == `50`', long, budget)).toThrow('it takes more than 4000 ms');
  expect(budget.cpuMs).toBeLessThan(0);
  expect(() => evaluated('@', 1, budget)).toThrow('it takes more than 4000 ms');
});

test('more numbers or characters than a function of JavaScript takes arguments', () => {
  const numbers = Array.from({ length: 200_000 }, (_, index) => index - 7);
  expect(evaluated('[max(@), min(@), max(`[]`)]', numbers)).toEqual([199_992, -7, null]);
  expect(evaluated('[max(@), min(@)]', ['b', 'a', 'C'])).toEqual(['b', 'C']);
  expect(evaluated('reverse(@) == @', '🐈'.repeat(200_000))).toBe(true);
  expect(evaluated('[reverse(@), reverse(`"ab"`)]', [1, 2, 3])).toEqual([[3, 2, 1], 'ba']);
});

test.each([[[1, null]], [[true]], [[1, '2']], [[{}]]])('there is no greatest or least of %j', (list) => {
  expect(() => evaluated('max(@)', list)).toThrow('Invalid type');
  expect(() => evaluated('min(@)', list)).toThrow('Invalid type');
});

test('texts are compared in no language, where signs that combine take long', () => {
  const signs = '\u0f71\u0f72\u0f74'.repeat(13_000);
  const startedAt = performance.now();
  expect(evaluated('starts_with(max(@), `"a"`)', [`a${signs}`, `A${signs}`])).toBe(true);
  expect(evaluated('max(@)', ['\u00e4', 'z'])).toBe('\u00e4');
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

describe('what an honest expression on a long body asks', () => {
  const pets = Array.from({ length: 4_500 }, (_, id) => ({ id, name: `pet ${id}`, price: 7 }));
  const body = { pets, ids: pets.map(({ id }) => id), names: pets.map(({ name }) => name), text: 'a'.repeat(200_000) };
  test.each([
    'pets[?!contains($.ids, id)] == `[]`',
    'pets[?!contains($.names, name)] == `[]`',
    'let $prices = pets[*].price in sum($prices) == `31500` && max($prices) == `7`',
    'pets[?id >= length($.pets)] == `[]`',
    "sort(names)[0] == 'pet 0'",
    'sort_by(pets, &name)[0].id == `0`',
    'length(join(`", "`, names)) > `4500`',
    "length(text) == `200000` && !contains(text, 'a warning')",
    "starts_with(text, 'aaa') && replace(text, 'a', '') == ''",
    'length(keys(merge(pets[0], pets[1]))) == `3`',
  ])('%s', (expression) => {
    expect(evaluated(expression, body)).toBe(true);
  });
});

test('the members of an object are listed once, however often it is named', () => {
  let listed = 0;
  const members = new Proxy(MEMBERS, {
    ownKeys: (target) => {
      listed += 1;
      return Reflect.ownKeys(target);
    },
  });
  expect(evaluated('$[1][?$[0].p7 != `7`]', [members, repeated(1, 90)])).toEqual([]);
  expect(listed).toBe(1);
});
