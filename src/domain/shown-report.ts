// A value from outside as a report that can be shown to a person: what is missing or of another kind is left out, so
// that a shortened report, or one of another version, still tells what it can. Never throws.

import { ACCESS_METHODS } from './access-method.ts';
import { isRecord } from './configuration-problem.ts';
import { CONTROLS } from './control.ts';
import { FAILURES, type Failure } from './failure.ts';
import type { EndpointId } from './identifiers.ts';
import type { Observation, TlsFacts } from './observation.ts';
import type { Route } from './plan.ts';
import { type Diagnosis, type EndpointChange, REPORT_SCHEMA, type Report, type State } from './report.ts';

/** What of a report a person is shown in a message. Of the observations, routes and commands are left empty, of their
 * times there is the total alone, and of the certificates whose they are and how long they last; what became of the
 * metrics is not among it. */
export type ShownReport = Report & {
  /** How many observations a shortened report has lost. */
  readonly leftOut: number;
};

const STATES = { healthy: true, degraded: true, unreachable: true, unknown: true } satisfies Record<State, true>;
const OUTCOMES = { passed: true, failed: true, 'not-run': true } satisfies Record<Observation['outcome'], true>;

const CHANGES = {
  endpoint: true,
  state: true,
  names: true,
  zones: true,
  'private-dns': true,
  'security-groups': true,
  subnets: true,
} satisfies Record<EndpointChange['what'], true>;
/** Of each text; a run writes none that is longer, but for commands. */
const MAX_CHARACTERS = 2_000;

const NO_ROUTE: Route = { dial: '', sni: '', host: '', path: '', headers: {} };

type Values = Readonly<Record<string, unknown>>;

/** Undefined when the value is no report at all. */
export function shownReport(value: unknown): ShownReport | undefined {
  const report = recordOf(value);
  const target = recordOf(report.target);
  const api = recordOf(target.api);
  const verdict = recordOf(report.verdict);
  if (report.schema !== REPORT_SCHEMA || !isKey(STATES, verdict.state) || typeof api.id !== 'string') return undefined;
  const discovery = recordOf(report.discovery);
  const shown = {
    schema: REPORT_SCHEMA,
    target: {
      api: { id: text(api.id), stage: text(api.stage), region: text(api.region), name: text(api.name) || text(api.id) },
      accessMethods: [],
      leftOut: [],
      resources: texts(target.resources),
    },
    vantage: { name: text(recordOf(report.vantage).name), network: recordOf(report.vantage).network },
    startedAt: text(report.startedAt),
    durationMs: number(report.durationMs),
    measurementDelayMs: number(report.measurementDelayMs),
    cutShort: report.cutShort === true,
    endpoints: records(report.endpoints).map(({ id }) => ({ id: text(id) })),
    discovery: {
      source: text(discovery.source),
      ageSeconds: 0,
      notices: [],
      changes: records(discovery.changes).flatMap(change),
      ...problem(discovery.problem),
    },
    observations: records(report.observations).flatMap(observation),
    controls: records(report.controls).flatMap(observation),
    leftOut: number(recordOf(report.shortened).leftOut),
    verdict: {
      state: verdict.state,
      summary: text(verdict.summary),
      diagnoses: records(verdict.diagnoses).map(diagnosis),
      ...(typeof verdict.since === 'string' ? { since: text(verdict.since) } : {}),
    },
    published: { sink: 'none', accepted: 0, rejected: 0 },
  };
  // A parse boundary: identifiers were checked by the run that made the report, and are only shown here.
  return shown as unknown as ShownReport;
}

/** None when it lacks what tells it from others. */
function observation(seen: Values): readonly Values[] {
  const { accessMethod, outcome, resource, control, failure } = seen;
  if (!isKey(ACCESS_METHODS, accessMethod) || !isKey(OUTCOMES, outcome) || typeof resource !== 'string') return [];
  const { total } = recordOf(seen.timesMs);
  return [
    {
      accessMethod,
      outcome,
      resource: text(resource),
      family: seen.family === 6 ? 6 : 4,
      route: NO_ROUTE,
      curl: '',
      ...picked(seen, ['endpoint', 'zone', 'errorType']),
      ...(typeof seen.status === 'number' ? { status: seen.status } : {}),
      ...(seen.slow === true ? { slow: true } : {}),
      ...(isKey(CONTROLS, control) ? { control } : {}),
      ...(seen.expected === 'denied' ? { expected: 'denied' } : {}),
      ...(typeof total === 'number' ? { timesMs: { unaccounted: 0, total } } : {}),
      ...(isRecord(seen.tls) ? { tls: certificateOf(seen.tls) } : {}),
      ...(outcome === 'failed' ? { failure: failureOf(recordOf(failure)) } : {}),
    },
  ];
}

function certificateOf({ subject, issuer, daysLeft }: Values): TlsFacts {
  const days = typeof daysLeft === 'number' && Number.isFinite(daysLeft) ? { daysLeft } : {};
  return { protocol: '', cipher: '', subject: text(subject), issuer: text(issuer), names: '', ...days };
}

function failureOf({ step, code, message }: Values): Values & Pick<Failure, 'code'> {
  return { step: text(step), code: isKey(FAILURES, code) ? code : 'unknown', message: text(message) };
}

function change(seen: Values): readonly EndpointChange[] {
  const { endpoint, what, before, after, between } = seen;
  const [earlier, later] = texts(between);
  if (typeof endpoint !== 'string' || !isKey(CHANGES, what) || earlier === undefined || later === undefined) return [];
  return [
    { endpoint: endpoint as EndpointId, what, before: text(before), after: text(after), between: [earlier, later] },
  ];
}

function diagnosis(found: Values): Diagnosis {
  const { code, title, cause, evidence, remedy, command, affects, link } = found;
  return {
    code: text(code),
    title: text(title),
    cause: text(cause),
    evidence: texts(evidence),
    remedy: text(remedy),
    // Half a command is worse than none: whoever shows it says whether it is too long.
    command: text(command, Number.POSITIVE_INFINITY),
    affects: texts(affects),
    link: text(link),
  };
}

function problem(value: unknown): Values {
  if (!isRecord(value)) return {};
  return { problem: { code: text(value.code), message: text(value.message), hint: text(value.hint) } };
}

function isKey<Key extends string>(table: Readonly<Record<Key, unknown>>, value: unknown): value is Key {
  return typeof value === 'string' && Object.hasOwn(table, value);
}

function recordOf(value: unknown): Values {
  return isRecord(value) ? value : {};
}

function records(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown, maxCharacters = MAX_CHARACTERS): string {
  return typeof value === 'string' ? value.slice(0, maxCharacters).toWellFormed() : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').map((each) => text(each)) : [];
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function picked(from: Values, keys: readonly string[]): Values {
  return Object.fromEntries(keys.flatMap((key) => (typeof from[key] === 'string' ? [[key, text(from[key])]] : [])));
}
