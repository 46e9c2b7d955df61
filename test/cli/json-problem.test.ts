// What is said of a text that is not JSON.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonProblem } from '../../src/cli/json-problem.ts';

function problemWith(json: string): string {
  try {
    JSON.parse(json);
  } catch (error) {
    return jsonProblem(json, error as SyntaxError);
  }
  throw new Error('this is JSON');
}

test.each([
  { json: '{"auth":{"headers":{"x-api-key": hunter2}}}', problem: 'not valid JSON: unexpected token in line 1' },
  { json: 'PETS_API_KEY=hunter2', problem: 'not valid JSON: unexpected token in line 1' },
  {
    json: `{\n\n"headers": {"x-api-key": hunter2,\n"a": 1}\n}\n`,
    problem: 'not valid JSON: unexpected token in line 3',
  },
  { json: `{"a": 1,\n"x-api-key": "one"\n"hunter2": 1}`, problem: expect.stringContaining('(line 3 column 1)') },
  { json: '', problem: 'is empty' },
  { json: ' \n', problem: 'is empty' },
  { json: '{"api": {', problem: expect.stringMatching(/^Expected property name or '}' in JSON at position 9/) },
])('of $json', ({ json, problem }) => {
  expect(problemWith(json)).toEqual(problem);
});

test('nothing of the text is quoted, wherever it is wrong', () => {
  const SECRET = '~hunter2~';
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      expect(problemWith(`${before}${SECRET}${after}${SECRET}"`)).not.toMatch(/~|hunter2/);
    }),
  );
});
