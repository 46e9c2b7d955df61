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

test('lines that could not be written are counted, and told of as soon as one can', () => {
  let full = true;
  const written: string[] = [];
  const stream = {
    writableLength: 0,
    write: (line: string, done: (error?: Error | null) => void) => {
      if (!full) written.push(line);
      done(full ? new Error('no space') : null);
      return true;
    },
  };
  const broken: string[] = [];
  const write = jsonLines(stream as unknown as Parameters<typeof jsonLines>[0], 1_000, ({ message }) =>
    broken.push(message),
  );
  for (const name of ['one', 'two', 'three']) write(JSON.stringify({ name }));
  expect(broken).toEqual(['no space']);
  full = false;
  write('{"name":"four"}');
  full = true;
  write('{"name":"five"}');
  expect(broken).toEqual(['no space', 'no space']);
  full = false;
  write('{"name":"six"}');
  expect(written.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ event: 'unread', lines: 3 }),
    { name: 'four' },
    expect.objectContaining({ event: 'unread', lines: 1 }),
    { name: 'six' },
  ]);
});
