// What a run with each file of examples/ must come to, and the simulated situation that it is written for. Data only.

import type { AccessMethodId } from '../../src/domain/access-method.ts';
import type { State } from '../../src/domain/report.ts';
import type { ScenarioName, Vantage } from '../../src/simulator/scenarios.ts';

export interface Example {
  readonly scenario: ScenarioName;
  /** Whose DNS server is asked. Default: the VPC's. */
  readonly vantage?: Vantage;
  readonly accessMethods: readonly AccessMethodId[];
  /** Names, zones and families times resources. */
  readonly probes: number;
  /** Default: `healthy`, without a diagnosis. */
  readonly otherwise?: { readonly state: State; readonly diagnoses: readonly string[] };
}

const FROM_ANYWHERE = ['route53-alias', 'vpce-host', 'vpce-api-id'] as const;
const EVERY = ['private-dns', ...FROM_ANYWHERE] as const;

export const EXAMPLES: Readonly<Record<string, Example>> = {
  'vpc.json': { scenario: 'healthy', accessMethods: EVERY, probes: 16 },
  'several-endpoints.json': {
    scenario: 'healthy',
    accessMethods: EVERY,
    probes: 8,
    // EC2 in the simulator knows the first of the two.
    otherwise: { state: 'degraded', diagnoses: ['endpoint-not-probed'] },
  },
  'vpc-by-id.json': { scenario: 'healthy', accessMethods: ['private-dns', 'vpce-host', 'vpce-api-id'], probes: 7 },
  'endpoint-names.json': { scenario: 'healthy', accessMethods: FROM_ANYWHERE, probes: 7 },
  'dual-stack.json': { scenario: 'dual-stack', accessMethods: FROM_ANYWHERE, probes: 14 },
  'custom-domain.json': {
    scenario: 'custom-domain',
    accessMethods: ['custom-domain', 'vpce-custom-domain'],
    probes: 4,
  },
  'on-premises.json': { scenario: 'healthy', vantage: 'on-premises', accessMethods: FROM_ANYWHERE, probes: 7 },
  'on-premises-without-credentials.json': {
    scenario: 'healthy',
    vantage: 'on-premises',
    accessMethods: FROM_ANYWHERE,
    probes: 7,
  },
  'on-premises-private-names.json': {
    scenario: 'private-names-forwarded',
    vantage: 'on-premises',
    accessMethods: [...EVERY, 'custom-domain', 'vpce-custom-domain'],
    probes: 12,
  },
  'signed.json': { scenario: 'signed-requests', accessMethods: EVERY, probes: 16 },
  'api-key.json': { scenario: 'api-key', accessMethods: EVERY, probes: 8 },
  'header-from-secret.json': { scenario: 'api-key', accessMethods: EVERY, probes: 8 },
  'head-and-query.json': { scenario: 'head-and-query', accessMethods: EVERY, probes: 16 },
  'strict-access-mode.json': { scenario: 'strict-as-expected', accessMethods: EVERY, probes: 8 },
  'refused-by-policy.json': { scenario: 'policy-refuses-as-expected', accessMethods: EVERY, probes: 16 },
  'own-resolver-and-ca.json': { scenario: 'healthy', accessMethods: EVERY, probes: 8 },
};
