// One file of kept data points: what stands in it, and what its name tells without opening it. The data of one file fit
// into one call. Pure but for the compression, whose check sum tells a file that is whole from one that is not.

import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { MetricDatum } from '../publish/batches.ts';

/** Where data points go: one channel of sending. */
export interface Destination {
  readonly region: string;
  readonly namespace: string;
}

export interface Content extends Destination {
  readonly data: readonly MetricDatum[];
}

/** What the name says. `atMs`: when the run began; `channel` and `target`: which they are, hashed; `count`: data points
 * that were written. */
export interface KeptName {
  readonly name: string;
  readonly atMs: number;
  readonly channel: string;
  readonly target: string;
  readonly count: number;
}

const NAME = /^(?<at>\d{13})-(?<channel>[0-9a-f]{12})-(?<target>[0-9a-f]{12})-(?<count>\d{1,4})-[0-9a-f]{8}\.json\.gz$/;

/** A name that nobody else has. */
export function keptName(run: Omit<KeptName, 'name'>): KeptName {
  const at = String(run.atMs).padStart(13, '0');
  const unique = randomBytes(4).toString('hex');
  return { ...run, name: `${at}-${run.channel}-${run.target}-${run.count}-${unique}.json.gz` };
}

/** Undefined for a file that is none of ours. */
export function parseKeptName(name: string): KeptName | undefined {
  const parts = NAME.exec(name)?.groups;
  if (parts === undefined) return undefined;
  const { at, channel = '', target = '', count } = parts;
  return { name, atMs: Number(at), channel, target, count: Number(count) };
}

/** A name of fixed length for what may hold any characters. */
export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}

export function channelOf({ region, namespace }: Destination): string {
  return hashOf(region, namespace);
}

export function encodeContent({ region, namespace, data }: Content): Uint8Array {
  return gzipSync(JSON.stringify({ region, namespace, data }));
}

/** Throws for what is not whole. */
export function decodeContent(bytes: Uint8Array): Content {
  const { region, namespace, data } = JSON.parse(gunzipSync(bytes).toString('utf8')) as Partial<Content>;
  if (typeof region !== 'string' || typeof namespace !== 'string' || !Array.isArray(data) || data.length === 0) {
    throw new Error('it does not hold data points');
  }
  return { region, namespace, data: data.map(revived) };
}

/** JSON has no dates. */
function revived(datum: MetricDatum): MetricDatum {
  return { ...datum, Timestamp: new Date(String(datum.Timestamp)) };
}
