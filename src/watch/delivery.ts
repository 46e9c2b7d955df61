// One call with kept data points, and what its answer means for the files: accepted data are removed, data that are refused
// for what is in them are found and dropped, and anything else is the caller's to try again.

import { answeredAtMs, refusesData } from '../publish/cloudwatch.ts';
import type { Composed } from './compose.ts';
import { type Entry, isTooOld, type KeptData, type Loss } from './kept-data.ts';
import type { Content } from './kept-file.ts';

/** What became of the data of some files; `left` of them are still on the disk. */
export interface Attempt {
  readonly accepted: number;
  readonly refused: number;
  readonly left: number;
  /** Why nothing could be sent. */
  readonly reason?: unknown;
}

export interface DeliveryPorts {
  readonly kept: KeptData;
  /** One call. Rejects with the client's error. */
  readonly put: (content: Content) => Promise<void>;
  readonly onLoss: (loss: Loss, entries: readonly Pick<Entry, 'target' | 'atMs' | 'count'>[], reason?: unknown) => void;
  /** A call with data of earlier runs was accepted. */
  readonly onSentLater: (entries: readonly Entry[]) => void;
  /** Data that are decided could not be removed from the disk. */
  readonly onDiskError: (error: unknown) => void;
  /** What became of a file, as far as it is decided. */
  readonly note: (entry: Entry, change: Pick<Attempt, 'left'> & Partial<Attempt>) => void;
  /** Whether a file is of an earlier run, for which nobody waits. */
  readonly isLate: (entry: Entry) => boolean;
}

/** Sends a call. Rejects when it cannot be sent now; what is decided by then stays decided. */
export type Deliver = (call: Composed) => Promise<void>;

export function createDelivery(ports: DeliveryPorts): Deliver {
  const deliver: Deliver = async (call) => {
    try {
      await ports.put({ ...call.destination, data: call.files.flatMap(({ content }) => content.data) });
    } catch (error) {
      if (!refusesData(error)) throw error;
      return await divide(call, error);
    }
    const entries = call.files.map(({ entry }) => entry);
    const late = entries.filter(ports.isLate);
    await ports.kept.remove(entries).catch(ports.onDiskError);
    for (const entry of entries) ports.note(entry, { accepted: entry.count, left: 0 });
    if (late.length > 0) ports.onSentLater(late);
  };
  /** What is too old by the clock of who refused it goes alone, and so does each half of the rest, down to the file in
   * which the bad data are. */
  const divide = async (call: Composed, error: unknown): Promise<void> => {
    const [first] = call.files;
    if (first === undefined) return;
    const nowMs = answeredAtMs(error);
    const [young, old] = partition(call.files, ({ entry }) => !isTooOld(entry, nowMs));
    if (young.length === 0) return await drop(ports, old, error);
    if (call.files.length === 1) return await sift(ports, first, error);
    const half = Math.ceil(young.length / 2);
    const parts = old.length > 0 ? [young, old] : [young.slice(0, half), young.slice(half)];
    for (const files of parts) await deliver({ ...call, files });
  };
  return deliver;
}

/** Those for which it holds, and the others. */
function partition<Each>(list: readonly Each[], holds: (each: Each) => boolean): readonly [Each[], Each[]] {
  return [list.filter(holds), list.filter((each) => !holds(each))];
}

/** CloudWatch refused these files, all of which are too old for it: none of their data will ever be taken. */
async function drop(
  { kept, onLoss, onDiskError, note }: DeliveryPorts,
  files: Composed['files'],
  error: unknown,
): Promise<void> {
  const entries = files.map(({ entry }) => entry);
  await kept.remove(entries).catch(onDiskError);
  onLoss('too-old', entries, error);
  for (const entry of entries) note(entry, { refused: entry.count, left: 0 });
}

/** Finds the bad data of one file, from its beginning on: after each step the file, or else this process, holds what
 * is not decided yet. */
async function sift(
  { kept, put, onLoss, onDiskError, note }: DeliveryPorts,
  { entry, content }: Composed['files'][number],
  error: unknown,
): Promise<void> {
  let rest = content.data;
  let [accepted, refused] = [0, 0];
  const decided = async (count: number) => {
    rest = rest.slice(count);
    await kept.replace(entry, { ...content, data: rest }).catch(onDiskError);
    note(entry, { accepted, refused, left: rest.length });
  };
  const halves = async (part: Content['data'], because: unknown): Promise<void> => {
    if (part.length === 1) {
      refused += 1;
      onLoss('refused', [{ ...entry, count: 1 }], because);
      return await decided(1);
    }
    const middle = Math.ceil(part.length / 2);
    await attempt(part.slice(0, middle));
    await attempt(part.slice(middle));
  };
  const attempt = async (part: Content['data']): Promise<void> => {
    try {
      await put({ ...content, data: part });
    } catch (because) {
      if (!refusesData(because)) throw because;
      return await halves(part, because);
    }
    accepted += part.length;
    await decided(part.length);
  };
  await halves(rest, error);
}
