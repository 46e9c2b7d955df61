// Where the time went, one bar for each way in, without saying how a bar is drawn. The scale is the slowest probe that
// passed, since one timeout would otherwise flatten every other bar to nothing; a longer bar is cut.

import type { Step } from '../domain/failure.ts';
import { type Observation, PHASES, type Phase, type TimesMs } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { type ReportRow, resourcesOf, rowsOf } from './report-row.ts';

export const PHASE_NAMES = {
  dns: 'DNS',
  connect: 'connect',
  tls: 'TLS',
  firstByte: 'first byte',
  transfer: 'transfer',
} as const satisfies Record<Phase, string>;

/** The first resource of a way that was timed. */
export interface Timed {
  readonly times: TimesMs;
  readonly resource: string;
  readonly failedAt?: Step;
}

export interface Timing {
  readonly rows: readonly (ReportRow & { readonly timed: Timed })[];
  /** The resource of every row that does not say otherwise. */
  readonly resource: string;
  /** What a bar of full length stands for. */
  readonly fullMs: number;
}

/** Lengths are whole units of the bar, of which there are `width`. `cut`: the bar would be longer than that. */
export interface Bar {
  readonly segments: readonly { readonly phase: Phase; readonly from: number; readonly length: number }[];
  readonly cut: boolean;
}

/** Undefined when no phase was timed: a shortened report may have totals alone. */
export function timingOf(report: Report): Timing | undefined {
  const resources = resourcesOf(report);
  const rows = rowsOf(report).flatMap((row) => {
    const timed = firstTimed(resources.map((resource) => row.byResource.get(resource)));
    return timed === undefined ? [] : [{ ...row, timed }];
  });
  const [main] = rows;
  if (main === undefined) return undefined;
  return { rows, resource: main.timed.resource, fullMs: longestMs(rows.map(({ timed }) => timed)) };
}

function firstTimed(seen: readonly (Observation | undefined)[]): Timed | undefined {
  const timed = seen.find(({ timesMs = {} } = {} as Observation) => PHASES.some((phase) => phase in timesMs));
  if (timed?.timesMs === undefined) return undefined;
  return {
    times: timed.timesMs,
    resource: timed.resource,
    ...(timed.failure === undefined ? {} : { failedAt: timed.failure.step }),
  };
}

function longestMs(all: readonly Timed[]): number {
  const passed = all.filter(({ failedAt }) => failedAt === undefined);
  return Math.max(...(passed.length > 0 ? passed : all).map(({ times }) => times.total));
}

/** The phases in their order; boundaries are rounded, not lengths, so that the bar is as long as their sum. */
export function barOf({ times }: Timed, scale: { readonly width: number; readonly fullMs: number }): Bar {
  const units = (ms: number) => (scale.fullMs === 0 ? 0 : Math.round((ms / scale.fullMs) * scale.width));
  let sumMs = 0;
  const segments = PHASES.flatMap((phase) => {
    const from = Math.min(units(sumMs), scale.width);
    sumMs += times[phase] ?? 0;
    const length = Math.min(units(sumMs), scale.width) - from;
    return length === 0 ? [] : [{ phase, from, length }];
  });
  return { segments, cut: units(sumMs) > scale.width };
}
