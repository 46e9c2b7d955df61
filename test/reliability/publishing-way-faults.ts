// What else may be in the way of the metrics of a run: they take two calls, and there is no client, no time or no output.

import { DENIED, type PublishingFault, publishFailed } from './publishing-fault.ts';

export const PUBLISHING_WAY_FAULTS: readonly PublishingFault[] = [
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
];
