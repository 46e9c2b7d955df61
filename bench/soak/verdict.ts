// What a soak says of the process: memory flat, no descriptor leaked, every run accounted for. Pure.

import { type Books, runsAndSkipped, sentTwice, slotsOf, unaccounted } from './accounting.ts';
import type { Memory } from './memory-probe.ts';
import type { Descriptors } from './process-state.ts';

/** At a moment, in milliseconds since 1970. */
export interface MemorySample extends Memory {
  readonly atMs: number;
}

export interface Soaked {
  readonly books: Books;
  readonly memory: readonly MemorySample[];
  /** While healthy runs were made, the least of some time; undefined where the system does not tell. */
  readonly atRest: { readonly before: Descriptors | undefined; readonly after: Descriptors | undefined };
  readonly complaints: readonly string[];
  /** `early`: before it was told to. */
  readonly ended: { readonly status: number | null; readonly stderr: string; readonly early: boolean };
}

/** How much memory may grow over the second half, in bytes. */
export interface Bounds {
  readonly heap: number;
  readonly resident: number;
}

export interface Finding {
  readonly what: string;
  readonly measured: string;
  readonly wanted: string;
  /** Undefined: it could not be measured here. */
  readonly met: boolean | undefined;
}

const MB = 1e6;
const GROWING = { heap: 'heap without code, after a collection', resident: 'resident memory' } as const;
const megabytes = (bytes: number) => `${(bytes / MB).toFixed(2)} MB`;

export function findingsOf(soaked: Soaked, bounds: Bounds): readonly Finding[] {
  const { books, memory, complaints, ended } = soaked;
  const wrong = unaccounted(books);
  const twice = sentTwice(books);
  const lost = books.runs.reduce((sum, run) => sum + run.lost, 0);
  const { made, skipped } = runsAndSkipped(books);
  const slots = slotsOf(books);
  const published = books.runs.filter(({ state, accepted }) => state === 'healthy' && accepted > 0).length;
  return [
    growth('heap', memory, bounds),
    growth('resident', memory, bounds),
    leak('descriptors at rest', soaked, 'all'),
    leak('threads at rest', soaked, 'threads'),
    none('runs not accounted for', wrong.length, wrong),
    none('data points sent twice', twice),
    none('data points lost', lost),
    {
      what: 'slots',
      measured: `${made} runs + ${skipped} skipped`,
      wanted: String(slots),
      met: made > 0 && made + skipped === slots,
    },
    {
      what: 'healthy runs that were published',
      measured: String(published),
      wanted: 'some',
      met: published > 0,
    },
    none('complaints', complaints.length, complaints),
    {
      what: 'end',
      measured: `status ${ended.status}${ended.early ? ', before it was told to' : ''}${ended.stderr === '' ? '' : `: ${ended.stderr.slice(0, 200)}`}`,
      wanted: 'status 0, when it was told to',
      met: ended.status === 0 && ended.stderr === '' && !ended.early,
    },
  ];
}

function growth(kind: 'heap' | 'resident', memory: readonly MemorySample[], bounds: Bounds): Finding {
  const half = memory.slice(Math.floor(memory.length / 2));
  const [first, last] = [half[0], half.at(-1)];
  const spanMs = (last?.atMs ?? 0) - (first?.atMs ?? 0);
  const grown = slopeOf(half.map((each) => [each.atMs, each[kind]])) * spanMs;
  return {
    what: `${GROWING[kind]}, growth over the second half`,
    measured: `${megabytes(grown)} in ${Math.round(spanMs / 1_000)} s, from ${megabytes(first?.[kind] ?? 0)}`,
    wanted: `at most ${megabytes(bounds[kind])}`,
    met: grown <= bounds[kind],
  };
}

/** Of the straight line with the least squares through some points; NaN of fewer than two. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const [xy, xx] = points.reduce(
    ([sumXY, sumXX], [x, y]) => [sumXY + (x - meanX) * (y - meanY), sumXX + (x - meanX) ** 2],
    [0, 0],
  );
  return xy / xx;
}

// Connections to EC2 and to CloudWatch stay open for some seconds: one of two looks may find none of them.
const KEPT_OPEN = { all: 2, threads: 0 } as const;

function leak(what: string, { atRest: { before, after }, ended }: Soaked, kind: keyof typeof KEPT_OPEN): Finding {
  if (before === undefined || after === undefined) {
    const measured = ended.early ? 'the process had ended' : 'there is no /proc here';
    return { what, measured, wanted: '–', met: ended.early ? false : undefined };
  }
  const most = before[kind] + KEPT_OPEN[kind];
  const wanted = `at most ${most}, after ${before[kind]} in the beginning`;
  return { what, measured: String(after[kind]), wanted, met: after[kind] <= most };
}

function none(what: string, count: number, examples: readonly string[] = []): Finding {
  const some = examples.slice(0, 3).join('; ');
  return { what, measured: some === '' ? String(count) : `${count}: ${some}`, wanted: '0', met: count === 0 };
}
