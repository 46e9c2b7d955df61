// Reports by hand, on the plan of a real target: a test says only what each probe saw.

import { type ControlKind, planControls } from '../../src/domain/control.ts';
import type { Endpoint, Family } from '../../src/domain/endpoint.ts';
import type { EndpointId, HostName, Region, ZoneName } from '../../src/domain/identifiers.ts';
import { identityOf, type Observation } from '../../src/domain/observation.ts';
import { type PlannedProbe, plan } from '../../src/domain/plan.ts';
import { REPORT_SCHEMA, type Report } from '../../src/domain/report.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';

export const ENDPOINT_ID = 'vpce-01234567abcdef012';
export const OTHER_ENDPOINT_ID = 'vpce-0fedcba9876543210';

export function targetOf(more: Readonly<Record<string, unknown>> = {}): Target {
  return parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
    endpoints: { vpcEndpointIds: [ENDPOINT_ID] },
    ...more,
  });
}

export function endpointOf(zones: readonly string[], more: Partial<Endpoint> = {}): Endpoint {
  const id = more.id ?? (ENDPOINT_ID as EndpointId);
  const name = (zone: string) => `${id}-01234567${zone}.execute-api.us-west-2.vpce.amazonaws.com` as HostName;
  return {
    id,
    region: 'us-west-2' as Region,
    dnsSuffix: 'amazonaws.com',
    regionalName: name(''),
    zones: zones.map((zone) => ({ zone: zone as ZoneName, name: name(`-${zone}`) })),
    families: [4],
    privateFamilies: [4],
    privateDns: 'on',
    state: 'available',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    ...more,
  };
}

/** What a probe saw, without what is repeated from its plan. */
export type Seen = Omit<Observation, keyof ReturnType<typeof identityOf> | 'curl'>;

export const PASSED: Seen = {
  outcome: 'passed',
  resolver: '10.0.0.2:53',
  address: '10.0.1.7',
  addresses: ['10.0.1.7', '10.0.2.7'],
  ttlSeconds: 60,
  timesMs: { dns: 1.2, connect: 0.8, tls: 3.1, firstByte: 9, transfer: 0.1, unaccounted: 0.1, total: 14.3 },
  measurementDelayMs: 0.3,
  tls: {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    subject: 'CN=*.execute-api.us-west-2.amazonaws.com',
    issuer: 'CN=Amazon RSA 2048 M02,O=Amazon,C=US',
    names: 'DNS:*.execute-api.us-west-2.amazonaws.com',
    validTo: '2026-04-05T00:00:00.000Z',
    daysLeft: 61,
  },
  status: 200,
};

export const CONNECT_TIMEOUT: Seen = {
  outcome: 'failed',
  resolver: '10.0.0.2:53',
  address: '10.0.2.7',
  addresses: ['10.0.2.7'],
  ttlSeconds: 60,
  timesMs: { dns: 1.3, connect: 2_000.4, unaccounted: 0.1, total: 2_001.8 },
  failure: { step: 'connect', code: 'connect-timeout', message: 'no answer from 10.0.2.7:443 within 2000 ms' },
};

/** A refusal by API Gateway that a control hopes for. */
export const REFUSED: Seen = { ...PASSED, status: 403 };

interface Run {
  readonly target?: Target;
  readonly endpoints: readonly Endpoint[];
  readonly see: (probe: PlannedProbe) => Seen;
  readonly more?: Partial<Report>;
}

/** A run in which every probe of the plan saw what `see` says; healthy unless `more` says otherwise. */
export function reportOf({ target = targetOf(), endpoints, see, more = {} }: Run): Report {
  const observations = plan(target, endpoints).map((probe) => ({
    ...identityOf(probe),
    ...see(probe),
    curl: curlOf(probe),
  }));
  return {
    schema: REPORT_SCHEMA,
    target: {
      api: target.api,
      leftOut: [],
      accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
      resources: target.resources.map(({ label }) => label),
      endpoints: target.endpoints,
      port: target.connection.port,
    },
    vantage: target.vantage,
    startedAt: '2026-02-03T04:05:06.789Z',
    durationMs: 412.4,
    measurementDelayMs: 0.4,
    cutShort: false,
    endpoints,
    discovery: { source: 'ec2', ageSeconds: 0, notices: [] },
    observations,
    controls: [],
    verdict: { state: 'healthy', summary: `pets: all ${observations.length} probes passed`, diagnoses: [] },
    published: { sink: 'cloudwatch', accepted: 38, rejected: 0 },
    ...more,
  };
}

/** A control probe of an endpoint, over its regional name. */
export function controlOf(control: ControlKind, seen: Seen, endpoint = ENDPOINT_ID): Observation {
  const planned = planControls(targetOf(), [endpointOf([], { id: endpoint as EndpointId })]);
  const probe = planned.find((each) => each.control === control) ?? planned[0];
  if (probe === undefined) throw new Error('no control is planned');
  return { ...identityOf(probe), control, ...seen, curl: curlOf(probe) };
}

function curlOf({ route, family }: { readonly route: PlannedProbe['route']; readonly family: Family }): string {
  return `curl -v -${family} --http1.1 --max-time 5 -H 'Host: ${route.host}' 'https://${route.dial}${route.path}'`;
}
