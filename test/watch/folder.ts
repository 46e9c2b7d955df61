// A folder of its own for a test, and data points as they are kept.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricDatum } from '../../src/publish/batches.ts';
import { type KeptData, type KeptDataOptions, openKeptData } from '../../src/watch/kept-data.ts';
import type { Content } from '../../src/watch/kept-file.ts';

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'private-api-canary-watch-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Kept data in a folder, and what was lost of them: `refused 2`. */
export async function openedIn(folder: Folder, more: Partial<KeptDataOptions> = {}) {
  const losses: string[] = [];
  const onLoss: KeptDataOptions['onLoss'] = (loss, entries) => {
    losses.push(`${loss} ${entries.reduce((sum, { count }) => sum + count, 0)}`);
  };
  const kept: KeptData = await openKeptData({ folder: folder.path, maxBytes: 1_000_000, onLoss, ...more });
  return { kept, losses, onLoss };
}

/** Data points of a run that began at `atMs`, numbered by their values. */
export function contentOf(atMs: number, values: readonly number[], more: Partial<Content> = {}): Content {
  const data = values.map(
    (value, index): MetricDatum => ({
      MetricName: 'Latency',
      Unit: 'Milliseconds',
      Timestamp: new Date(atMs),
      Dimensions: [{ Name: 'Resource', Value: `GET /${index}` }],
      Values: [value],
      Counts: [1],
    }),
  );
  return { region: 'us-west-2', namespace: 'PrivateApiCanary', data, ...more };
}

export const TARGET = '0123456789ab';
