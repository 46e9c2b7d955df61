// The control probes in a terminal: each with what it saw in one line, and what that proves below.

import type { Report } from '../domain/report.ts';
import { controlResults, NO_CONTROLS, sentNoControls } from './controls.ts';
import { type Line, line, paragraph, span } from './line.ts';

export function controlLines(report: Report, columns: number): readonly Line[] {
  if (sentNoControls(report)) return paragraph(line('Controls: ', 'quiet'), span(NO_CONTROLS, 'quiet'), columns);
  const results = controlResults(report);
  if (results.length === 0) return [];
  return [
    [span('Controls', 'strong'), span('  sent only to tell causes apart')],
    [],
    ...results.flatMap(({ mark, tone, name, saw, proof }) => [
      ...paragraph([span(`  ${mark} `, tone)], span(`${name}: ${saw}`), columns),
      ...paragraph(line('    '), span(proof, 'quiet'), columns),
    ]),
  ];
}
