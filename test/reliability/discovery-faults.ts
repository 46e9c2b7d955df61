// What EC2, or what answers in its place, may do to a discovery.

import type { CanaryErrorCode } from '../../src/domain/canary-error.ts';
import { dnsNames, listed, listing, type Reaction, refusal } from '../discovery/aws-stand-ins.ts';
import type { Fault } from './fault.ts';

export interface DiscoveryFault extends Fault {
  /** What calls get one after the other, the last one again and again; or an address at which there is nothing. */
  readonly ec2: readonly Reaction[] | 'nobody-listens' | 'no-such-name';
  /** The problem that is told; `found` is what discovery finds nevertheless. */
  readonly problem?: { readonly code: CanaryErrorCode; readonly says: RegExp };
  readonly found?: readonly string[];
  readonly notices?: readonly string[];
  /** Made by one discovery. */
  readonly calls: number;
  /** 10,000 when it is absent. */
  readonly awsMs?: number;
}

export const ID = 'vpce-01234567abcdef012';
const OTHER = 'vpce-0fedcba9876543210';

const GOOD = listing(listed(ID));
const DENIED = refusal(403, 'UnauthorizedOperation', 'You are not authorized to perform: ec2:DescribeVpcEndpoints');
const THROTTLED = refusal(503, 'RequestLimitExceeded', 'Request limit exceeded.');
const PAGE = '<html><head><title>Sign in</title></head><body>Please sign in</body></html>';
const NOT_UNDERSTOOD = 'what answered as EC2 cannot be understood';
const ENTITIES = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');

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
  {
    fault: "EC2's answer never ends",
    does: 'closes the connection after 4 MB; `ec2-failed`',
    ec2: [{ body: listed(ID).repeat(200), after: 'repeats' }],
    problem: { code: 'ec2-failed', says: /the answer has more than 4000000 bytes$/ },
    calls: 1,
  },
  {
    fault: "EC2's list never ends: each page names another one",
    does: 'stops after 20 pages; `ec2-failed`',
    ec2: [listing(listed(ID), '<nextToken>again</nextToken>')],
    problem: { code: 'ec2-failed', says: /its list has not ended after 20 pages$/ },
    calls: 20,
  },
  {
    fault: 'a later page of the list fails',
    does: 'takes no half of a list; `ec2-failed`',
    ec2: [listing(listed(ID), '<nextToken>two</nextToken>'), { body: '<broken' }],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}`) },
    calls: 2,
  },
  {
    fault: 'XML that is malformed',
    does: '`ec2-failed`',
    ec2: [{ body: '<DescribeVpcEndpointsResponse><vpcEndpointSet><item>' }],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: HTTP status 200, .*XML`) },
    calls: 1,
  },
  {
    fault: 'XML that is 50,000 levels deep',
    does: '`ec2-failed`',
    ec2: [listing('<a>'.repeat(50_000) + '</a>'.repeat(50_000))],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: HTTP status 200, RangeError`) },
    calls: 1,
  },
  {
    fault: 'XML whose entities expand to a gigabyte',
    does: 'expands none of them; `endpoint-unusable`',
    ec2: [{ body: `<!DOCTYPE r [<!ENTITY e0 "e">${ENTITIES}]>${listing(listed(ID, '').replace(ID, '&e9;')).body}` }],
    problem: { code: 'endpoint-unusable', says: /has no DNS names yet/ },
    calls: 1,
  },
  {
    fault: 'a sign-in page of a proxy, with status 200',
    does: '`ec2-failed`, and never "EC2 found no endpoint"',
    ec2: [{ type: 'text/html', body: PAGE }],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: it is no list of endpoints$`) },
    calls: 1,
  },
  {
    fault: 'a page of a proxy, with status 403',
    does: '`ec2-failed`, and never `ec2-denied`',
    ec2: [{ status: 403, type: 'text/html', body: PAGE }],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: HTTP status 403`) },
    calls: 1,
  },
  {
    fault: 'a redirect',
    does: 'follows none; `ec2-failed`',
    ec2: [{ status: 302 }],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: HTTP status 302`) },
    calls: 1,
  },
  {
    fault: 'an answer without a body',
    does: '`ec2-failed`',
    ec2: [{}],
    problem: { code: 'ec2-failed', says: new RegExp(`^${NOT_UNDERSTOOD}: it is no list of endpoints$`) },
    calls: 1,
  },
  {
    fault: 'the content type of another format',
    does: 'reads the answer for what it is',
    ec2: [{ ...GOOD, type: 'application/json' }],
    found: [ID],
    calls: 1,
  },
  {
    fault: 'an error of a megabyte, with terminal escapes and line ends',
    does: 'repeats one line of at most 700 characters, escapes made visible',
    ec2: [refusal(400, 'Odd', '\u001b[2J\n'.repeat(200_000))],
    problem: { code: 'ec2-failed', says: /^EC2: Odd: [ -~]{1,650}…$/ },
    calls: 1,
  },
  {
    fault: 'EC2 lists nothing',
    does: '`endpoint-not-found`',
    ec2: [listing('')],
    problem: { code: 'endpoint-not-found', says: /^EC2 found no interface endpoint/ },
    calls: 1,
  },
  {
    fault: 'EC2 lists the endpoint without its DNS names',
    does: '`endpoint-unusable`, and says why',
    ec2: [listing(listed(ID, ''))],
    problem: { code: 'endpoint-unusable', says: /has no DNS names yet/ },
    calls: 1,
  },
  {
    fault: 'EC2 lists a name of an unknown kind, and members that nobody knows',
    does: 'notes the name, and probes the others',
    ec2: [listing(listed(ID, `<new><x>1</x></new>${dnsNames(`${ID}-01234567`, 'odd.example.com')}`))],
    found: [ID],
    notices: ['unknown-dns-entry'],
    calls: 1,
  },
  {
    fault: 'EC2 lists an endpoint on two pages',
    does: 'probes it once',
    ec2: [listing(listed(ID), '<nextToken>two</nextToken>'), listing(listed(OTHER) + listed(ID))],
    found: [ID, OTHER],
    calls: 2,
  },
];
