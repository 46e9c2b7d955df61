// What a run must see and say in each scenario from on-premises, where nobody serves private names unless the scenario
// says so: the specification of the VPC without them, and what differs from that. Data only.

import type { State } from '../src/domain/report.ts';
import {
  ALIAS,
  type Expected,
  failing,
  healthy,
  plannedBy,
  SPECIFICATION,
  specificationFor,
  VPCE_DOMAIN,
} from './scenario-specification.ts';

const WAYS = { apiName: [], domain: [] };
const { all: ALL, withDomain: WITH_DOMAIN } = plannedBy(WAYS);
const WITHOUT_PRIVATE_NAMES = specificationFor(WAYS);

/** What is wrong with private names is wrong in the VPC alone. */
const UNHARMED = healthy(ALL);

const DIFFERENT = {
  // Somebody forwards them: the same ways as in the VPC.
  'private-names-forwarded': SPECIFICATION['private-names-forwarded'],
  'inbound-endpoint-down': {
    ...SPECIFICATION['inbound-endpoint-down'],
    state: 'degraded',
    failed: failing(['private-dns', ...ALIAS], 'dns dns-servfail'),
    diagnoses: ['forwarding-failing'],
  },

  'private-name-missing': UNHARMED,
  'private-dns-pending': UNHARMED,
  'private-name-shadowed': UNHARMED,
  'private-name-public': UNHARMED,
  'private-name-other-endpoint': UNHARMED,
  'private-name-stale': UNHARMED,
  'custom-domain-record-missing': healthy(WITH_DOMAIN),
  'custom-domain-default-certificate': healthy(WITH_DOMAIN),
  'custom-domain-not-associated': {
    ...WITHOUT_PRIVATE_NAMES['custom-domain-not-associated'],
    failed: failing(VPCE_DOMAIN, 'expect forbidden'),
  },

  // No wildcard of private DNS answers for it here.
  'alias-not-associated': {
    ...WITHOUT_PRIVATE_NAMES['alias-not-associated'],
    failed: failing(ALIAS, 'dns dns-nxdomain'),
  },
  // The ways that are left are those that STRICT refuses.
  'strict-as-expected': { ...healthy(ALL), state: 'degraded', diagnoses: ['refusal-not-proven'] },
  'strict-access-mode': { ...WITHOUT_PRIVATE_NAMES['strict-access-mode'], state: 'unreachable' },
} satisfies Partial<Record<keyof typeof SPECIFICATION, Expected>>;

export const ON_PREMISES: typeof SPECIFICATION = { ...WITHOUT_PRIVATE_NAMES, ...DIFFERENT };

/** What is said where private names are forwarded, of what is wrong with them in the VPC; state, and codes of all
 * diagnoses. Each scenario meets `private-names-forwarded`. */
export const FORWARDED = {
  'custom-domain': ['healthy'],
  'private-dns-off': ['healthy'],
  'dual-stack': ['healthy'],
  'strict-as-expected': ['healthy'],
  'private-name-missing': ['degraded', 'private-dns-off'],
  'private-dns-pending': ['degraded', 'private-dns-pending'],
  'private-name-shadowed': ['degraded', 'private-name-missing'],
  // The inbound endpoint asks the VPC's resolver, whatever the DHCP options say.
  'private-name-public': ['healthy'],
  'private-name-other-endpoint': ['degraded', 'private-name-elsewhere'],
  'private-name-stale': ['degraded', 'private-name-elsewhere'],
  'alias-not-associated': ['degraded', 'alias-not-associated'],
  'private-names-servfail': ['degraded', 'forwarding-failing'],
  'ipv6-unreachable': ['degraded', 'one-family-unreachable'],
  'strict-access-mode': ['degraded', 'strict-access-mode'],
  'access-mode-softened': ['degraded', 'access-mode-softened'],
  'custom-domain-record-missing': ['degraded', 'custom-domain-record-missing'],
  'custom-domain-not-associated': ['degraded', 'custom-domain-not-associated'],
  'custom-domain-policy-denies': ['degraded', 'custom-domain-policy-denies'],
  'custom-domain-default-certificate': ['degraded', 'custom-domain-certificate'],
  'custom-domain-base-path-wrong': ['degraded', 'custom-domain-base-path-wrong'],
  'default-endpoint-disabled': ['degraded', 'default-endpoint-disabled'],
} as const satisfies Partial<Record<keyof typeof SPECIFICATION, readonly [state: State, ...codes: string[]]>>;
