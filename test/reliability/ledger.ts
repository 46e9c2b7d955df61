// What became of a run's data, counted where they arrive: in CloudWatch, and in lines of the embedded metric format.

import { expect } from 'vitest';
import { type Measured, metricsOf, type Series } from '../../src/publish/metrics.ts';
import type { AwsServer } from '../../src/simulator/aws/server.ts';

type Received = AwsServer['metricData'][number];

/** A value with the series that it is of, and how often it is there. */
export type Ledger = ReadonlyMap<string, number>;

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly [
      { readonly Dimensions: readonly [readonly string[]]; readonly Metrics: readonly { readonly Name: string }[] },
    ];
  };
  readonly [member: string]: unknown;
}

function counted(entries: readonly (readonly [key: string, count: number])[]): Ledger {
  const ledger = new Map<string, number>();
  for (const [key, count] of entries) ledger.set(key, (ledger.get(key) ?? 0) + count);
  return ledger;
}

function keyOf(atMs: number, name: string, dimensions: Readonly<Record<string, unknown>>, value: number): string {
  return JSON.stringify([atMs, name, Object.entries(dimensions).sort(), value]);
}

/** Of a run's series. */
export function measured(run: Measured, series: readonly Series[] = metricsOf(run, { phases: false })): Ledger {
  const atMs = Date.parse(run.startedAt);
  return counted(
    series.flatMap(({ name, dimensions, values }) => values.map((value) => [keyOf(atMs, name, dimensions, value), 1])),
  );
}

/** Of what CloudWatch took. */
export function taken(data: readonly Received[]): Ledger {
  return counted(
    data.flatMap(({ name, dimensions, timestampMs, values = [] }) => {
      const named = Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
      return values.map(({ value, count }) => [keyOf(Math.round(timestampMs), name, named, value), count] as const);
    }),
  );
}

/** Of lines. */
export function written(lines: readonly string[]): Ledger {
  return counted(
    lines.flatMap((text) => {
      const { _aws, ...members } = JSON.parse(text) as Line;
      const [{ Dimensions, Metrics }] = _aws.CloudWatchMetrics;
      const named = Object.fromEntries(Dimensions[0].map((name) => [name, members[name]]));
      return Metrics.flatMap(({ Name }) =>
        (members[Name] as readonly number[]).map((value) => [keyOf(_aws.Timestamp, Name, named, value), 1] as const),
      );
    }),
  );
}

/** Of all of them. */
export function together(...ledgers: readonly Ledger[]): Ledger {
  return counted(ledgers.flatMap((each) => [...each]));
}

/** Values of `Success` of the whole target. */
export function probesIn(ledger: Ledger): number {
  const entries = [...ledger].filter(([key]) => {
    const [, name, dimensions] = JSON.parse(key) as [number, string, readonly [string, string][]];
    return name === 'Success' && dimensions.length === 3;
  });
  return entries.reduce((sum, [, count]) => sum + count, 0);
}

/** Everything that was measured is there; and no more often than once, unless CloudWatch may have taken a call whose answer
 * did not come. */
export function expectAll(expected: Ledger, found: Ledger, { mayRepeat }: { readonly mayRepeat: boolean }): void {
  const sorted = (ledger: Ledger) => [...ledger].sort(([one], [other]) => (one < other ? -1 : 1));
  if (mayRepeat) {
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    expect([...expected].filter(([key, count]) => (found.get(key) ?? 0) < count)).toEqual([]);
  } else {
    expect(sorted(found)).toEqual(sorted(expected));
  }
}

/** Data of one run, wherever they arrived: a call whose answer nobody waits for may arrive later than the next run. */
export function ofRun(data: readonly Received[], { startedAt }: Pick<Measured, 'startedAt'>): readonly Received[] {
  return data.filter(({ timestampMs }) => Math.round(timestampMs) === Date.parse(startedAt));
}
