// The data points that are kept on disk until CloudWatch has them: one folder, bounded in bytes and age. What is in it is
// known by the names of its files; nothing here is fatal but the first look at the folder.

import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporary, syncFolder, writeWhole } from './atomic-file.ts';
import {
  type Content,
  channelOf,
  decodeContent,
  encodeContent,
  type KeptName,
  keptName,
  parseKeptName,
} from './kept-file.ts';

/** A kept file. `count` is what is left of its data; `bytes` what it takes of the disk. */
export type Entry = KeptName & { readonly bytes: number };

/** Why data points are gone without having been accepted. `too-old`: CloudWatch refused them, and they are; `unreadable`
 * ones are set aside, and their number is what the file's name says. */
export type Loss = 'too-old' | 'too-many' | 'refused' | 'unreadable';

export interface KeptData {
  /** Writes the data of a run, durably. Rejects when the disk does not take them. */
  readonly keep: (run: Pick<KeptName, 'atMs' | 'target'>, contents: readonly Content[]) => Promise<readonly Entry[]>;
  /** Of a channel, or all; oldest first. */
  readonly entries: (channel?: string) => readonly Entry[];
  readonly channels: () => readonly string[];
  /** Data points of a target, in all files. */
  readonly countOf: (target: string) => number;
  /** Undefined when it is gone or not whole, which is then set aside. Rejects when it cannot be read now. */
  readonly read: (entry: Entry) => Promise<Content | undefined>;
  /** Puts what is left in the place of a file, at once; nothing left removes it. Rejects when the disk does not take that:
   * this process still knows what is left. */
  readonly replace: (entry: Entry, content: Content) => Promise<void>;
  readonly remove: (entries: readonly Entry[]) => Promise<void>;
  /** Drops what is too much for the disk, oldest first. */
  readonly trim: () => Promise<void>;
}

export interface KeptDataOptions {
  readonly folder: string;
  /** Of the disk, all files together. */
  readonly maxBytes: number;
  readonly onLoss: (loss: Loss, entries: readonly Pick<Entry, 'target' | 'atMs' | 'count'>[]) => void;
}

// CloudWatch takes data points that are up to two weeks old. The clocks of its servers may differ by some minutes.
const MAX_AGE_MS = 14 * 24 * 3_600_000 + 10 * 60_000;
const SET_ASIDE = 'unreadable';
// For a person who wants to know what happened to them.
const MAX_SET_ASIDE = 20;

// What most file systems give a file at least; the data of one run are much less.
const BLOCK_BYTES = 4_096;

/** Whether its age is a reason to refuse it: by the clock of CloudWatch, since ours may be wrong. */
export function isTooOld({ atMs }: Pick<Entry, 'atMs'>, nowMs: number): boolean {
  return nowMs - atMs > MAX_AGE_MS;
}

function onDisk(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

/** Opens the folder, which it makes where there is none, and drops what a process left that was killed while it wrote. */
export async function openKeptData({ folder, maxBytes, onLoss }: KeptDataOptions): Promise<KeptData> {
  await mkdir(join(folder, SET_ASIDE), { recursive: true, mode: 0o700 });
  const known = new Map<string, Entry>();
  const counts = new Map<string, number>();
  /** What the disk did not take of `replace`. */
  const rests = new Map<string, Content>();
  const forget = (name: string) => {
    const entry = known.get(name);
    if (entry === undefined) return;
    counts.set(entry.target, (counts.get(entry.target) ?? 0) - entry.count);
    known.delete(name);
    rests.delete(name);
  };
  const remember = (entry: Entry) => {
    const before = known.get(entry.name)?.count ?? 0;
    counts.set(entry.target, (counts.get(entry.target) ?? 0) + entry.count - before);
    known.set(entry.name, entry);
  };
  // In order: what is nearly sorted is sorted again in no time.
  for (const name of (await readdir(folder)).sort()) {
    if (isTemporary(name)) await rm(join(folder, name), { force: true });
    const parsed = parseKeptName(name);
    if (parsed !== undefined) remember({ ...parsed, bytes: onDisk((await stat(join(folder, name))).size) });
  }
  // Names begin with their time.
  const sorted = () => [...known.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  const pathOf = ({ name }: KeptName) => join(folder, name);

  const write = async (entry: KeptName, content: Content): Promise<Entry> => {
    const bytes = encodeContent(content);
    await writeWhole(pathOf(entry), bytes, { durable: true });
    const written = { ...entry, count: content.data.length, bytes: onDisk(bytes.length) };
    remember(written);
    return written;
  };
  const remove = async (entries: readonly KeptName[]) => {
    // Whatever the disk does, this process does not send them again.
    for (const { name } of entries) forget(name);
    const problems: unknown[] = [];
    for (const entry of entries) await rm(pathOf(entry), { force: true }).catch((error) => problems.push(error));
    // A removal that is undone by a power failure would be sent twice.
    if (entries.length > 0) await syncFolder(folder);
    if (problems.length > 0) throw problems[0];
  };
  const setAside = async (entry: Entry) => {
    forget(entry.name);
    await rename(pathOf(entry), join(folder, SET_ASIDE, entry.name));
    const names = (await readdir(join(folder, SET_ASIDE))).sort();
    for (const name of names.slice(0, -MAX_SET_ASIDE)) await rm(join(folder, SET_ASIDE, name), { force: true });
  };

  return {
    keep: async (run, contents) => {
      const kept: Entry[] = [];
      const tried: KeptName[] = [];
      try {
        for (const content of contents) {
          const name = keptName({ ...run, channel: channelOf(content), count: content.data.length });
          tried.push(name);
          kept.push(await write(name, content));
        }
      } catch (error) {
        // All of a run or nothing: what is not kept is sent directly, and must not be sent a second time. A file may be
        // there although its folder could not be made durable.
        await remove(tried).catch(() => {});
        throw error;
      }
      return kept;
    },
    entries: (channel) => (channel === undefined ? sorted() : sorted().filter((entry) => entry.channel === channel)),
    channels: () => [...new Set([...known.values()].map(({ channel }) => channel))],
    countOf: (target) => counts.get(target) ?? 0,
    read: async (entry) => {
      const rest = rests.get(entry.name);
      if (rest !== undefined) return rest;
      const bytes = await readFile(pathOf(entry)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      if (bytes === undefined) {
        // Trimmed a moment ago, or somebody else removed it.
        if (known.has(entry.name)) onLoss('unreadable', [entry]);
        forget(entry.name);
        return undefined;
      }
      try {
        return decodeContent(bytes);
      } catch {
        await setAside(entry).catch(() => {});
        onLoss('unreadable', [entry]);
        return undefined;
      }
    },
    replace: async (entry, content) => {
      if (content.data.length === 0) return await remove([entry]);
      remember({ ...entry, count: content.data.length });
      rests.set(entry.name, content);
      await write(entry, content);
      rests.delete(entry.name);
    },
    remove,
    trim: async () => {
      const all = sorted();
      let excess = all.reduce((sum, { bytes }) => sum + bytes, 0) - maxBytes;
      const many = all.filter(({ bytes }) => {
        const over = excess > 0;
        if (over) excess -= bytes;
        return over;
      });
      if (many.length === 0) return;
      await remove(many);
      onLoss('too-many', many);
    },
  };
}
