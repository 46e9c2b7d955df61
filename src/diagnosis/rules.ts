// Every cause that the canary can name, in one list. What no rule explains is said to be unexplained.

import type { DiscoveryRule, ObservedRule } from './rule.ts';
import { ANSWER_RULES } from './rules/answers.ts';
import { BACKEND_RULES } from './rules/backend.ts';
import { CALLER_RULES } from './rules/callers.ts';
import { CONNECTION_RULES } from './rules/connection.ts';
import { CUSTOM_DOMAIN_RULES } from './rules/custom-domain.ts';
import { ENDPOINT_NAME_RULES } from './rules/endpoint-names.ts';
import { HARDENING_RULES } from './rules/hardening.ts';
import { DISCOVERY_RULES, RUN_RULES } from './rules/own-work.ts';
import { POLICY_RULES } from './rules/policies.ts';
import { PRIVATE_NAME_RULES } from './rules/private-names.ts';
import { FORBIDDEN_RULES } from './rules/refusals.ts';
import { REQUEST_RULES } from './rules/requests.ts';
import { RESOLVER_RULES } from './rules/resolver.ts';
import { TLS_RULES } from './rules/tls.ts';
import { UNTRUSTED_ADDRESS_RULES } from './rules/untrusted-addresses.ts';

export const OBSERVED_RULES: readonly ObservedRule[] = [
  ...RESOLVER_RULES,
  ...PRIVATE_NAME_RULES,
  ...ENDPOINT_NAME_RULES,
  ...UNTRUSTED_ADDRESS_RULES,
  ...CONNECTION_RULES,
  ...TLS_RULES,
  ...ANSWER_RULES,
  ...FORBIDDEN_RULES,
  ...POLICY_RULES,
  ...CALLER_RULES,
  ...REQUEST_RULES,
  ...HARDENING_RULES,
  ...BACKEND_RULES,
  ...CUSTOM_DOMAIN_RULES,
  ...RUN_RULES,
];

export { DISCOVERY_RULES };

/** Every rule, in the order of the runbook. */
export const RULES: readonly (ObservedRule | DiscoveryRule)[] = [...OBSERVED_RULES, ...DISCOVERY_RULES];
