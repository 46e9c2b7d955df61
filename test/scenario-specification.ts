// What a run must see and say in each scenario of the simulator, from the VPC: state, failed probes, diagnoses. Data only;
// what differs from on-premises is in scenario-on-premises.ts. The tests that hold the program to it are
// scenarios.test.ts, scenarios-on-premises.test.ts and scenario-pairs.test.ts.

import type { CanaryErrorCode } from '../src/domain/canary-error.ts';
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
  /** There is no run: the canary does not get what its requests are to carry. */
  readonly throws?: CanaryErrorCode;
}

export type Failed = Readonly<Record<string, What>>;

type What = `${Step} ${FailureCode}`;

export const RESOURCES = ['GET /pets', 'GET /pets/1'] as const;
const PET = 'GET /pets/1';

/** Names of the ways that are planned, those of each zone among them. */
export interface Ways {
  /** The API's own name, and the custom domain's: none where nobody serves private names. */
  readonly apiName: readonly string[];
  readonly domain: readonly string[];
}

const zonal = (way: string) => [way, `${way} us-west-2a`, `${way} us-west-2b`];
export const ALIAS = ['route53-alias'];
const HOST = zonal('vpce-host');
const API_ID = zonal('vpce-api-id');
const VPCE = [...HOST, ...API_ID];
export const VPCE_DOMAIN = zonal('vpce-custom-domain');

// Short limits where a scenario is about silence; everything else keeps the defaults.
const SHORT = { timeouts: { connectMs: 1_000 } };
const SHORT_TLS = { timeouts: { tlsMs: 1_000 } };
const SHORT_PROBE = { timeouts: { probeMs: 3_000 } };

export function failing(routes: readonly string[], what: What, resources: readonly string[] = RESOURCES): Failed {
  return Object.fromEntries(routes.flatMap((route) => resources.map((resource) => [`${route} ${resource}`, what])));
}

export const healthy = (planned: number): Expected => ({ state: 'healthy', failed: {}, planned, diagnoses: [] });

/** How many probes these ways make, without and with a custom domain. */
export function plannedBy({ apiName, domain }: Ways): { readonly all: number; readonly withDomain: number } {
  const all = 2 * [...apiName, ...ALIAS, ...VPCE].length;
  return { all, withDomain: all + 2 * [...domain, ...VPCE_DOMAIN].length };
}

/** What every scenario comes to where these ways are planned. */
export function specificationFor(ways: Ways): Readonly<Record<ScenarioName, Expected>> {
  const { apiName: PRIVATE, domain: DOMAIN } = ways;
  const EVERY = [...PRIVATE, ...ALIAS, ...VPCE];
  const { all: ALL, withDomain: WITH_DOMAIN } = plannedBy(ways);

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

  return {
    healthy: healthy(ALL),
    'custom-domain': healthy(WITH_DOMAIN),
    'private-dns-off': healthy(ALL - 2 * PRIVATE.length),
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
      planned: ALL - 2 * PRIVATE.length,
    },
    'zonal-name-missing': someWays(
      failing(['vpce-host us-west-2a', 'vpce-api-id us-west-2a'], 'dns dns-nxdomain'),
      'zonal-name-missing',
    ),
    'endpoint-names-missing': someWays(failing(VPCE, 'dns dns-nxdomain'), 'endpoint-names-missing'),
    'endpoint-names-misled': someWays(failing(VPCE, 'connect address-untrusted'), 'address-untrusted'),
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
    'cloudwatch-denied': healthy(ALL),
    'cloudwatch-throttled': healthy(ALL),
    'cloudwatch-unavailable': healthy(ALL),

    'dual-stack': healthy(2 * ALL),
    'signed-requests': healthy(ALL),
    'api-key': healthy(ALL),
    'head-and-query': healthy(2 * ALL),
    'private-names-forwarded': healthy(ALL),
    'inbound-endpoint-down': healthy(ALL),

    'credentials-refused': everyWay('expect signature-refused', 'credentials-refused'),
    'caller-not-allowed': everyWay('expect access-denied', 'caller-not-allowed'),
    'clock-skewed': everyWay('expect signature-refused', 'clock-skewed'),
    'api-key-refused': everyWay('expect forbidden', 'api-key-refused'),
    'secret-denied': { ...healthy(0), throws: 'secret-denied' },
    'secret-unavailable': { ...healthy(0), throws: 'secret-unreachable' },

    'strict-as-expected': healthy(ALL),
    'policy-refuses-as-expected': healthy(ALL),
    // Clients are served all too well.
    'access-mode-softened': someWays(failing([...ALIAS, ...VPCE], 'expect not-denied'), 'access-mode-softened'),
    'policy-softened': someWays(failing(EVERY, 'expect not-denied'), 'policy-softened'),
  };
}

export const SPECIFICATION = specificationFor({ apiName: ['private-dns'], domain: ['custom-domain'] });

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
  'private names are said to be forwarded, and are not': {
    scenario: 'custom-domain',
    overrides: ({ port, dns, caFile }: Simulator) => ({
      vantage: { network: 'on-premises', privateNames: 'forwarded' },
      customDomain: { name: 'pets.internal.example.com', basePath: 'v1' },
      connection: { port, resolver: [dns.onPremises], caFile },
    }),
    state: 'degraded',
    diagnoses: ['private-name-not-forwarded', 'custom-domain-record-missing'],
  },
  "the custom domain's certificate ends soon": {
    scenario: 'certificate-expiring',
    overrides: {
      accessMethods: ['custom-domain'],
      customDomain: { name: 'pets.internal.example.com', basePath: 'v1' },
    },
    state: 'degraded',
    diagnoses: ['custom-domain-certificate-expiring'],
  },
  'an address type stands beside DNS names': {
    scenario: 'ipv6-unreachable',
    overrides: ({ endpoint }: Simulator) => ({
      endpoints: { dnsNames: endpoint.dnsNames.slice(0, 1), ipAddressType: 'dualstack' },
    }),
    state: 'degraded',
    diagnoses: ['one-family-unreachable'],
  },
  'what must be refused is refused, and nothing else is served': {
    scenario: 'stage-missing',
    overrides: {
      routes: ['route53-alias', 'vpce-host', 'vpce-api-id'].map((accessMethod) => ({
        accessMethod,
        expect: { denied: true },
      })),
    },
    state: 'unreachable',
    diagnoses: ['api-or-stage-missing'],
  },
  'everything must be refused, and nothing shows that the stage is there': {
    scenario: 'stage-missing',
    overrides: { resources: [{ path: '/pets', expect: { denied: true } }] },
    state: 'degraded',
    diagnoses: ['refusal-not-proven'],
  },
  'what must be refused cannot be reached': {
    scenario: 'endpoint-refuses',
    overrides: { resources: [{ path: '/pets', expect: { denied: true } }] },
    state: 'unreachable',
    diagnoses: ['endpoint-refuses'],
  },
  'somebody else refuses what API Gateway must refuse': {
    scenario: 'proxy-answers',
    overrides: { resources: [{ path: '/pets', expect: { denied: true } }] },
    state: 'unreachable',
    diagnoses: ['something-else-answers'],
  },
  'only one of the ways that STRICT refuses is to be refused': {
    scenario: 'strict-access-mode',
    overrides: { routes: [{ accessMethod: 'vpce-host', expect: { denied: true } }] },
    state: 'degraded',
    diagnoses: ['strict-access-mode'],
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
