// What the answer to a discovery may be: without end, not of EC2, or of EC2 and of no use.

import { dnsNames, listed, listing, refusal } from '../discovery/aws-stand-ins.ts';
import { type DiscoveryFault, GOOD, ID, NOT_UNDERSTOOD } from './discovery-fault.ts';

const OTHER = 'vpce-0fedcba9876543210';
const PAGE = '<html><head><title>Sign in</title></head><body>Please sign in</body></html>';
const ENTITIES = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');

export const DISCOVERY_ANSWER_FAULTS: readonly DiscoveryFault[] = [
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
    fault: 'the status of a redirect',
    does: '`ec2-failed`',
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
    does: 'notes the name, and has the endpoint by the others',
    ec2: [listing(listed(ID, `<new><x>1</x></new>${dnsNames(`${ID}-01234567`, 'odd.example.com')}`))],
    found: [ID],
    notices: ['unknown-dns-entry'],
    calls: 1,
  },
  {
    fault: 'EC2 lists an endpoint on two pages',
    does: 'has it once',
    ec2: [listing(listed(ID), '<nextToken>two</nextToken>'), listing(listed(OTHER) + listed(ID))],
    found: [ID, OTHER],
    calls: 2,
  },
];
