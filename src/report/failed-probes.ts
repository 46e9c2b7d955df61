// The probes that failed: what was met and what was expected in one line, where it went, and the command that repeats
// it, on its own line and never cut.

import type { Report } from '../domain/report.ts';
import { type Failed, failureGroups, failureText, whereaboutsText } from './failures.ts';
import { clipLine, type Line, line, paragraph, span } from './line.ts';
import { type Naming, namingOf, wayName } from './report-row.ts';

export function failedProbeLines(report: Report, columns: number): readonly Line[] {
  const groups = failureGroups(report);
  if (groups.length === 0) return [];
  const naming = namingOf(report.observations);
  return [
    line('Failed probes', 'strong'),
    ...groups.flatMap(({ code, means, listed, rest }) => [
      [],
      ...paragraph([span(`  ${code}`, 'bad'), span(': ')], span(means), columns),
      ...listed.flatMap((probe) => [[], ...oneProbe(probe, naming, columns)]),
      ...(rest === '' ? [] : [[], line(`    ${rest}`)]),
    ]),
  ];
}

function oneProbe(probe: Failed, naming: Naming, columns: number): readonly Line[] {
  const whereabouts = whereaboutsText(probe);
  return [
    clipLine([span('  ✗ ', 'bad'), span(`${wayName(probe, naming)} ${probe.resource}`, 'strong')], columns),
    ...paragraph(line('    '), span(failureText(probe.failure)), columns),
    ...(whereabouts === '' ? [] : paragraph(line('    '), span(whereabouts, 'quiet'), columns)),
    ...(probe.bodyExcerpt === undefined ? [] : [clipLine(line(`    body: ${probe.bodyExcerpt}`, 'quiet'), columns)]),
    line(`    ${probe.curl}`),
  ];
}
