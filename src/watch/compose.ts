// The next call of a channel: which kept files go into it together.

import { MAX_BYTES_PER_CALL, MAX_DATA_PER_CALL } from '../publish/batches.ts';
import type { Entry, KeptData } from './kept-data.ts';
import type { Content, Destination } from './kept-file.ts';

export interface Composed {
  readonly destination: Destination;
  readonly files: readonly { readonly entry: Entry; readonly content: Content }[];
}

/** The files that somebody waits for or else the newest run of the channel, and the oldest ones as far as they fit beside
 * them. Undefined when nothing is kept. One that cannot be read now keeps no other from being sent; rejects when that is
 * all there is. */
export async function composed(
  kept: KeptData,
  channel: string,
  awaited: ReadonlySet<string>,
): Promise<Composed | undefined> {
  const files: { entry: Entry; content: Content }[] = [];
  const problems: unknown[] = [];
  let [data, bytes] = [0, 0];
  for (const entry of inOrder(kept.entries(channel), awaited)) {
    const content = await kept.read(entry).catch((error) => void problems.push(error));
    if (content === undefined) continue;
    const more = Buffer.byteLength(JSON.stringify(content.data)) + 1;
    const full = data + content.data.length > MAX_DATA_PER_CALL || bytes + more > MAX_BYTES_PER_CALL;
    if (full && files.length > 0) break;
    files.push({ entry: { ...entry, count: content.data.length }, content });
    data += content.data.length;
    bytes += more;
  }
  const [first] = files;
  if (first === undefined) {
    if (problems.length > 0) throw problems[0];
    return undefined;
  }
  const { region, namespace } = first.content;
  return { destination: { region, namespace }, files };
}

function inOrder(entries: readonly Entry[], awaited: ReadonlySet<string>): readonly Entry[] {
  const newest = entries.at(-1);
  const first = entries.filter((entry) =>
    awaited.size > 0 ? awaited.has(entry.name) : entry.atMs === newest?.atMs && entry.target === newest.target,
  );
  const names = new Set(first.map(({ name }) => name));
  return [...first.toReversed(), ...entries.filter(({ name }) => !names.has(name))];
}
