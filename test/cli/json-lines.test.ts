// Lines for a reader who stands still for longer than memory lasts.

import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { jsonLines } from '../../src/cli/json-lines.ts';

test('lines that would be more than may wait are dropped, and how many they were is told', async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const write = jsonLines(stream as unknown as Parameters<typeof jsonLines>[0], 100);
  const line = (name: string) => JSON.stringify({ name: name.padEnd(30) });
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) write(line(name));
  const read = createInterface({ input: stream })[Symbol.asyncIterator]();
  const next = async () => JSON.parse(String((await read.next()).value)) as { readonly name?: string };
  const first = [await next(), await next()].map(({ name }) => name?.trim());
  expect(first).toEqual(['one', 'two']);
  await expect.poll(() => stream.writableLength).toBe(0);
  write(line('seven'));
  expect(await next()).toMatchObject({ level: 'WARN', event: 'unread', lines: 4 });
  expect(await next()).toMatchObject({ name: 'seven'.padEnd(30) });
});
