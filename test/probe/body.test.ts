import { expect, test } from 'vitest';
import { growingBody } from '../../src/probe/body.ts';

test('a body is all that came, in order', () => {
  const body = growingBody();
  const pieces = Array.from({ length: 300 }, (_, index) => Buffer.alloc(index % 40, index));
  for (const piece of pieces) body.add(piece);
  expect(body.whole()).toEqual(Buffer.concat(pieces));
});

test('a body without a byte is empty', () => {
  expect(growingBody().whole().length).toBe(0);
});

test('a million pieces of one byte take the memory of a million bytes', () => {
  const source = Buffer.alloc(1_000_000, 'x');
  const body = growingBody();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < source.length; at += 1) body.add(source.subarray(at, at + 1));
  // Kept one by one, they would take a hundred and more.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(70_000_000);
  expect(body.whole().equals(source)).toBe(true);
});
