// What Lambda tells a destination about an asynchronous invocation, read as what became of explaining an alarm. The
// record's form: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html. Never throws.

import { type AlarmChange, alarmChange } from './alarm-change.ts';
import { isRecord, quoted } from './configuration-problem.ts';
import { type ShownReport, shownReport } from './shown-report.ts';

/** A run looked at the API on behalf of the alarm. */
export interface Explained {
  readonly kind: 'explained';
  readonly report: ShownReport;
  readonly alarm: AlarmChange;
}

/** The run failed, or never began. `api`: `pets/test`, as far as the configuration says; `why`: a sentence. */
export interface Unexplained {
  readonly kind: 'unexplained';
  readonly api: string;
  readonly alarm: AlarmChange;
  readonly why: string;
  /** Of the invocation; finds its lines in the log. */
  readonly requestId: string;
}

/** No invocation record. `excerpt` is its beginning. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly excerpt: string;
}

export type Explanation = Explained | Unexplained | Unreadable;

type Values = Readonly<Record<string, unknown>>;

/** Reads a record, whatever it is. */
export function readExplanation(record: unknown): Explanation {
  if (!isRecord(record) || !isRecord(record.requestContext)) return { kind: 'unreadable', excerpt: quoted(record) };
  const { requestContext, requestPayload, responsePayload } = record;
  const asked = isRecord(requestPayload) ? requestPayload : {};
  const answered = isRecord(responsePayload) ? responsePayload : {};
  const alarm = alarmChange(asked.alarm ?? answered.alarm ?? {});
  // Of an invocation that failed, the payload is the error.
  const report = shownReport(responsePayload);
  if (report !== undefined) return { kind: 'explained', report, alarm };
  return {
    kind: 'unexplained',
    api: nameOf(asked.api),
    alarm,
    why: reason(record, requestContext, answered),
    requestId: typeof requestContext.requestId === 'string' ? requestContext.requestId : '',
  };
}

function reason({ responsePayload }: Values, { condition }: Values, { errorType, errorMessage }: Values): string {
  if (condition === 'EventAgeExceeded') {
    // From a function in a VPC that nobody invoked for weeks Lambda takes its network interfaces, and makes them anew at
    // the next event: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    return 'Lambda gave up before the canary could start: the function is throttled, or has no concurrency left, or it was idle for weeks and not ready yet';
  }
  if (typeof errorMessage !== 'string' || errorMessage === '') {
    return `the invocation ended as ${quoted(condition)}, and its answer is no report: ${quoted(responsePayload)}`;
  }
  const type = typeof errorType === 'string' && errorType !== 'Error' ? `${errorType}: ` : '';
  // Lambda puts the request before what it has to say of a function that it ended.
  return `${type}${errorMessage.replace(/^RequestId: \S+ Error: /, '')}`;
}

function nameOf(api: unknown): string {
  if (!isRecord(api)) return 'an API';
  const { id, name = id, stage } = api;
  return [name, stage].filter((part) => typeof part === 'string' && part !== '').join('/') || 'an API';
}
