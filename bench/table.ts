// The results as one table for people.

import { type Claim, claimsOf, type Results } from './claims.ts';
import type { Accuracy } from './truth.ts';

/** Markdown: every tool beside the others, then every claim with what was measured. */
export function renderResults(results: Results): string {
  const { truth, scale, runDuration, coldStart } = results;
  const rows: readonly (readonly [string, Accuracy | undefined])[] = [
    ['canary, 240 probes at its own pace', truth.canary.load],
    ['canary, the first run of a process', truth.canary.firstRun],
    ['blackbox_exporter, at the same rate', truth.blackbox?.load],
    ['canary, one at a time', truth.canary.alone],
    ['blackbox_exporter, one at a time', truth.blackbox?.alone],
    ['curl, one at a time', truth.curl?.alone],
  ];
  return [
    table(
      ['ms', 'error p50', 'p90', 'p99', 'reported p50', 'wire p50', 'processor, a probe', 'wall', 'left out'],
      rows.flatMap(([name, measured]) => (measured === undefined ? [] : [[name, ...accuracyCells(measured)]])),
    ),
    table(
      ['routes', 'error p99, ms', 'processor, ms a probe', 'wall, ms', 'resident, MB'],
      scale.map((each) => [
        String(each.routes),
        fixed(each.errorP99, 1),
        fixed(each.cpuMsPerProbe, 2),
        fixed(each.wallMs, 0),
        fixed(each.rssBytes / 1e6, 0),
      ]),
    ),
    table(
      ['a default run', 'ms'],
      [
        [`${runDuration.probes} probes`, runDuration.runMs.toFixed(0)],
        ['the slowest of them', runDuration.slowestMs.toFixed(0)],
      ],
    ),
    table(
      ['cold start', 'wall, ms', 'processor, ms'],
      (
        [
          ['bare Node', coldStart.node],
          ['loading the bundle', coldStart.bundle],
          ['and all that a run loads later', coldStart.wholeRun],
          ['loading the naive bundle', coldStart.naive],
          ['start to first probe, endpoints named', coldStart.firstProbe],
          ['start to first probe, EC2 asked', coldStart.firstProbeWithEc2],
        ] as const
      ).map(([name, { wallMs, cpuMs }]) => [name, fixed(wallMs, 0), fixed(cpuMs, 0)]),
    ),
    table(['wanted', 'measured', 'at most', ''], claimsOf(results).map(claimCells)),
  ].join('\n\n');
}

function accuracyCells({ error, reported, wire, cpuMs, wallMs, leftOut }: Accuracy): readonly string[] {
  return [
    ...[error.p50, error.p90, error.p99].map((ms) => fixed(ms, 2)),
    ...[reported.p50, wire.p50].map((ms) => fixed(ms, 1)),
    fixed(cpuMs, 2),
    fixed(wallMs, 0),
    String(leftOut),
  ];
}

function claimCells({ what, measured, limit, unit }: Claim): readonly string[] {
  if (Number.isNaN(measured)) return [what, UNKNOWN, `${limit} ${unit}`, 'not measured'];
  const verdict = measured <= limit ? 'met' : 'NOT met';
  return [what, `${fixed(measured, measured < 10 ? 2 : 1)} ${unit}`, `${limit} ${unit}`, verdict];
}

// Processor time can only be measured where the system has `/proc`.
const UNKNOWN = '–';

function fixed(value: number, digits: number): string {
  return Number.isNaN(value) ? UNKNOWN : value.toFixed(digits);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? `${'-'.repeat(width + 2)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
