// Situations in which on-call gets a message: each as the record that Lambda hands to the notifier.

import { planControls } from '../../src/domain/control.ts';
import type { EndpointId } from '../../src/domain/identifiers.ts';
import { identityOf } from '../../src/domain/observation.ts';
import type { Diagnosis, Report } from '../../src/domain/report.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import type { MessageLinks } from '../../src/report/message.ts';
import { allPassed, nothingKnown, zoneDown } from './example-reports.ts';
import { CONNECT_TIMEOUT, ENDPOINT_ID, endpointOf, PASSED, reportOf, type Seen, targetOf } from './report-builder.ts';

export const LINKS: MessageLinks = {
  dashboard:
    'https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#dashboards/dashboard/pets-canary',
  logs: 'https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#logsV2:logs-insights',
  runbook: 'https://example.com/runbook',
};

/** Fourteen seconds before the runs of the examples began. */
const AT = '2026-02-03T04:04:52.789+0000';

export const ALARM = {
  name: 'pets-canary-pets-test-vpc-degraded',
  state: 'ALARM',
  previousState: 'OK',
  reason: 'pets-canary-pets-test-vpc-some-failure transitioned to ALARM at Tuesday 03 February, 2026 04:04:52 UTC',
  at: AT,
  severity: 'warn',
};
export const PAGE = { ...ALARM, name: 'pets-canary-pets-test-vpc-unreachable', severity: 'page' };
export const OVER = { ...PAGE, state: 'OK', previousState: 'ALARM', reason: 'The rule is not true any more' };
export const HEARTBEAT = {
  ...PAGE,
  name: 'pets-canary-pets-test-vpc-heartbeat',
  reason:
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
};

const SLOW = {
  ...ALARM,
  name: 'pets-canary-pets-test-vpc-slow',
  reason: 'pets-canary-pets-test-vpc-latency-vpce-host transitioned to ALARM at Tuesday 03 February, 2026 04:04:52 UTC',
};
const CERTIFICATE = {
  ...ALARM,
  name: 'pets-canary-pets-test-vpc-certificate',
  reason: 'Threshold Crossed: 1 datapoint [20.0 (03/02/26 03:04:00)] was less than the threshold (30.0).',
};

const CONFIGURATION = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
  endpoints: { vpcEndpointIds: [ENDPOINT_ID] },
};

const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:pets-canary-explain';

/** A record in the form of Lambda's documentation; `more` replaces its parts. */
export function recordOf(alarm: unknown, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: '2026-02-03T04:05:07.500Z',
    requestContext: {
      requestId: 'e4b46cbf-b738-4880-8880-a18cdf61200e',
      functionArn: `${FUNCTION}:$LATEST`,
      condition: 'Success',
      approximateInvokeCount: 1,
    },
    requestPayload: { ...CONFIGURATION, alarm },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    ...more,
  };
}

/** What the canary returned, as JSON carries it. */
export function explained(report: Report, alarm: unknown, maxBytes?: number): Record<string, unknown> {
  const responsePayload = JSON.parse(JSON.stringify({ ...shortened(report, maxBytes), alarm }));
  return recordOf(alarm, { responsePayload });
}

export function failed(condition: string, responsePayload: unknown, alarm: unknown = PAGE): Record<string, unknown> {
  const requestContext = { requestId: 'e4b46cbf-b738-4880-8880-a18cdf61200e', functionArn: FUNCTION, condition };
  return recordOf(alarm, {
    requestContext: { ...requestContext, approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload,
  });
}

const twoZones = endpointOf(['us-west-2a', 'us-west-2b']);

const REFUSED: Seen = {
  ...PASSED,
  outcome: 'failed',
  status: 403,
  errorType: 'AccessDeniedException',
  failure: { step: 'expect', code: 'access-denied', message: 'status (403) expected 200: AccessDeniedException' },
};

function diagnosisOf(code: string, more: Partial<Diagnosis>): Diagnosis {
  return {
    code,
    title: code,
    cause: `What ${code} comes from.`,
    evidence: [],
    remedy: 'Look at it.',
    command: '',
    affects: [],
    link: `docs/diagnoses.md#${code}`,
    ...more,
  };
}

const POLICY = diagnosisOf('resource-policy-denies', {
  title: 'The resource policy of the API refuses every call',
  evidence: [
    'Every probe of every way ended in 403 AccessDeniedException',
    'The control with an API id that does not exist was refused as such: endpoint, TLS and front door work',
  ],
  remedy: `Allow ${ENDPOINT_ID} in the API's resource policy, e.g. with aws:SourceVpce. Then deploy the stage again: a policy holds from the next deployment on.`,
  command: 'aws apigateway get-rest-api --region us-west-2 --rest-api-id 01234567ab --query policy --output text',
  affects: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
});

const PRIVATE_DNS = diagnosisOf('private-dns-missing', {
  title: 'Private DNS is on, and the private name does not exist in this VPC',
  evidence: ['private-dns: dns-nxdomain from 10.0.0.2:53', 'EC2 says that private DNS of the endpoint is on'],
  remedy: 'Look for a hosted zone of your own that shadows execute-api.us-west-2.amazonaws.com.',
  command: 'aws route53 list-hosted-zones-by-vpc --vpc-id vpc-0a1b2c3d4e5f60718 --vpc-region us-west-2',
  affects: ['private-dns'],
});

export const refused: Report = reportOf({
  endpoints: [twoZones],
  see: () => REFUSED,
  more: {
    durationMs: 318,
    controls: planControls(targetOf(), [twoZones]).map((probe) => ({
      ...identityOf(probe),
      ...PASSED,
      status: 403,
      errorType: probe.control === 'unknown-api' ? 'ForbiddenException' : 'AccessDeniedException',
      ...(probe.control === 'unknown-api' ? {} : REFUSED),
      curl: 'curl',
    })),
    discovery: {
      source: 'ec2',
      ageSeconds: 0,
      notices: [],
      changes: [
        {
          endpoint: ENDPOINT_ID as EndpointId,
          what: 'security-groups',
          before: 'sg-0aaaaaaaaaaaaaaaa',
          after: 'sg-0bbbbbbbbbbbbbbbb',
          between: ['2026-02-03T03:55:00.000Z', '2026-02-03T04:00:00.000Z'],
        },
      ],
    },
    verdict: {
      state: 'unreachable',
      summary: 'pets/test unreachable from vpc: the resource policy of the API refuses every call',
      diagnoses: [POLICY],
      since: '2026-02-03T03:58:06.789Z',
    },
  },
});

const { since: _since, ...sinceUnknown } = refused.verdict;

const twoCauses: Report = reportOf({
  endpoints: [twoZones],
  see: ({ accessMethod, zone }) => {
    if (accessMethod === 'private-dns') {
      return {
        outcome: 'failed',
        timesMs: { dns: 2.4, unaccounted: 0, total: 2.4 },
        failure: { step: 'dns', code: 'dns-nxdomain', message: 'the name does not exist' },
      };
    }
    return zone === 'us-west-2b' ? CONNECT_TIMEOUT : PASSED;
  },
  more: {
    verdict: {
      state: 'degraded',
      summary: 'pets/test degraded from vpc: private DNS missing; zone us-west-2b does not answer',
      diagnoses: [PRIVATE_DNS, ...zoneDown.verdict.diagnoses],
    },
  },
});

const healthy: Report = {
  ...allPassed,
  verdict: { state: 'healthy', summary: 'pets/test healthy from vpc: all 16 probes passed', diagnoses: [] },
};

const OWN_CERTIFICATE = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  subject: 'CN=pets.internal.example.com',
  issuer: 'CN=Amazon RSA 2048 M02,O=Amazon,C=US',
  names: 'DNS:pets.internal.example.com',
  validTo: '2026-02-23T00:00:00.000Z',
  daysLeft: 20,
};

const ownCertificate: Report = reportOf({
  target: targetOf({ customDomain: { name: 'pets.internal.example.com' } }),
  endpoints: [twoZones],
  see: ({ accessMethod }) => (accessMethod.endsWith('custom-domain') ? { ...PASSED, tls: OWN_CERTIFICATE } : PASSED),
});

/** Six zones, forty resources, ten diagnoses: more than fits anywhere. */
export const large: Report = reportOf({
  target: targetOf({ resources: Array.from({ length: 40 }, (_, index) => ({ path: `/households/${index}/pets` })) }),
  endpoints: [endpointOf(['a', 'b', 'c', 'd', 'e', 'f'].map((zone) => `us-west-2${zone}`))],
  see: ({ zone }) => (zone === 'us-west-2f' ? CONNECT_TIMEOUT : PASSED),
  more: {
    verdict: {
      state: 'degraded',
      summary: 'pets/test degraded from vpc: ten things at once',
      diagnoses: Array.from({ length: 10 }, (_, index) => ({
        ...POLICY,
        code: `cause-${index}`,
        title: `Cause ${index}`,
        evidence: Array.from({ length: 40 }, (_line, number) => `evidence ${number} of cause ${index}`),
      })),
    },
  },
});

/** By the name of their golden files. */
export const SITUATIONS = {
  'zone-down': explained(zoneDown, ALARM),
  unreachable: explained(refused, PAGE),
  unknown: explained(nothingKnown, PAGE),
  'unwatched-and-unknown': explained(nothingKnown, HEARTBEAT),
  'unwatched-and-broken': explained({ ...refused, verdict: sinceUnknown }, HEARTBEAT),
  'watched-and-unknown': explained(nothingKnown, { ...HEARTBEAT, state: 'OK', previousState: 'ALARM' }),
  slow: explained(healthy, SLOW),
  certificate: explained(ownCertificate, CERTIFICATE),
  over: explained(healthy, OVER),
  'over-and-broken': explained(twoCauses, OVER),
  contradiction: explained(healthy, PAGE),
  unwatched: explained({ ...healthy, published: nothingKnown.published }, HEARTBEAT),
  'timed-out': failed('RetriesExhausted', {
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: e4b46cbf-b738-4880-8880-a18cdf61200e Error: Task timed out after 50.00 seconds',
  }),
  throttled: failed('EventAgeExceeded', null, ALARM),
  'not-explained-green': failed('EventAgeExceeded', null, { ...OVER, name: ALARM.name, severity: 'warn' }),
  unreadable: { Records: [{ Sns: { Message: 'not ours' } }] },
  large: explained(large, PAGE),
} as const satisfies Readonly<Record<string, unknown>>;
