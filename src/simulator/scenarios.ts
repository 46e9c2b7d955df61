// The situations the simulator can be put in: data only, one row per scenario.
// A row says what differs from healthy; it must not say how that is brought about.
import { type Faults, healthy } from './faults.ts';

interface Scenario {
  readonly description: string;
  readonly faults: Partial<Faults>;
}

/** Name -> what is wrong. Rows override `healthy` from faults.ts. */
export const scenarios = {
  healthy: {
    description: 'Every way in works.',
    faults: {},
  },
  'private-dns-off': {
    description: 'Private DNS is off: the default API name does not exist inside the VPC; the alias is in public DNS.',
    faults: { privateDns: 'off' },
  },
  'zone-down': {
    description: 'The interface in the alphabetically first zone drops every packet; the other names avoid it.',
    faults: { reachable: 'first-zone-down' },
  },
  'endpoint-unreachable': {
    description: 'The security group of the endpoint drops every packet; DNS is fine.',
    faults: { reachable: 'none' },
  },
  'alias-not-associated': {
    description:
      'The endpoint is not associated with the API; inside the VPC the wildcard answers the alias all the same.',
    faults: { alias: 'not-associated' },
  },
  'resource-policy-denies': {
    description: "The API's resource policy does not allow this endpoint.",
    faults: { resourcePolicy: 'denies' },
  },
  'stage-missing': {
    description: 'The stage is not deployed.',
    faults: { stage: 'missing' },
  },
  'route-missing': {
    description: 'GET /pets/{id} is not deployed; GET /pets is.',
    faults: { petRoute: 'missing' },
  },
  'backend-error-as-200': {
    description: "The backend fails and the API's integration maps that to status 200 with an errors body.",
    faults: { backend: 'error-as-200' },
  },
  'backend-timeout': {
    description: 'The backend never answers: 504 after 300 ms here, where API Gateway waits 29 s.',
    faults: { backend: 'timeout' },
  },
  'wrong-certificate': {
    description: 'The endpoint presents the default certificate, which does not cover its vpce names.',
    faults: { certificate: 'default-only' },
  },
  'dns-servfail': {
    description: 'The resolver answers SERVFAIL to every query.',
    faults: { dns: 'servfail' },
  },
  slow: {
    description: 'Every answer starts 3 s late.',
    faults: { answerDelayMs: 3_000 },
  },
  'ec2-denied': {
    description: 'EC2 refuses to describe the endpoint: missing permission.',
    faults: { ec2: 'denied' },
  },
  'ec2-unavailable': {
    description: 'EC2 resets every connection.',
    faults: { ec2: 'unavailable' },
  },
  'ec2-throttled': {
    description: 'EC2 throttles every request.',
    faults: { ec2: 'throttled' },
  },
  'cloudwatch-denied': {
    description: 'CloudWatch refuses the metrics: missing permission.',
    faults: { cloudwatch: 'denied' },
  },
  'cloudwatch-throttled': {
    description: 'CloudWatch throttles every request.',
    faults: { cloudwatch: 'throttled' },
  },
  'cloudwatch-unavailable': {
    description: 'CloudWatch resets every connection.',
    faults: { cloudwatch: 'unavailable' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

/** The complete state that a scenario describes. */
export function faultsOf(name: ScenarioName): Faults {
  return { ...healthy, ...scenarios[name].faults };
}
