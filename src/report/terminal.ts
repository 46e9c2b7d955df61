// The report for people, as the text of a terminal. Pure: width and colour are passed in, and nothing of a report
// reaches the terminal but as safe text.

import type { Report } from '../domain/report.ts';
import { certificateFields } from './certificates.ts';
import { changeFields } from './changes.ts';
import { controlLines } from './control-lines.ts';
import { diagnosisLines } from './diagnoses.ts';
import { failedProbeLines } from './failed-probes.ts';
import { fieldLines } from './field.ts';
import { explainedVerdictLines, headerLines } from './header.ts';
import { type Line, stacked } from './line.ts';
import { matrixLines } from './matrix.ts';
import { paint, type TerminalStyle } from './paint.ts';
import { phaseLines } from './phase-bars.ts';
import { publicationFields } from './publication.ts';

export type { TerminalStyle } from './paint.ts';

/** From top to bottom. A section with nothing to say is left out. */
const SECTIONS = [
  headerLines,
  matrixLines,
  explainedVerdictLines,
  diagnosisLines,
  controlLines,
  (report, columns) => fieldLines(changeFields(report), columns),
  phaseLines,
  (report, columns) => fieldLines(certificateFields(report), columns),
  failedProbeLines,
  (report, columns) => fieldLines(publicationFields(report), columns),
] as const satisfies readonly ((report: Report, columns: number) => readonly Line[])[];

/** The whole report; ends with a newline. Lines are not longer than the terminal is wide, but for commands and names
 * that somebody may want to copy. */
export function renderReport(report: Report, style: TerminalStyle): string {
  return paint(stacked(SECTIONS.map((section) => section(report, style.columns))), style);
}
