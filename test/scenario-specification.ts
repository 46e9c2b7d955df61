// What a run must see and say in each scenario of the simulator: state, failed probes, diagnoses. Data only; the tests
// that hold the program to it are scenarios.test.ts and scenario-pairs.test.ts.

import type { FailureCode, Step } from '../src/domain/failure.ts';
import type { State } from '../src/domain/report.ts';
import type { ScenarioName } from '../src/simulator/scenarios.ts';
import type { Simulator } from '../src/simulator/simulator.ts';

export interface Expected {
  readonly state: State;
  /** Replace top-level keys of the configuration. */
  readonly overrides?: object;
  /** Place -> what failed there. Every place that is not named has passed. Absent where it depends on the addresses that
   * DNS gives first. */
  readonly failed?: Failed;
  readonly planned: number;
  /** Codes of all diagnoses, most important first. */
  readonly diagnoses: readonly string[];
}

export type Failed = Readonly<Record<string, What>>;

type What = `${Step} ${FailureCode}`;

export const RESOURCES = ['GET /pets', 'GET /pets/1'] as const;
const PET = 'GET /pets/1';

const zonal = (way: string) => [way, `${way} us-west-2a`, `${way} us-west-2b`];
const PRIVATE = ['private-dns'];
const ALIAS = ['route53-alias'];
const HOST = zonal('vpce-host');
const API_ID = zonal('vpce-api-id');
const VPCE = [...HOST, ...API_ID];
const EVERY = [...PRIVATE, ...ALIAS, ...VPCE];
const DOMAIN = ['custom-domain'];
const VPCE_DOMAIN = zonal('vpce-custom-domain');

const ALL = 2 * EVERY.length;
const WITH_DOMAIN = ALL + 2 * (DOMAIN.length + VPCE_DOMAIN.length);

// Short limits where a scenario is about silence; everything else keeps the defaults.
const SHORT = { timeouts: { connectMs: 1_000 } };
const SHORT_TLS = { timeouts: { tlsMs: 1_000 } };
const SHORT_PROBE = { timeouts: { probeMs: 3_000 } };

function failing(routes: readonly string[], what: What, resources: readonly string[] = RESOURCES): Failed {
  return Object.fromEntries(routes.flatMap((route) => resources.map((resource) => [`${route} ${resource}`, what])));
}

const healthy = (planned = ALL): Expected => ({ state: 'healthy', failed: {}, planned, diagnoses: [] });

const everyWay = (what: What, ...diagnoses: readonly string[]): Expected => ({
  state: 'unreachable',
  failed: failing(EVERY, what),
  planned: ALL,
  diagnoses,
});

const someWays = (failed: Failed, ...diagnoses: readonly string[]): Expected => ({
  state: 'degraded',
  failed,
  planned: ALL,
  diagnoses,
});

const withDomain = (failed: Failed, ...diagnoses: readonly string[]): Expected => ({
  ...someWays(failed, ...diagnoses),
  planned: WITH_DOMAIN,
});

export const SPECIFICATION: Readonly<Record<ScenarioName, Expected>> = {
  healthy: healthy(),
  'custom-domain': healthy(WITH_DOMAIN),
  'private-dns-off': healthy(ALL - 2),
  slow: {
    ...someWays({}, 'answers-slowly'),
    overrides: { resources: RESOURCES.map((label) => ({ path: label.slice(4), expect: { latencyMs: 1_000 } })) },
  },
  'certificate-expiring': someWays({}, 'certificate-expiring', 'certificate-expiring'),

  'private-name-missing': someWays(failing(PRIVATE, 'dns dns-nxdomain'), 'private-dns-off'),
  'private-dns-pending': someWays(failing(PRIVATE, 'dns dns-nxdomain'), 'private-dns-pending'),
  'private-name-shadowed': someWays(failing([...PRIVATE, ...ALIAS], 'dns dns-nxdomain'), 'private-name-missing'),
  'private-name-public': someWays(failing(PRIVATE, 'connect connect-unreachable'), 'private-name-public'),
  'private-name-other-endpoint': someWays({}, 'private-name-elsewhere'),
  'private-name-stale': someWays(failing(PRIVATE, 'connect connect-refused'), 'private-name-elsewhere'),
  'alias-not-associated': someWays(failing(ALIAS, 'expect forbidden'), 'alias-not-associated'),
  'alias-missing': {
    ...someWays(failing(ALIAS, 'dns dns-nxdomain'), 'alias-not-associated'),
    planned: ALL - 2,
  },
  'zonal-name-missing': someWays(
    failing(['vpce-host us-west-2a', 'vpce-api-id us-west-2a'], 'dns dns-nxdomain'),
    'zonal-name-missing',
  ),
  'endpoint-names-missing': someWays(failing(VPCE, 'dns dns-nxdomain'), 'endpoint-names-missing'),
  'dns-servfail': everyWay('dns dns-servfail', 'resolver-failing'),
  'dns-silent': everyWay('dns dns-timeout', 'resolver-failing'),
  'private-names-servfail': someWays(failing([...PRIVATE, ...ALIAS], 'dns dns-servfail'), 'forwarding-failing'),

  'zone-down': {
    ...someWays(
      failing(['vpce-host us-west-2a', 'vpce-api-id us-west-2a'], 'connect connect-timeout'),
      'zone-unreachable',
    ),
    overrides: SHORT,
  },
  'zone-drops-packets': { state: 'degraded', planned: ALL, diagnoses: ['zone-unreachable'], overrides: SHORT },
  'endpoint-unreachable': { ...everyWay('connect connect-timeout', 'endpoint-unreachable'), overrides: SHORT },
  'endpoint-pending': {
    ...everyWay('connect connect-timeout', 'endpoint-not-available'),
    failed: {
      ...failing(EVERY, 'connect connect-timeout'),
      ...failing(PRIVATE, 'dns dns-nxdomain'),
    },
    overrides: SHORT,
  },
  'endpoint-refuses': everyWay('connect connect-refused', 'endpoint-refuses'),
  'no-route': everyWay('connect connect-unreachable', 'no-route'),
  'ipv6-unreachable': {
    ...someWays(
      failing(
        EVERY.map((route) => `${route} IPv6`),
        'connect connect-unreachable',
      ),
      'one-family-unreachable',
    ),
    planned: 2 * ALL,
  },

  'wrong-certificate': someWays(failing(VPCE, 'tls tls-name-mismatch'), 'vpce-certificate-mismatch'),
  'foreign-certificate': everyWay('tls tls-name-mismatch', 'foreign-certificate'),
  'tls-intercepted': everyWay('tls tls-untrusted', 'tls-intercepted'),
  'certificate-expired': everyWay('tls tls-expired', 'certificate-expired'),
  'tls-refused': everyWay('tls tls-alert', 'tls-refused'),
  'tls-silent': { ...everyWay('tls tls-timeout', 'tls-cut-off'), overrides: SHORT_TLS },
  'tls-reset': everyWay('tls tls-reset', 'tls-cut-off'),
  'tls-plain-http': everyWay('tls tls-not-tls', 'tls-not-spoken'),

  'host-rewritten': someWays(failing(HOST, 'expect forbidden'), 'host-not-recognised'),
  'api-id-stripped': someWays(failing(API_ID, 'expect forbidden'), 'api-id-header-lost'),
  'authorization-added': everyWay('expect signature-refused', 'signature-refused'),
  'proxy-answers': everyWay('expect not-api-gateway', 'something-else-answers'),
  'endpoint-silent': { ...everyWay('request request-timeout', 'endpoint-silent'), overrides: SHORT_PROBE },
  'zone-silent': {
    state: 'degraded',
    planned: ALL,
    diagnoses: ['some-answers-missing'],
    overrides: SHORT_PROBE,
  },
  'answer-cut': everyWay('response response-reset', 'answer-cut-off'),
  'answer-too-large': everyWay('response response-body-too-large', 'answer-too-large'),

  'strict-access-mode': someWays(failing([...ALIAS, ...VPCE], 'expect forbidden'), 'strict-access-mode'),
  'default-endpoint-disabled': withDomain(failing(EVERY, 'expect forbidden'), 'default-endpoint-disabled'),
  'stage-missing': everyWay('expect forbidden', 'api-or-stage-missing'),
  'route-missing': someWays(failing(EVERY, 'expect missing-authentication-token', [PET]), 'route-missing'),
  'resource-policy-denies': everyWay('expect access-denied', 'resource-policy-does-not-allow'),
  'resource-policy-explicit-deny': everyWay('expect access-denied', 'resource-policy-denies-explicitly'),
  'policy-denies-old-wording': everyWay('expect access-denied', 'policy-denies'),
  'endpoint-policy-denies': everyWay('expect access-denied', 'endpoint-policy-denies'),
  'iam-on-every-method': everyWay('expect missing-authentication-token', 'no-route-answers'),
  'api-key-required': everyWay('expect forbidden', 'api-key-or-waf'),
  'api-key-on-one-route': someWays(failing(EVERY, 'expect forbidden', [PET]), 'api-key-or-waf'),
  'authorizer-refuses': everyWay('expect unauthorized', 'authorizer-refuses'),
  'waf-blocks-some': { state: 'degraded', planned: ALL, diagnoses: ['refused-now-and-then'] },
  throttled: everyWay('expect throttled', 'throttled'),
  'quota-exceeded': everyWay('expect quota-exceeded', 'throttled'),
  'validator-refuses': everyWay('expect bad-request', 'request-invalid'),

  'backend-error-as-200': everyWay('expect body-mismatch', 'wrong-answer'),
  'maintenance-page': everyWay('expect body-not-json', 'wrong-answer'),
  'backend-timeout': everyWay('expect integration-timeout', 'backend-slow'),
  'backend-silent': { ...everyWay('request request-timeout', 'backend-slow'), overrides: SHORT_PROBE },
  'backend-unreachable': everyWay('expect integration-unreachable', 'backend-unreachable'),
  'integration-misconfigured': everyWay('expect integration-failed', 'integration-fails'),
  'function-fails': everyWay('expect integration-failed', 'function-fails'),
  'backend-unavailable': everyWay('expect backend-error', 'backend-error'),
  'backend-not-found': everyWay('expect unexpected-status', 'backend-error'),

  'custom-domain-record-missing': withDomain(failing(DOMAIN, 'dns dns-nxdomain'), 'custom-domain-record-missing'),
  'custom-domain-not-associated': withDomain(
    { ...failing(DOMAIN, 'tls tls-name-mismatch'), ...failing(VPCE_DOMAIN, 'expect forbidden') },
    'custom-domain-not-associated',
  ),
  'custom-domain-policy-denies': withDomain(
    failing([...DOMAIN, ...VPCE_DOMAIN], 'expect access-denied'),
    'custom-domain-policy-denies',
  ),
  'custom-domain-default-certificate': withDomain(
    failing(DOMAIN, 'tls tls-name-mismatch'),
    'custom-domain-certificate',
  ),
  'custom-domain-base-path-wrong': withDomain(
    failing([...DOMAIN, ...VPCE_DOMAIN], 'expect missing-authentication-token'),
    'custom-domain-base-path-wrong',
  ),

  'ec2-denied': { state: 'unknown', failed: {}, planned: 0, diagnoses: ['discovery-failed'] },
  'ec2-unavailable': { state: 'unknown', failed: {}, planned: 0, diagnoses: ['discovery-failed'] },
  'ec2-throttled': { state: 'unknown', failed: {}, planned: 0, diagnoses: ['discovery-failed'] },
  'cloudwatch-denied': healthy(),
  'cloudwatch-throttled': healthy(),
  'cloudwatch-unavailable': healthy(),
};

/** Situations that are not the simulated world's but the canary's own. */
export interface Circumstance {
  readonly scenario: ScenarioName;
  /** Top-level keys of the configuration. */
  readonly overrides: object | ((simulator: Simulator) => object);
  /** The run's deadline, in milliseconds. */
  readonly deadlineMs?: number;
  readonly state: State;
  readonly diagnoses: readonly string[];
}

export const CIRCUMSTANCES: Readonly<Record<string, Circumstance>> = {
  'an endpoint is configured that EC2 does not know': {
    scenario: 'healthy',
    overrides: ({ endpoint }: Simulator) => ({
      endpoints: { vpcEndpointIds: [endpoint.id, 'vpce-0fedcba9876543210'] },
    }),
    state: 'degraded',
    diagnoses: ['endpoint-not-probed'],
  },
  'the authority is not trusted': {
    scenario: 'healthy',
    overrides: ({ port, dns }: Simulator) => ({ connection: { port, resolver: [dns.vpc] } }),
    state: 'unreachable',
    diagnoses: ['certificate-untrusted'],
  },
  'private names are asked for from on-premises': {
    scenario: 'healthy',
    overrides: ({ port, dns, caFile }: Simulator) => ({
      accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
      vantage: { network: 'on-premises' },
      connection: { port, resolver: [dns.onPremises], caFile },
    }),
    state: 'degraded',
    diagnoses: ['private-name-not-forwarded'],
  },
  'the base path is mapped to nothing': {
    scenario: 'custom-domain',
    overrides: { customDomain: { name: 'pets.internal.example.com', basePath: 'v2' } },
    state: 'degraded',
    diagnoses: ['custom-domain-not-associated'],
  },
  'the deadline comes first': {
    scenario: 'slow',
    overrides: {},
    deadlineMs: 1_500,
    state: 'unknown',
    diagnoses: ['run-cut-short'],
  },
};
