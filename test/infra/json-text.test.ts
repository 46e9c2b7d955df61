// JSON with CloudFormation's values in it.

import { CfnParameter } from 'aws-cdk-lib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from '../../infra/json-text.ts';
import { stackIn } from './canary-stack.ts';
import { filledIn } from './filled-in.ts';

it('is JSON where there is no token', () => {
  const stack = stackIn();
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(jsonText(value, stack)).toBe(JSON.stringify(value));
    }),
  );
});

it('leaves out what JSON leaves out', () => {
  expect(jsonText({ a: undefined, b: [{ c: undefined }] }, stackIn())).toBe('{"b":[{}]}');
});

it('is JSON once the tokens are filled in', () => {
  const stack = stackIn();
  const one = new CfnParameter(stack, 'One').valueAsString;
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const many = new CfnParameter(stack, 'Many', { type: 'CommaDelimitedList' }).valueAsList;
  const text = jsonText({ one, within: `"${one}"`, number, many, 'a "key"': [{ many }] }, stack);
  expect(JSON.parse(filledIn(stack.resolve(text), { One: '1', Number: '7', Many: ['a', 'b'] }))).toEqual({
    ...{ one: '1', within: '"1"', number: 7, many: ['a', 'b'] },
    'a "key"': [{ many: ['a', 'b'] }],
  });
});
