// Data points on disk: whole or not at all, bounded, and whatever a power failure leaves is no reason to fail.

import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { channelOf } from '../../src/watch/kept-file.ts';
import { contentOf, openedIn, TARGET, temporaryFolder } from './folder.ts';

const NOW_MS = Date.UTC(2026, 1, 3);
const DAY_MS = 86_400_000;

describe('kept data', () => {
  test('are found again by the next process, as they were, the oldest first', async () => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    await kept.keep({ atMs: NOW_MS, target: TARGET }, [contentOf(NOW_MS, [1, 2])]);
    await kept.keep({ atMs: NOW_MS - 5, target: TARGET }, [contentOf(NOW_MS - 5, [3]), contentOf(NOW_MS - 5, [4])]);

    const { kept: again, losses } = await openedIn(folder);

    const entries = again.entries();
    expect(entries.map(({ atMs, target, count }) => ({ atMs, target, count }))).toEqual([
      { atMs: NOW_MS - 5, target: TARGET, count: 1 },
      { atMs: NOW_MS - 5, target: TARGET, count: 1 },
      { atMs: NOW_MS, target: TARGET, count: 2 },
    ]);
    const contents = await Promise.all(entries.map((entry) => again.read(entry)));
    expect(contents.at(-1)).toEqual(contentOf(NOW_MS, [1, 2]));
    expect(again.channels()).toEqual([channelOf({ region: 'us-west-2', namespace: 'PrivateApiCanary' })]);
    expect(losses).toEqual([]);
  });

  test('of one run are kept together, or none of them', async () => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    // What cannot be written as JSON stands for a disk that becomes full between two files.
    const unwritable = { ...contentOf(NOW_MS, [2]), data: [{ MetricName: 1n as unknown as string }] };
    const keeping = kept.keep({ atMs: NOW_MS, target: TARGET }, [contentOf(NOW_MS, [1]), unwritable]);
    await expect(keeping).rejects.toThrow('BigInt');
    expect(kept.entries()).toEqual([]);
    expect(await readdir(folder.path)).toEqual(['unreadable']);
  });

  test('that are removed or replaced are so for the next process, too', async () => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    const [first, second, third] = await kept.keep({ atMs: NOW_MS, target: TARGET }, [
      contentOf(NOW_MS, [1]),
      contentOf(NOW_MS, [2, 3]),
      contentOf(NOW_MS, [4]),
    ]);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three files were written');
    await kept.remove([first]);
    await kept.replace(second, contentOf(NOW_MS, [3]));
    await kept.replace(third, contentOf(NOW_MS, []));

    const { kept: again } = await openedIn(folder);

    const contents = await Promise.all(again.entries().map((entry) => again.read(entry)));
    expect(contents).toEqual([contentOf(NOW_MS, [3])]);
  });

  test('that a process did not come to finish are dropped, and files that are not ours left alone', async () => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    await kept.keep({ atMs: NOW_MS, target: TARGET }, [contentOf(NOW_MS, [1])]);
    await writeFile(join(folder.path, '.tmp-12-3-half.json.gz'), 'half');
    await writeFile(join(folder.path, 'README'), 'notes of somebody');

    const { kept: again, losses } = await openedIn(folder);

    expect(again.entries().length).toBe(1);
    expect((await readdir(folder.path)).filter((name) => !name.endsWith('.gz')).sort()).toEqual([
      'README',
      'unreadable',
    ]);
    expect(losses).toEqual([]);
  });

  test.each([
    { what: 'cut off', spoil: (file: string) => truncate(file, 40) },
    { what: 'empty', spoil: (file: string) => truncate(file, 0) },
    { what: 'of zeros', spoil: (file: string) => writeFile(file, Buffer.alloc(200)) },
    {
      what: 'changed in one bit',
      spoil: async (file: string) => {
        const bytes = await readFile(file);
        bytes[bytes.length - 12] = (bytes.at(-12) ?? 0) ^ 1;
        await writeFile(file, bytes);
      },
    },
  ])('in a file that is $what are set aside and counted', async ({ spoil }) => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    const [entry] = await kept.keep({ atMs: NOW_MS, target: TARGET }, [contentOf(NOW_MS, [1, 2, 3])]);
    await spoil(join(folder.path, entry?.name ?? ''));

    const { kept: again, losses } = await openedIn(folder);
    const [found] = again.entries();
    expect(found === undefined ? 'nothing' : await again.read(found)).toBeUndefined();

    expect(losses).toEqual(['unreadable 3']);
    expect(again.entries()).toEqual([]);
    expect(await readdir(join(folder.path, 'unreadable'))).toEqual([entry?.name]);
  });

  test('that cannot be read now stay', async () => {
    await using folder = await temporaryFolder();
    const { kept, losses } = await openedIn(folder);
    const [entry] = await kept.keep({ atMs: NOW_MS, target: TARGET }, [contentOf(NOW_MS, [1])]);
    if (entry === undefined) throw new Error('a file was written');
    // A folder of that name stands for a disk that fails, which also the superuser cannot read.
    const other = { ...entry, name: 'folder' };
    await mkdir(join(folder.path, 'folder'));
    await expect(kept.read(other)).rejects.toThrow('EISDIR');
    expect(losses).toEqual([]);
    expect(kept.entries()).toEqual([entry]);
  });

  test('are trimmed to their bytes, the oldest first', async () => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    const ages = [14 * DAY_MS, 13.9 * DAY_MS, 3 * DAY_MS, 2 * DAY_MS, DAY_MS];
    for (const age of ages) {
      await kept.keep({ atMs: NOW_MS - age, target: TARGET }, [contentOf(NOW_MS - age, [1, 2])]);
    }
    const sizes = kept.entries().map(({ bytes }) => bytes);
    const maxBytes = sizes.slice(-2).reduce((sum, bytes) => sum + bytes, 0) + 1;

    const { kept: again, losses } = await openedIn(folder, { maxBytes });
    await again.trim();

    expect(losses).toEqual(['too-many 6']);
    expect(again.entries().map(({ atMs }) => NOW_MS - atMs)).toEqual([2 * DAY_MS, DAY_MS]);
    expect((await readdir(folder.path)).length).toBe(3);
    await again.trim();
    expect(losses.length).toBe(1);
  });

  test('on a disk that takes nothing: rejected, and nothing is left behind', async () => {
    await using folder = await temporaryFolder();
    const { kept } = await openedIn(folder);
    await rm(folder.path, { recursive: true });
    await expect(kept.keep({ atMs: NOW_MS, target: TARGET }, [contentOf(NOW_MS, [1])])).rejects.toThrow('ENOENT');
    expect(kept.entries()).toEqual([]);
  });
});
