// A report as it comes back from outside: printed, logged, returned, delivered or exported. Found in whatever holds it and
// checked before anybody looks at it. Pure: reading files and standard input is the command's.

import type * as z from 'zod/mini';
import { CanaryError } from './canary-error.ts';
import { isRecord, keyText, quoted } from './configuration-problem.ts';
import type { Report } from './report.ts';
import { headOf, type ReportHead } from './report-head.ts';
import { reportSchema } from './report-schema.ts';
import { CUT_OFF, type FoundReport, REPORT_MARK, reportsIn } from './report-search.ts';
import type { ShortenedReport } from './shortened-report.ts';

/** A report with every key that a report has today. What an older version did not write has the value that accuses
 * nobody; what was left out of a shortened report is empty. */
export type ReadReport = Report & Pick<ShortenedReport, 'shortened'>;

/** The newest report of a text, and what else there is. */
export interface ReportInput {
  readonly report: ReadReport;
  /** Every report that could be chosen, newest first; the first is `report`. */
  readonly found: readonly ReportHead[];
  /** Where a report stands that has no end. */
  readonly cutOff?: 'inside' | 'at the end of';
}

const MAX_PROBLEMS = 10;
const MAX_NAMES = 10;

/** Finds the newest report in a text; of one API where `api` is its name or its id. Throws a `CanaryError` when there is
 * none, or when it cannot be read. */
export function readReport(text: string, api?: string): ReportInput {
  // Some editors begin a file with a byte order mark, which JSON does not know.
  const inOrder = reportsIn(text.replace(/^\ufeff/, ''));
  const all = inOrder.filter((each) => each !== CUT_OFF);
  const found = newestFirst(all).filter((each) => api === undefined || isOf(headOf(each), api));
  const [newest] = found;
  if (newest === undefined) {
    const message = all.length === 0 ? nothingFound(text, inOrder.length > 0) : noneOf(api ?? '', all.map(headOf));
    throw new CanaryError('report-unreadable', message);
  }
  const result = reportSchema.safeParse(completed(newest), { reportInput: true });
  if (!result.success) throw new CanaryError('report-unreadable', problemsText(result.error.issues));
  return {
    report: result.data,
    found: found.map(headOf),
    ...(inOrder.includes(CUT_OFF) ? { cutOff: inOrder.at(-1) === CUT_OFF ? 'at the end of' : 'inside' } : {}),
  };
}

/** Of several of the same time the last one is the newest. One whose time cannot be read may be the newest: it is not
 * passed over for an older one. */
function newestFirst(reports: readonly FoundReport[]): readonly FoundReport[] {
  const timeOf = ({ startedAt }: FoundReport) => Date.parse(String(startedAt)) || Number.MAX_VALUE;
  return reports.toReversed().toSorted((one, other) => timeOf(other) - timeOf(one));
}

function isOf({ api, apiId }: ReportHead, wanted: string): boolean {
  return api === wanted || apiId === wanted;
}

function noneOf(wanted: string, heads: readonly ReportHead[]): string {
  const names = [...new Set(heads.map(({ api, apiId }) => (api === apiId ? api : `${api} (${apiId})`)))];
  const more = names.length - MAX_NAMES;
  const known = names.slice(0, MAX_NAMES).join(', ');
  return `no report of the API ${quoted(wanted)}; there are reports of ${known}${more > 0 ? ` and ${more} more` : ''}`;
}

function nothingFound(text: string, isCutOff: boolean): string {
  if (text.trim() === '') return 'no report: nothing came';
  const broken = text.split('\n').find((line) => line.includes(REPORT_MARK));
  if (broken === undefined) return `no report: ${quoted(text)} has none`;
  return isCutOff
    ? `the report is cut off: its JSON has no end: ${quoted(broken.trim())}`
    : `no report: a line mentions one, but has no whole JSON object: ${quoted(broken.trim())}`;
}

function problemsText(issues: readonly z.core.$ZodIssue[]): string {
  // Of another version nothing else can be said.
  const version = issues.filter(({ path }) => path[0] === 'schema');
  const lines = (version.length > 0 ? version : issues).map(
    ({ path, input, message }) => `  ${keyText(path)}: given ${quoted(input)}; accepted: ${message}`,
  );
  const more = lines.length - MAX_PROBLEMS;
  return [
    'this report cannot be read; perhaps another version wrote it:',
    ...lines.slice(0, MAX_PROBLEMS),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

/** What an older version did not write yet, and what shortening left out. Looks at nothing but keys: whether the values
 * are what they should be is for the schema to say. */
function completed(found: FoundReport): unknown {
  const { target, verdict, observations, controls = [], shortened } = found;
  const complete = shortened === undefined ? (seen: unknown) => seen : completedObservation;
  return {
    ...found,
    target: withDefaults(target, { endpoints: endpointSource(found), port: 443 }),
    verdict: isRecord(verdict) ? { ...verdict, diagnoses: each(verdict.diagnoses, withLink) } : verdict,
    observations: each(observations, complete),
    controls: each(controls, complete),
  };
}

/** In every way in the name of the handshake is the name that is dialled. */
function completedObservation(seen: unknown): unknown {
  if (!isRecord(seen)) return seen;
  const { route = {}, tls } = seen;
  const dial = isRecord(route) ? (route.dial ?? '') : '';
  return {
    family: 4,
    curl: '',
    ...seen,
    route: withDefaults(route, { dial, sni: dial, host: '', path: '', headers: {} }),
    ...(tls === undefined ? {} : { tls: withDefaults(tls, NO_TLS_FACTS) }),
  };
}

const NO_TLS_FACTS = { protocol: '', cipher: '', subject: '', issuer: '', names: '' };

function withLink(diagnosis: unknown): unknown {
  return withDefaults(diagnosis, { link: '' });
}

/** Where a report does not say how the configuration names the endpoints: by what is known of them, so that none of them
 * is missed. */
function endpointSource({ discovery, endpoints, observations }: FoundReport): unknown {
  const known = Array.isArray(endpoints) ? endpoints.filter(isRecord) : [];
  if (isRecord(discovery) && discovery.source === 'configuration') {
    const names = known.flatMap(({ regionalName, zones }) => [
      ...(regionalName === undefined ? [] : [regionalName]),
      ...(Array.isArray(zones) ? zones.filter(isRecord).map(({ name }) => name) : []),
    ]);
    return { kind: 'names', names };
  }
  const probed = Array.isArray(observations) ? observations.filter(isRecord) : [];
  const ids = [...known.map(({ id }) => id), ...probed.map(({ endpoint }) => endpoint)];
  return { kind: 'ids', ids: [...new Set(ids.filter((id) => id !== undefined))] };
}

function withDefaults(value: unknown, defaults: Readonly<Record<string, unknown>>): unknown {
  return isRecord(value) ? { ...defaults, ...value } : value;
}

function each(value: unknown, change: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(change) : value;
}
