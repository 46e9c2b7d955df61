// JMESPath expressions that must be true of a body.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateExpression, expressionProblem } from '../../src/domain/body-expression.ts';

const PETS = [
  { id: 1, type: 'dog', price: 249.99 },
  { id: 2, type: 'cat', price: 124.99 },
];

const EVALUATED: Readonly<
  Record<string, { readonly expression: string; readonly body: unknown; readonly instead?: string }>
> = {
  'the default of the list': { expression: "type(@) == 'array'", body: PETS },
  'the other default of the list': { expression: 'length(@) > `0`', body: PETS },
  'the default of one pet': { expression: 'id == `1`', body: PETS[0] },
  'an empty list': { expression: 'length(@) > `0`', body: [], instead: 'false' },
  'an error that came as status 200': {
    expression: 'id == `1`',
    body: { errors: [{ key: 'Pet4.petId', message: 'The value is out of range.' }] },
    instead: 'false',
  },
  'a value that is not true, though a program may take it for it': {
    expression: 'length(@)',
    body: PETS,
    instead: '2',
  },
  'a text that says true': { expression: "'true'", body: PETS, instead: '"true"' },
  'a key that is not there': { expression: 'owner', body: PETS[0], instead: 'null' },
  'a function on the wrong type': {
    expression: 'length(@)',
    body: 7,
    instead:
      'an error: Invalid type: length() expected argument 1 to be type (string | array | object) but received type number instead.',
  },
  'a long value': { expression: '@', body: 'x'.repeat(100), instead: `"${'x'.repeat(78)}…` },
};

test.each(Object.entries(EVALUATED))('%s', (_of, { expression, body, instead }) => {
  expect(evaluateExpression(expression, body)).toEqual(
    instead === undefined ? { held: true } : { held: false, instead },
  );
});

describe('a text is an expression', () => {
  test.each(["type(@) == 'array'", 'length(@) > `0`', 'id == `1`', '[?price > `100`] | length(@) == `2`'])(
    '%s',
    (text) => {
      expect(expressionProblem(text)).toBeUndefined();
    },
  );
});

describe('a text is no expression', () => {
  test.each(['', 'a..b', 'length(', '[?', '`{`', 'a b'])('%j', (text) => {
    expect(expressionProblem(text)).toMatch(/./);
  });
});

test('whatever the expression and the body, evaluating does not throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('length(@)', 'sort(@)', '*.a', '[0]', 'keys(@)')),
      fc.jsonValue(),
      (expression, body) => {
        expect(typeof evaluateExpression(expression, body).held).toBe('boolean');
      },
    ),
  );
});

test('what an expression makes of a body does not rest on what was evaluated before, a thousand others included', () => {
  const results = () => Object.values(EVALUATED).map(({ expression, body }) => evaluateExpression(expression, body));
  const first = results();
  expect(results()).toEqual(first);
  for (let number = 0; number < 1_100; number += 1) {
    expect(evaluateExpression(`[${number}] == \`7\``, Array(number + 1).fill(7))).toEqual({ held: true });
  }
  expect(evaluateExpression('[5] == `7`', [7])).toEqual({ held: false, instead: 'false' });
  expect(results()).toEqual(first);
});

test.for([
  ['length(@) > 0', 'Syntax error: invalid token (Number): "0"; a number is written in backticks: `1`'],
  ['lenght(@) == `1`', 'Unknown function: lenght()'],
  ['length(@) > `0`', undefined],
  ['id == `1`', undefined],
] as const)('%s is refused before anything is sent, or not: %s', ([expression, problem]) => {
  expect(expressionProblem(expression)).toBe(problem);
});
