// The last failures from the function's log, by CloudWatch Logs Insights.

import type { State } from '../../src/domain/report.ts';
import { logTable, type Widget } from './widgets.ts';

const NOT_HEALTHY: readonly Exclude<State, 'healthy'>[] = ['degraded', 'unreachable', 'unknown'];

const LATEST = ['sort @timestamp desc', 'limit 20'];

// Logs Insights discovers the first 200 fields of a line in JSON (Logs User Guide, "Fields in JSON logs"), and a report's
// verdict comes after its observations, which may be more: it is parsed out of the text.
const FAILED_RUNS = [
  'fields @timestamp, report.target.api.name as api, report.target.api.stage as stage, message as summary',
  String.raw`parse @message /"verdict":\{"state":"(?<state>[a-z]+)"/`,
  `filter state in [${NOT_HEALTHY.map((state) => `"${state}"`).join(', ')}]`,
  ...LATEST,
  'display @timestamp, api, stage, state, summary',
];

// A run that Lambda itself ended logs nothing of its own; Lambda writes a line of text, as it does under the text format.
// Source: Lambda Developer Guide, "Troubleshoot execution issues": timeouts, and Runtime.ExitError and its like.
const ENDED = String.raw`/Task timed out after|Runtime\.[A-Z][A-Za-z]+/`;

const ERRORS = [
  'fields @timestamp, coalesce(code, "lambda") as what, coalesce(message, @message) as error, hint',
  `filter (level = "ERROR" and not ispresent(report.schema)) or (not ispresent(level) and @message like ${ENDED})`,
  ...LATEST,
  'display @timestamp, what, error, hint',
];

/** Each look at these costs what Logs Insights reads: the log of the dashboard's time range. */
export function lastFailures(logGroupName: string, region: string): readonly Widget[] {
  const query = (commands: readonly string[]) => [`SOURCE '${logGroupName}'`, ...commands].join('\n| ');
  return [
    logTable({ title: 'Last runs that were not healthy', region, query: query(FAILED_RUNS) }),
    logTable({ title: "Last errors of the canary's function", region, query: query(ERRORS) }),
  ];
}
