// A report that fits where the size is bounded: a Lambda destination takes 256 KB. What a person needs least goes first.

import type { Observation } from './observation.ts';
import type { Diagnosis, Report } from './report.ts';

/** Most that the Lambda function returns, in bytes of JSON. */
export const MAX_RETURNED_BYTES = 100_000;

/** A report of which some observations have lost keys; `leftOut` counts those that are gone. */
export type ShortenedReport = Omit<Report, 'observations'> & {
  readonly observations: readonly Partial<Observation>[];
  readonly shortened?: { readonly leftOut: number };
};

type Step = (report: ShortenedReport) => ShortenedReport;

const identity = ({ accessMethod, endpoint, zone, resource, outcome, timesMs, failure }: Partial<Observation>) =>
  JSON.parse(
    JSON.stringify({ accessMethod, endpoint, zone, resource, outcome, timesMs, failure }),
  ) as Partial<Observation>;

const outcomeFirst = { failed: 0, 'not-run': 1, passed: 2 } as const;

// Applied one after the other until the report fits.
const STEPS: readonly Step[] = [
  (report) => ({
    ...report,
    observations: report.observations.map((each) => (each.outcome === 'failed' ? each : identity(each))),
  }),
  (report) => ({ ...report, observations: report.observations.map(identity) }),
  (report) => ({
    ...report,
    verdict: { ...report.verdict, diagnoses: report.verdict.diagnoses.map((each) => firstLines(each, 10)) },
  }),
  (report) => ({ ...report, target: { ...report.target, resources: firstOf(report.target.resources, 10) } }),
  (report) => withoutTheLeast(report, 200),
  (report) => withoutTheLeast(report, 20),
  (report) => ({
    ...withoutTheLeast(report, 0),
    endpoints: [],
    discovery: { ...report.discovery, notices: [] },
  }),
  (report) => ({
    ...report,
    verdict: {
      ...report.verdict,
      diagnoses: report.verdict.diagnoses.slice(0, 10).map((each) => clipped(firstLines(each, 3))),
    },
  }),
];

/** The report itself when it fits, else one that does. */
export function shortened(report: Report, maxBytes = MAX_RETURNED_BYTES): ShortenedReport {
  let result: ShortenedReport = report;
  for (const step of STEPS) {
    if (bytesOf(result) <= maxBytes) break;
    result = step(result);
    result = { ...result, shortened: { leftOut: report.observations.length - result.observations.length } };
  }
  return result;
}

function withoutTheLeast(report: ShortenedReport, keep: number): ShortenedReport {
  const ranked = report.observations.toSorted(
    (a, b) => outcomeFirst[a.outcome ?? 'passed'] - outcomeFirst[b.outcome ?? 'passed'],
  );
  return { ...report, observations: ranked.slice(0, keep) };
}

function firstLines(diagnosis: Diagnosis, count: number): Diagnosis {
  return { ...diagnosis, evidence: firstOf(diagnosis.evidence, count), affects: firstOf(diagnosis.affects, count) };
}

function firstOf(lines: readonly string[], count: number): readonly string[] {
  return lines.length <= count ? lines : [...lines.slice(0, count), `and ${lines.length - count} more`];
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

const MAX_LINE_CHARACTERS = 300;

function clipped(diagnosis: Diagnosis): Diagnosis {
  const line = (text: string) => text.slice(0, MAX_LINE_CHARACTERS);
  const { title, remedy, command, evidence, affects, code } = diagnosis;
  return {
    code,
    title: line(title),
    evidence: evidence.map(line),
    remedy: line(remedy),
    command: line(command),
    affects: affects.map(line),
  };
}
