// The reports that the golden files show.

import type { EndpointId } from '../../src/domain/identifiers.ts';
import type { EndpointChange, Report } from '../../src/domain/report.ts';
import {
  CONNECT_TIMEOUT,
  controlOf,
  ENDPOINT_ID,
  endpointOf,
  OTHER_ENDPOINT_ID,
  PASSED,
  REFUSED,
  reportOf,
  type Seen,
  targetOf,
} from './report-builder.ts';

const twoZones = endpointOf(['us-west-2a', 'us-west-2b']);

export const allPassed: Report = reportOf({ endpoints: [twoZones], see: () => PASSED });

const subnetsChanged: EndpointChange = {
  endpoint: ENDPOINT_ID as EndpointId,
  what: 'subnets',
  before: 'subnet-01234567abcdef012, subnet-01234567abcdef013',
  after: 'subnet-01234567abcdef012, subnet-01234567abcdef014',
  between: ['2026-02-03T03:45:06.789Z', '2026-02-03T03:50:06.789Z'],
};

export const zoneDown: Report = reportOf({
  endpoints: [twoZones],
  see: ({ zone, accessMethod, resource }) => {
    if (zone === 'us-west-2b') return CONNECT_TIMEOUT;
    return accessMethod === 'private-dns' && resource.path === '/pets/1' ? { ...PASSED, slow: true } : PASSED;
  },
  more: {
    durationMs: 2_034,
    discovery: { source: 'ec2', ageSeconds: 0, notices: [], changes: [subnetsChanged] },
    controls: [
      controlOf('unknown-api', { ...REFUSED, errorType: 'ForbiddenException' }),
      controlOf('undeployed-path', { ...REFUSED, errorType: 'MissingAuthenticationTokenException' }),
    ],
    verdict: {
      state: 'degraded',
      since: '2026-02-03T03:50:06.789Z',
      summary: 'pets: zone us-west-2b does not answer, 4 of 16 probes failed',
      diagnoses: [
        {
          code: 'zone-unreachable',
          title: 'One zone of the endpoint drops connections while the other answers',
          cause:
            'A network ACL or a route table that was changed in that zone, an interface that is gone, or trouble of the zone itself.',
          evidence: [
            'Every probe of us-west-2b ended in connect-timeout at 10.0.2.7',
            'Every probe of us-west-2a and of the regional name passed',
          ],
          remedy:
            "Look at the network ACL of the endpoint's subnet in us-west-2b, and at the route tables between it and the clients.",
          command: `aws ec2 describe-vpc-endpoints --region us-west-2 --vpc-endpoint-ids ${ENDPOINT_ID} --query 'VpcEndpoints[].SubnetIds'`,
          affects: ['us-west-2b'],
          link: 'docs/diagnoses.md#zone-unreachable',
        },
      ],
    },
  },
});

export const nothingKnown: Report = reportOf({
  endpoints: [],
  see: () => PASSED,
  more: {
    durationMs: 10_006,
    discovery: {
      source: 'none',
      ageSeconds: 0,
      notices: [],
      problem: {
        code: 'ec2-unreachable',
        message: 'connect ETIMEDOUT 10.0.0.9:443',
        hint: 'Give the canary a way to the EC2 API (an `ec2` interface endpoint or NAT), or name the endpoint in `endpoints.dnsNames`.',
      },
    },
    verdict: { state: 'unknown', summary: 'pets: nothing was probed, EC2 did not answer', diagnoses: [] },
    published: {
      sink: 'cloudwatch',
      accepted: 0,
      rejected: 3,
      fallback: 'emf',
      problem: {
        code: 'publish-failed',
        message: 'connect ETIMEDOUT 10.0.0.8:443',
        hint: 'The data were written in the embedded metric format instead; see the message.',
      },
    },
  },
});

/** Clears the screen, sets the title, overprints the line, turns the text around, and forges a line. */
const EVIL = '\u001b[2J\u001b]0;owned\u0007\rHEALTHY\u202e\u009b31m\nall is well\u2028ok\u0000\ud800';

const hostileSeen: Seen = {
  ...PASSED,
  outcome: 'failed',
  status: 403,
  tls: { protocol: EVIL, cipher: EVIL, subject: EVIL, issuer: EVIL, names: EVIL, validTo: EVIL, daysLeft: -2 },
  errorType: EVIL,
  requestId: EVIL,
  bodyExcerpt: EVIL,
  address: EVIL,
  addresses: [EVIL, EVIL],
  failure: { step: 'expect', code: 'forbidden', message: `status (403) expected 200 ${EVIL}` },
};

export const hostile: Report = reportOf({
  target: targetOf({ accessMethods: ['private-dns'], resources: [{ path: '/pets' }] }),
  endpoints: [endpointOf([])],
  see: () => hostileSeen,
  more: {
    startedAt: EVIL,
    discovery: {
      source: 'last-known-good',
      ageSeconds: 7_300,
      notices: [{ code: 'unknown-dns-entry', subject: EVIL, message: EVIL }],
      changes: [
        { endpoint: EVIL as EndpointId, what: 'names', before: EVIL, after: EVIL, between: [EVIL, EVIL] },
        { endpoint: EVIL as EndpointId, what: 'endpoint', before: '', after: EVIL, between: [EVIL, EVIL] },
      ],
      problem: { code: 'ec2-failed', message: EVIL, hint: EVIL },
    },
    controls: [controlOf('unknown-api', { ...REFUSED, errorType: EVIL }), controlOf('undeployed-path', hostileSeen)],
    verdict: {
      state: 'unreachable',
      summary: EVIL,
      since: EVIL,
      diagnoses: [
        {
          code: EVIL,
          title: EVIL,
          cause: EVIL,
          evidence: [EVIL],
          remedy: EVIL,
          command: EVIL,
          affects: [EVIL],
          link: EVIL,
        },
      ],
    },
    published: { sink: 'emf', accepted: 4, rejected: 0, problem: { code: 'internal', message: EVIL, hint: EVIL } },
  },
});

/** Everything of which there can be several: endpoints, address families, resources, failures, certificates. */
export const several: Report = reportOf({
  target: targetOf({
    endpoints: { vpcEndpointIds: [ENDPOINT_ID, OTHER_ENDPOINT_ID] },
    customDomain: { name: 'pets.internal.example.com', basePath: 'v1' },
    resources: [
      { path: '/pets' },
      { path: '/pets/1' },
      { path: '/households/1/pets/1/vaccinations/2026/certificate' },
      { path: '/health' },
    ],
  }),
  endpoints: [
    endpointOf(['us-west-2a'], { families: [4, 6] }),
    endpointOf([], { id: OTHER_ENDPOINT_ID as EndpointId, privateDns: 'off' }),
  ],
  see: ({ accessMethod, endpoint, family, resource }) => {
    if (family === 6) {
      return resource.path === '/pets'
        ? {
            outcome: 'failed',
            timesMs: { dns: 2.4, unaccounted: 0, total: 2.4 },
            resolver: '10.0.0.2:53',
            failure: { step: 'dns', code: 'dns-no-address', message: 'the answer holds no AAAA record' },
          }
        : { outcome: 'not-run' };
    }
    if (endpoint === OTHER_ENDPOINT_ID) return CONNECT_TIMEOUT;
    return accessMethod === 'custom-domain' && PASSED.tls !== undefined
      ? { ...PASSED, tls: { ...PASSED.tls, subject: 'CN=pets.internal.example.com', daysLeft: 1 } }
      : PASSED;
  },
  more: {
    cutShort: true,
    discovery: {
      source: 'remembered',
      ageSeconds: 125,
      notices: [
        { code: 'private-dns-pending', subject: ENDPOINT_ID, message: 'EC2 has not made its private DNS zone yet' },
      ],
    },
    vantage: { name: 'head-office', network: 'on-premises' },
    controls: [
      controlOf('unknown-api', { ...REFUSED, errorType: 'ForbiddenException' }),
      controlOf('unknown-api', CONNECT_TIMEOUT, OTHER_ENDPOINT_ID),
      controlOf('undeployed-path', { outcome: 'not-run' }),
      controlOf('api-sni', { ...REFUSED, status: 200 }),
    ],
    verdict: {
      state: 'degraded',
      summary: 'pets: one endpoint does not answer',
      diagnoses: [
        {
          code: 'endpoint-unreachable',
          title: 'One endpoint drops every connection',
          cause:
            'A network ACL or a route table that was changed in that zone, an interface that is gone, or trouble of the zone itself.',
          evidence: [`Every probe of ${OTHER_ENDPOINT_ID} ended in connect-timeout at 10.0.2.7`],
          remedy: "Let the canary's security group in at the endpoint's.",
          command: '',
          affects: [OTHER_ENDPOINT_ID],
          link: 'docs/diagnoses.md#endpoint-unreachable',
        },
        {
          code: 'unexplained',
          title: 'dns-no-address: the name exists but has no address of this family',
          cause:
            'A network ACL or a route table that was changed in that zone, an interface that is gone, or trouble of the zone itself.',
          evidence: ['route53-alias IPv6 GET /pets: the answer holds no AAAA record'],
          remedy: 'Repeat one of the failed probes by hand.',
          command: 'dig AAAA',
          affects: [],
          link: '',
        },
      ],
    },
    published: { sink: 'none', accepted: 0, rejected: 0 },
  },
});
