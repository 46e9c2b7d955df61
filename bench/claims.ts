// What the measurements are held against: each claim a ratio or a difference within one run, what was measured, and the
// limit that is wanted.

import type { ColdStart } from './cold-start.ts';
import type { RunDurationResult } from './run-duration.ts';
import type { ScaleResult } from './scale.ts';
import type { TruthResult } from './truth.ts';

/** Everything that was measured. */
export interface Results {
  readonly truth: TruthResult;
  readonly scale: readonly ScaleResult[];
  readonly runDuration: RunDurationResult;
  readonly coldStart: ColdStart;
}

/** `measured` is wanted at or below `limit`, both in `unit`. */
export interface Claim {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: 'ms' | 'x' | '%' | 'MB';
  /** It rests on what was on the wire. */
  readonly ofError?: true;
}

/** The claims that can be made of what was measured: none about the exporter where it is not installed. */
export function claimsOf({ truth, scale, runDuration, coldStart }: Results): readonly Claim[] {
  const { load, alone } = truth.canary;
  const most = scale.at(-1);
  const hundred = scale.find(({ routes }) => routes === 100);
  const { bundle, naive } = coldStart;
  const seesTheWire = truth.source === 'packets';
  const claims: readonly Claim[] = [
    { what: 'error of 240 totals, p50', measured: load.error.p50, limit: 0.5, unit: 'ms', ofError: true },
    { what: 'error of 240 totals, p99', measured: load.error.p99, limit: 3, unit: 'ms', ofError: true },
    { what: '240 probes, wall time', measured: load.wallMs, limit: 1_000, unit: 'ms' },
    ...blackboxClaims(truth),
    {
      what: 'reported total under load above alone, p50',
      measured: (load.reported.p50 / alone.reported.p50 - 1) * 100,
      limit: 3,
      unit: '%',
    },
    { what: 'a default run above 1.25 x its slowest probe', measured: runDuration.overMs + 50, limit: 50, unit: 'ms' },
    ...(most === undefined || hundred === undefined
      ? []
      : ([
          { what: `${most.routes} routes, error p99`, measured: most.errorP99, limit: 5, unit: 'ms', ofError: true },
          { what: `${most.routes} routes, resident memory`, measured: most.rssBytes / 1e6, limit: 200, unit: 'MB' },
          {
            what: `cost of a probe, of ${most.routes} to of ${hundred.routes}`,
            measured: most.cpuMsPerProbe / hundred.cpuMsPerProbe,
            limit: 1.1,
            unit: 'x',
          },
        ] as const)),
    { what: 'loading the bundle, after Node has started', measured: bundle.wallMs, limit: 80, unit: 'ms' },
    { what: 'loading, of the naive bundle', measured: bundle.wallMs / naive.wallMs, limit: 0.33, unit: 'x' },
  ];
  return claims.filter(({ ofError }) => seesTheWire || ofError !== true);
}

function blackboxClaims({ canary, blackbox }: TruthResult): readonly Claim[] {
  if (blackbox === undefined) return [];
  const { load } = blackbox;
  return [
    {
      what: "error p50, of the exporter's",
      measured: canary.load.error.p50 / load.error.p50,
      limit: 1,
      unit: 'x',
      ofError: true,
    },
    {
      what: "error p99, of the exporter's",
      measured: canary.load.error.p99 / load.error.p99,
      limit: 1,
      unit: 'x',
      ofError: true,
    },
    { what: "processor time, of the exporter's", measured: canary.load.cpuMs / load.cpuMs, limit: 0.7, unit: 'x' },
  ];
}
