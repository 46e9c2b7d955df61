// The parts of the report that a message repeats, as the terminal shows them, but so short that they can be read on a
// phone: what is left out is counted.

import type { Diagnosis, Report } from '../domain/report.ts';
import type { ShownReport } from '../domain/shown-report.ts';
import { controlLines } from './control-lines.ts';
import { diagnosisLines } from './diagnoses.ts';
import { type Line, line, paragraph, span } from './line.ts';
import { matrixLines } from './matrix.ts';
import { bounded, commandText, MESSAGE_COLUMNS } from './message-wording.ts';
import { outcomesText } from './outcome.ts';

const MAX_MATRIX_LINES = 20;
const MAX_FAILING_LINES = 12;
const MAX_DIAGNOSES = 2;
const MAX_TITLES = 5;
const MAX_EVIDENCE = 4;
const MAX_CONTROLS = 4;

/** The whole matrix; when that is too long, the resources and ways in which a probe did not pass or was slow. */
export function shortMatrix(report: ShownReport): readonly Line[] {
  if (report.observations.length === 0) return [];
  const whole = matrixLines(report, MESSAGE_COLUMNS);
  const lost = report.leftOut === 0 ? [] : [line(`  and ${report.leftOut} more, for which the report had no room`)];
  if (whole.length <= MAX_MATRIX_LINES) return [...whole, ...lost];
  const bad = report.observations.filter(({ outcome, slow }) => outcome !== 'passed' || slow === true);
  const [, ...rows] = matrixLines({ ...report, observations: bad }, MESSAGE_COLUMNS);
  const more = rows.length - MAX_FAILING_LINES;
  return [
    line(`Probes  ${outcomesText(report.observations)}${bad.length === 0 ? '' : '; those that failed or were slow:'}`),
    ...(bad.length === 0 ? [] : rows.slice(0, MAX_FAILING_LINES)),
    ...(more > 0 ? [line(`  and ${more} more lines, in the log`)] : []),
    ...lost,
  ];
}

/** The summary, the first diagnoses with all that there is to do, the others by their titles. */
export function shortVerdict(report: Report, runbook: string): readonly Line[] {
  const { diagnoses } = report.verdict;
  const shown = diagnoses.slice(0, MAX_DIAGNOSES).map((each) => shortDiagnosis(each, runbook));
  const rest = diagnoses.slice(MAX_DIAGNOSES);
  const titles = rest.slice(0, MAX_TITLES).map(({ title, code }) => `${bounded(title, 200)} (${bounded(code, 80)})`);
  const more = rest.length - titles.length;
  return [
    ...paragraph([], span(bounded(report.verdict.summary, 1_000)), MESSAGE_COLUMNS),
    ...(shown.length === 0 ? [] : [[]]),
    ...diagnosisLines({ ...report, verdict: { ...report.verdict, diagnoses: shown } }, MESSAGE_COLUMNS),
    ...(rest.length === 0 ? [] : [[], line('  Also:')]),
    ...titles.flatMap((title) => paragraph(line('  - '), span(title), MESSAGE_COLUMNS)),
    ...(more <= 0 ? [] : [line(`  and ${more} more, in the log`)]),
  ];
}

/** The first controls; there are two or three for each endpoint. */
export function shortControls(report: Report): readonly Line[] {
  const told = report.controls.filter(({ control }) => control !== 'private-name');
  const more = told.length - MAX_CONTROLS;
  const lines = controlLines({ ...report, controls: told.slice(0, MAX_CONTROLS) }, MESSAGE_COLUMNS);
  return more > 0 && lines.length > 0 ? [...lines, line(`  and ${more} more, in the log`)] : lines;
}

function shortDiagnosis(diagnosis: Diagnosis, runbook: string): Diagnosis {
  const { code, title, cause, evidence, remedy, command, affects } = diagnosis;
  return {
    code: bounded(code, 80),
    title: bounded(title, 200),
    cause: bounded(cause, 600),
    evidence: firstOf(evidence, MAX_EVIDENCE).map((text) => bounded(text, 320)),
    remedy: bounded(remedy, 800),
    command: commandText(command),
    affects: firstOf(affects, 8).map((text) => bounded(text, 80)),
    // What the diagnosis has is a path inside the package, which nobody can open from a mail.
    link: runbook === '' ? '' : bounded(`${runbook}#${encodeURIComponent(code.toWellFormed())}`, 2_100),
  };
}

function firstOf(texts: readonly string[], count: number): readonly string[] {
  return texts.length <= count ? texts : [...texts.slice(0, count), `and ${texts.length - count} more`];
}
