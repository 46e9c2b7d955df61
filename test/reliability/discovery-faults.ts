// How EC2 may refuse a discovery, fail or not answer.

import { refusal } from '../discovery/aws-stand-ins.ts';
import { type DiscoveryFault, GOOD, ID, NOT_UNDERSTOOD } from './discovery-fault.ts';

const DENIED = refusal(403, 'UnauthorizedOperation', 'You are not authorized to perform: ec2:DescribeVpcEndpoints');
const THROTTLED = refusal(503, 'RequestLimitExceeded', 'Request limit exceeded.');

export const DISCOVERY_FAULTS: readonly DiscoveryFault[] = [
  {
    fault: 'EC2 refuses: the role lacks the permission',
    does: 'asks once; `ec2-denied`, with the action that is missing',
    ec2: [DENIED],
    problem: { code: 'ec2-denied', says: /^EC2: UnauthorizedOperation: .*ec2:DescribeVpcEndpoints$/ },
    calls: 1,
  },
  {
    fault: 'EC2 refuses the credentials',
    does: 'asks once; `aws-credentials`',
    ec2: [refusal(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials')],
    problem: { code: 'aws-credentials', says: /^EC2: AuthFailure: AWS was not able/ },
    calls: 1,
  },
  {
    fault: 'EC2 throttles, then answers',
    does: 'asks again, and has the answer',
    ec2: [THROTTLED, GOOD],
    found: [ID],
    calls: 2,
  },
  {
    fault: 'EC2 throttles every time',
    does: 'asks three times; `ec2-failed`',
    ec2: [THROTTLED],
    problem: { code: 'ec2-failed', says: /^EC2: RequestLimitExceeded: Request limit exceeded\.$/ },
    calls: 3,
  },
  {
    fault: 'EC2 fails with status 500 twice, then answers',
    does: 'asks a third time, and has the answer',
    ec2: [refusal(500, 'InternalError', 'Internal error'), refusal(500, 'InternalError', 'Internal error'), GOOD],
    found: [ID],
    calls: 3,
  },
  {
    fault: 'connections to EC2 are reset',
    does: 'asks three times; `ec2-unreachable`',
    ec2: ['resets'],
    problem: { code: 'ec2-unreachable', says: /^EC2 could not be reached: .*ECONNRESET/ },
    calls: 3,
  },
  {
    fault: 'nobody listens where EC2 should be',
    does: '`ec2-unreachable`',
    ec2: 'nobody-listens',
    problem: { code: 'ec2-unreachable', says: /^EC2 could not be reached: .*ECONNREFUSED/ },
    calls: 0,
  },
  {
    fault: "EC2's name does not resolve",
    does: '`ec2-unreachable`',
    ec2: 'no-such-name',
    problem: { code: 'ec2-unreachable', says: /^EC2 could not be reached: .*ENOTFOUND/ },
    calls: 0,
  },
  {
    fault: 'EC2 takes the question and is silent',
    does: 'gives up after `timeouts.awsMs`; `ec2-unreachable`',
    ec2: ['silent'],
    problem: { code: 'ec2-unreachable', says: /^EC2 did not answer in time$/ },
    calls: 1,
    awsMs: 500,
  },
  {
    fault: 'EC2 begins an answer and never ends it',
    does: 'gives up after `timeouts.awsMs`; `ec2-unreachable`',
    ec2: [{ body: '<DescribeVpcEndpointsResponse>', after: 'stalls' }],
    problem: { code: 'ec2-unreachable', says: /^EC2 did not answer in time$/ },
    calls: 1,
    awsMs: 500,
  },
  {
    fault: "EC2's answer is cut short",
    does: 'asks three times; `ec2-failed`',
    ec2: [{ ...GOOD, after: 'breaks' }],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: HTTP status 200, .*aborted$`) },
    calls: 3,
  },
];
