// The probes that failed: what was met and what was expected in one line, where it went, and the command that repeats
// it, on its own line and never cut.

import { FAILURES, type Failure, type FailureCode } from '../domain/failure.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { clipLine, type Line, line, paragraph, span } from './line.ts';
import { type Naming, namingOf, wayName } from './report-row.ts';

/** Of failures with the same code; the rest would say the same again. */
const MAX_LISTED_PER_CODE = 8;

type Failed = Observation & { readonly failure: Failure };

export function failedProbeLines({ observations }: Report, columns: number): readonly Line[] {
  const failed = observations.filter((seen): seen is Failed => seen.failure !== undefined);
  if (failed.length === 0) return [];
  const naming = namingOf(observations);
  return [
    line('Failed probes', 'strong'),
    ...[...Map.groupBy(failed, ({ failure }) => failure.code)].flatMap(([code, group]) => [
      [],
      ...paragraph([span(`  ${code}`, 'bad'), span(': ')], span(FAILURES[code].means), columns),
      ...group.slice(0, MAX_LISTED_PER_CODE).flatMap((probe) => [[], ...oneProbe(probe, naming, columns)]),
      ...rest(code, group.length - MAX_LISTED_PER_CODE),
    ]),
  ];
}

function oneProbe(probe: Failed, naming: Naming, columns: number): readonly Line[] {
  const { step, code, message } = probe.failure;
  const facts = factsOf(probe);
  return [
    clipLine([span('  ✗ ', 'bad'), span(`${wayName(probe, naming)} ${probe.resource}`, 'strong')], columns),
    ...paragraph(line('    '), span(`${code} at ${step}: ${message}`), columns),
    ...(facts === '' ? [] : paragraph(line('    '), span(facts, 'quiet'), columns)),
    ...(probe.bodyExcerpt === undefined ? [] : [clipLine(line(`    body: ${probe.bodyExcerpt}`, 'quiet'), columns)]),
    line(`    ${probe.curl}`),
  ];
}

function factsOf({ address, addresses, resolver, status, errorType, requestId }: Failed): string {
  const others = (addresses ?? []).filter((other) => other !== address);
  return [
    ...(address === undefined ? [] : [`address ${address}`]),
    ...(others.length === 0 ? [] : [`also answered ${others.join(' ')}`]),
    ...(address === undefined && resolver !== undefined ? [`resolver ${resolver}`] : []),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(errorType === undefined ? [] : [errorType]),
    ...(requestId === undefined ? [] : [`request id ${requestId}`]),
  ].join(', ');
}

function rest(code: FailureCode, count: number): readonly Line[] {
  return count <= 0 ? [] : [[], line(`    and ${count} more ${code} (see --json)`)];
}
