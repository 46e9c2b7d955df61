// The diagnoses: what is wrong, what shows it, what to do. The command stands on its own line and is never cut: it is
// there to be copied.

import type { Diagnosis, Report } from '../domain/report.ts';
import { type Line, line, paragraph, span } from './line.ts';

export function diagnosisLines({ verdict }: Report, columns: number): readonly Line[] {
  if (verdict.diagnoses.length === 0) return [];
  const each = verdict.diagnoses.flatMap((diagnosis, index) => [[], ...oneDiagnosis(diagnosis, index + 1, columns)]);
  return [line('Diagnosis', 'strong'), ...each];
}

function oneDiagnosis(diagnosis: Diagnosis, number: number, columns: number): readonly Line[] {
  const { title, code, cause, affects, evidence, remedy, command, link } = diagnosis;
  const labelled = (label: string, text: string) =>
    paragraph([span(`     ${label.padEnd(10)}`, 'quiet')], span(text), columns);
  return [
    ...paragraph(line(`  ${`${number}.`.padEnd(3)}`), span(`${title} (${code})`, 'strong'), columns),
    ...(affects.length === 0 ? [] : labelled('affects', affects.join(', '))),
    ...evidence.flatMap((text, index) => labelled(index === 0 ? 'evidence' : '', text)),
    ...(cause === '' ? [] : labelled('cause', cause)),
    ...labelled('remedy', remedy),
    ...(command === '' ? [] : [[span(`     ${'command'.padEnd(10)}`, 'quiet'), span(command)]]),
    ...(link === '' ? [] : labelled('runbook', link)),
  ];
}
