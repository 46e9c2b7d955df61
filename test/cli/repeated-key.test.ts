// Keys that are given twice.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedKey } from '../../src/cli/repeated-key.ts';

test.each([
  { json: '{"api":{"stage":"prod","stage":"test"}}', path: ['api', 'stage'] },
  { json: '{"connection":{},"api":{"id":"a"},"connection":{}}', path: ['connection'] },
  { json: '{"a":1,"\\u0061":2}', path: ['a'] },
  { json: '{"a\\"":1,"a\\"":2}', path: ['a"'] },
  { json: '{"__proto__":1,"__proto__":2}', path: ['__proto__'] },
  { json: '[{"a":1},{"a":[0,{"b":1},{"b":1,"b":2}]}]', path: [1, 'a', 2, 'b'] },
  { json: '[{"a":1},{"a":1}]', path: undefined },
  { json: '{"a":{"a":["a","a","{\\"a\\":1,\\"a\\":1}"]},"b":"a"}', path: undefined },
  { json: '"a"', path: undefined },
])('of $json', ({ json, path }) => {
  expect(repeatedKey(json)).toEqual(path);
});

test('no value has one, however it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, indented) => {
      expect(repeatedKey(JSON.stringify(value, undefined, indented ? 2 : 0))).toBeUndefined();
    }),
  );
});

test('wherever it is, it is found', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.string(), fc.jsonValue(), (outer, key, value) => {
      const twice = `{${JSON.stringify(key)}:${JSON.stringify(value)},${JSON.stringify(key)}:null}`;
      const json = outer.reduceRight((inner, name) => `{${JSON.stringify(name)}: ${inner}}`, twice);
      expect(repeatedKey(json)).toEqual([...outer, key]);
    }),
  );
});
