// What CloudWatch, or what answers in its place, may do to the metrics of a run.

import type { CanaryErrorCode } from '../../src/domain/canary-error.ts';
import type { Answer, Reaction } from '../discovery/aws-stand-ins.ts';
import type { Fault } from './fault.ts';

export interface PublishingFault extends Fault {
  /** What calls get one after the other, the last one again and again; or what there is in the place of a client. */
  readonly cloudwatch: readonly Reaction[] | 'nobody-listens' | 'no-client' | 'client-that-never-comes';
  /** A run of more than a thousand data is two calls. */
  readonly run?: 'one-call' | 'two-calls';
  /** The data that are told as accepted, of those of the run; the others are told as rejected. */
  readonly accepted: 'all' | 'none' | 'first-call' | 'second-call';
  readonly problem?: { readonly code: CanaryErrorCode; readonly says: RegExp };
  readonly calls: number;
  /** CloudWatch took the data, and nobody here can know. */
  readonly twice?: true;
  /** The embedded metric format cannot be written. */
  readonly output?: 'fails';
  /** 10,000 when it is absent. */
  readonly awsMs?: number;
  /** The publishing is over before it begins. */
  readonly tooLate?: true;
}

/** CloudWatch's answer to what it does not do. */
function refused(status: number, code: string, message: string): Answer {
  return { status, type: 'application/x-amz-json-1.0', body: JSON.stringify({ __type: code, message }) };
}

const DENIED = refused(403, 'AccessDeniedException', 'not authorized to perform: cloudwatch:PutMetricData');
const THROTTLED = refused(400, 'ThrottlingException', 'Rate exceeded');
const BROKEN = refused(500, 'InternalServiceFault', 'Internal error');
const PAGE: Answer = { type: 'text/html', body: '<html><body>Please sign in</body></html>' };
const publishFailed = (says: RegExp) => ({ code: 'publish-failed' as const, says });

export const PUBLISHING_FAULTS: readonly PublishingFault[] = [
  {
    fault: 'CloudWatch refuses: the role lacks the permission',
    does: 'tries once, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: [DENIED],
    accepted: 'none',
    problem: publishFailed(/AccessDenied\w*: not authorized to perform: cloudwatch:PutMetricData$/),
    calls: 1,
  },
  {
    fault: 'CloudWatch refuses the credentials',
    does: 'tries once, then writes all in the embedded metric format; `aws-credentials`',
    cloudwatch: [refused(403, 'ExpiredTokenException', 'The security token included in the request is expired')],
    accepted: 'none',
    problem: { code: 'aws-credentials', says: /ExpiredToken/ },
    calls: 1,
  },
  {
    fault: 'CloudWatch throttles twice, then takes the data',
    does: 'tries three times; all is published, and nothing written',
    cloudwatch: [THROTTLED, THROTTLED, 'passes'],
    accepted: 'all',
    calls: 3,
  },
  {
    fault: 'CloudWatch throttles every time',
    does: 'tries three times, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: [THROTTLED],
    accepted: 'none',
    problem: publishFailed(/Throttling\w*: Rate exceeded$/),
    calls: 3,
  },
  {
    fault: 'CloudWatch answers 500, then resets a connection, then takes the data',
    does: 'tries three times; all is published, and nothing written',
    cloudwatch: [BROKEN, 'resets', 'passes'],
    accepted: 'all',
    calls: 3,
  },
  {
    fault: 'CloudWatch answers 500 every time',
    does: 'tries three times, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: [BROKEN],
    accepted: 'none',
    problem: publishFailed(/Internal error$/),
    calls: 3,
  },
  {
    fault: 'connections to CloudWatch are reset',
    does: 'tries three times, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: ['resets'],
    accepted: 'none',
    problem: publishFailed(/ECONNRESET/),
    calls: 3,
  },
  {
    fault: 'nobody listens where CloudWatch should be',
    does: 'writes all in the embedded metric format; `publish-failed`',
    cloudwatch: 'nobody-listens',
    accepted: 'none',
    problem: publishFailed(/ECONNREFUSED/),
    calls: 0,
  },
  {
    fault: 'CloudWatch takes the call and is silent',
    does: 'gives up after `timeouts.awsMs`, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: ['silent'],
    accepted: 'none',
    problem: publishFailed(/timeout/i),
    calls: 1,
    awsMs: 500,
  },
  {
    fault: 'CloudWatch is silent in the first of two calls',
    does: 'begins no second one after `timeouts.awsMs`, and writes the data of both; `publish-failed`',
    cloudwatch: ['silent', 'passes'],
    run: 'two-calls',
    accepted: 'none',
    problem: publishFailed(/timeout/i),
    calls: 1,
    awsMs: 1_000,
  },
  {
    fault: 'CloudWatch refuses the first of two calls',
    does: 'sends the second, and writes exactly the data of the first; `publish-failed`',
    cloudwatch: [DENIED, 'passes'],
    run: 'two-calls',
    accepted: 'second-call',
    problem: publishFailed(/AccessDenied/),
    calls: 2,
  },
  {
    fault: 'CloudWatch refuses the second of two calls',
    does: 'writes exactly the data of the second; `publish-failed`',
    cloudwatch: ['passes', DENIED],
    run: 'two-calls',
    accepted: 'first-call',
    problem: publishFailed(/AccessDenied/),
    calls: 2,
  },
  {
    fault: 'CloudWatch finds the call too large (413)',
    does: 'tries once, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: [{ status: 413, type: 'text/html', body: '' }],
    accepted: 'none',
    problem: publishFailed(/Unknown/),
    calls: 1,
  },
  {
    fault: 'a page of a proxy in the place of an answer, with status 200',
    does: 'takes it for no answer, and writes all in the embedded metric format; `publish-failed`',
    cloudwatch: [PAGE],
    accepted: 'none',
    problem: publishFailed(/is not valid JSON$/),
    calls: 1,
  },
  {
    fault: "CloudWatch's answer never ends",
    does: 'closes the connection after 4 MB, and writes all in the embedded metric format; `publish-failed`',
    cloudwatch: [{ body: ' '.repeat(100_000), after: 'repeats' }],
    accepted: 'none',
    problem: publishFailed(/the answer has more than 4000000 bytes$/),
    calls: 1,
  },
  {
    fault: 'an error of a megabyte, with terminal escapes and line ends',
    does: 'repeats one line of at most 700 characters, escapes made visible',
    cloudwatch: [refused(400, 'Odd', '\u001b[2J\n'.repeat(200_000))],
    accepted: 'none',
    problem: publishFailed(/^CloudWatch did not take the metrics: [ -~]{1,650}…$/),
    calls: 1,
  },
  {
    fault: "CloudWatch's client cannot be loaded or made",
    does: 'writes all in the embedded metric format; `publish-failed`',
    cloudwatch: 'no-client',
    accepted: 'none',
    problem: publishFailed(/Error: Cannot find module$/),
    calls: 0,
  },
  {
    fault: "CloudWatch's client never comes",
    does: 'gives up after `timeouts.awsMs`, then writes all in the embedded metric format; `publish-failed`',
    cloudwatch: 'client-that-never-comes',
    accepted: 'none',
    problem: publishFailed(/timeout/i),
    calls: 0,
    awsMs: 500,
  },
  {
    fault: 'the time of the run is over before publishing begins',
    does: 'asks CloudWatch nothing, and writes all in the embedded metric format; `publish-failed`',
    cloudwatch: ['passes'],
    accepted: 'none',
    problem: publishFailed(/the time is over$/),
    calls: 0,
    tooLate: true,
  },
  {
    fault: 'neither CloudWatch nor the output takes anything',
    does: 'fails the run and tells both reasons: what cannot report must not look healthy',
    cloudwatch: ['resets'],
    output: 'fails',
    accepted: 'none',
    problem: publishFailed(/^the metrics could be written nowhere: Error: EPIPE after .*ECONNRESET/),
    calls: 3,
  },
  {
    fault: 'CloudWatch takes the data, and each of its answers is lost',
    does: 'tries three times and writes all: CloudWatch knows no way to say that data come again, and they are rather counted twice than never',
    cloudwatch: ['loses'],
    accepted: 'none',
    problem: publishFailed(/ECONNRESET/),
    calls: 3,
    twice: true,
  },
];
