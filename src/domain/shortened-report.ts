// A report that fits where the size is bounded: a Lambda destination takes 256 KB. What neither a person nor the replay
// of the diagnosis needs goes first. The way back is in report-input.ts.

import type { Observation, TlsFacts } from './observation.ts';
import type { Route } from './plan.ts';
import type { Diagnosis, Report } from './report.ts';
import type { EndpointSource } from './target.ts';

/** Most that the Lambda function returns, in bytes of JSON. */
export const MAX_RETURNED_BYTES = 100_000;

/** An observation that may have lost keys. */
export type ShortenedObservation = Partial<Omit<Observation, 'route' | 'tls'>> & {
  readonly route?: Partial<Route>;
  readonly tls?: Partial<TlsFacts>;
};

/** What became of a report that was too large. */
export interface Shortening {
  /** How many observations and controls are gone. */
  readonly leftOut: number;
  /** Whether all that the diagnosis compares is still there, so that a replay comes to what the run came to. */
  readonly replayable: boolean;
}

/** A report of which some observations and controls have lost keys, or are gone. */
export type ShortenedReport = Omit<Report, 'observations' | 'controls'> & {
  readonly observations: readonly ShortenedObservation[];
  readonly controls: readonly ShortenedObservation[];
  readonly shortened?: Shortening;
};

type Step = (report: ShortenedReport) => ShortenedReport;
type Shorten = (seen: ShortenedObservation) => ShortenedObservation;

const PLACE = [
  'accessMethod',
  'endpoint',
  'zone',
  'resource',
  'control',
  'expected',
  'outcome',
  'slow',
  'failure',
] as const;
const ANSWER = ['timesMs', 'status', 'errorType'] as const;

/** Which probe it was and what became of it. */
const placed: Shorten = (seen) => ({
  ...picked(seen, [...PLACE, ...ANSWER]),
  ...(seen.tls === undefined ? {} : { tls: picked(seen.tls, ['daysLeft']) }),
});

/** What the diagnosis compares: the addresses and the certificate, not how to repeat the probe. */
const compared: Shorten = (seen) => ({
  ...picked(seen, [...PLACE, ...ANSWER, 'family', 'address', 'addresses', 'bodyExcerpt']),
  ...(seen.route === undefined ? {} : { route: picked(seen.route, ['dial']) }),
  ...(seen.tls === undefined ? {} : { tls: picked(seen.tls, ['subject', 'issuer', 'names', 'validTo', 'daysLeft']) }),
});

/** The same without what only a person reads. */
const comparedAlone: Shorten = (seen) => ({
  ...compared(seen),
  ...(seen.timesMs === undefined ? {} : { timesMs: picked(seen.timesMs, ['unaccounted', 'total']) }),
  ...(seen.tls === undefined ? {} : { tls: picked(seen.tls, ['issuer', 'names', 'daysLeft']) }),
});

const outcomeFirst = { failed: 0, 'not-run': 1, passed: 2 } as const;

// Applied one after the other until the report fits. These leave what the diagnosis compares.
const REPLAYABLE_STEPS: readonly Step[] = [
  (report) => withObservations(report, (seen) => (seen.outcome === 'failed' ? seen : compared(seen))),
  (report) => ({
    ...withObservations(report, (seen) => (seen.outcome === 'failed' ? seen : comparedAlone(seen))),
    controls: report.controls.map(compared),
  }),
  (report) => withDiagnoses(report, (diagnosis) => firstLines(diagnosis, 10)),
  (report) => ({ ...report, target: { ...report.target, resources: firstOf(report.target.resources, 10) } }),
  (report) => withObservations(report, compared),
];

// And these do not.
const LAST_STEPS: readonly Step[] = [
  (report) => withObservations(report, (seen) => (seen.outcome === 'failed' ? seen : placed(seen))),
  (report) => ({ ...withObservations(report, placed), controls: report.controls.map(placed) }),
  (report) => withoutTheLeast(report, 200),
  (report) => withoutTheLeast(report, 20),
  (report) => ({
    ...withoutTheLeast(report, 0),
    target: { ...report.target, endpoints: firstNamed(report.target.endpoints, 10) },
    endpoints: [],
    discovery: { ...withoutChanges(report.discovery), notices: [] },
  }),
  (report) => {
    const first = { ...report.verdict, diagnoses: report.verdict.diagnoses.slice(0, 10) };
    return withDiagnoses({ ...report, verdict: first }, (diagnosis) => clipped(firstLines(diagnosis, 3)));
  },
];

/** The report itself when it fits, else one that does. */
export function shortened(report: Report, maxBytes = MAX_RETURNED_BYTES): ShortenedReport {
  const count = ({ observations, controls }: ShortenedReport) => observations.length + controls.length;
  let result: ShortenedReport = report;
  for (const [index, step] of [...REPLAYABLE_STEPS, ...LAST_STEPS].entries()) {
    if (bytesOf(result) <= maxBytes) break;
    result = step(result);
    const replayable = index < REPLAYABLE_STEPS.length;
    result = { ...result, shortened: { leftOut: count(report) - count(result), replayable } };
  }
  return result;
}

function withObservations(report: ShortenedReport, shorten: Shorten): ShortenedReport {
  return { ...report, observations: report.observations.map(shorten) };
}

function withDiagnoses(report: ShortenedReport, shorten: (diagnosis: Diagnosis) => Diagnosis): ShortenedReport {
  return { ...report, verdict: { ...report.verdict, diagnoses: report.verdict.diagnoses.map(shorten) } };
}

/** The failed ones are kept longest. */
function withoutTheLeast(report: ShortenedReport, keep: number): ShortenedReport {
  const ranked = report.observations.toSorted(
    (a, b) => outcomeFirst[a.outcome ?? 'passed'] - outcomeFirst[b.outcome ?? 'passed'],
  );
  return { ...report, observations: ranked.slice(0, keep), controls: report.controls.slice(0, keep) };
}

function withoutChanges({ changes: _changes, ...discovery }: Report['discovery']): Report['discovery'] {
  return discovery;
}

function firstNamed(source: EndpointSource, count: number): EndpointSource {
  switch (source.kind) {
    case 'ids':
      return { ...source, ids: source.ids.slice(0, count) };
    case 'names':
      return { ...source, names: source.names.slice(0, count) };
    case 'vpc':
      return source;
  }
}

function firstLines(diagnosis: Diagnosis, count: number): Diagnosis {
  return { ...diagnosis, evidence: firstOf(diagnosis.evidence, count), affects: firstOf(diagnosis.affects, count) };
}

function firstOf(lines: readonly string[], count: number): readonly string[] {
  return lines.length <= count ? lines : [...lines.slice(0, count), `and ${lines.length - count} more`];
}

const MAX_LINE_CHARACTERS = 300;

function clipped(diagnosis: Diagnosis): Diagnosis {
  const line = (text: string) => text.slice(0, MAX_LINE_CHARACTERS);
  const { code, title, cause, evidence, remedy, command, affects, link } = diagnosis;
  return {
    code,
    title: line(title),
    cause: line(cause),
    evidence: evidence.map(line),
    remedy: line(remedy),
    command: line(command),
    affects: affects.map(line),
    link,
  };
}

/** Only the keys that are there: a value of `undefined` would be a key that the report never had. */
function picked<Value extends object, Key extends keyof Value>(value: Value, keys: readonly Key[]): Pick<Value, Key> {
  const kept = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]);
  return Object.fromEntries(kept) as Pick<Value, Key>;
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
