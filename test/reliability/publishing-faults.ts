// What CloudWatch, or what answers in its place, may say to the metrics of a run.

import type { Answer } from '../discovery/aws-stand-ins.ts';
import { DENIED, type PublishingFault, publishFailed, refused } from './publishing-fault.ts';

const THROTTLED = refused(400, 'ThrottlingException', 'Rate exceeded');
const BROKEN = refused(500, 'InternalServiceFault', 'Internal error');
const PAGE: Answer = { type: 'text/html', body: '<html><body>Please sign in</body></html>' };

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
    fault: 'CloudWatch takes the data, and each of its answers is lost',
    does: 'tries three times and writes all: CloudWatch knows no way to say that data come again, and they are rather counted twice than never',
    cloudwatch: ['loses'],
    accepted: 'none',
    problem: publishFailed(/ECONNRESET/),
    calls: 3,
    twice: true,
  },
];
