// The runbook's order: diagnoses by what is broken, and what tells those of a group apart. Data only.

import type { DiscoveryRule, ObservedRule } from '../src/diagnosis/rule.ts';
import { ANSWER_RULES } from '../src/diagnosis/rules/answers.ts';
import { BACKEND_RULES } from '../src/diagnosis/rules/backend.ts';
import { CALLER_RULES } from '../src/diagnosis/rules/callers.ts';
import { CONNECTION_RULES } from '../src/diagnosis/rules/connection.ts';
import { CUSTOM_DOMAIN_RULES } from '../src/diagnosis/rules/custom-domain.ts';
import { ENDPOINT_NAME_RULES } from '../src/diagnosis/rules/endpoint-names.ts';
import { HARDENING_RULES } from '../src/diagnosis/rules/hardening.ts';
import { DISCOVERY_RULES, RUN_RULES } from '../src/diagnosis/rules/own-work.ts';
import { POLICY_RULES } from '../src/diagnosis/rules/policies.ts';
import { PRIVATE_NAME_RULES } from '../src/diagnosis/rules/private-names.ts';
import { FORBIDDEN_RULES } from '../src/diagnosis/rules/refusals.ts';
import { REQUEST_RULES } from '../src/diagnosis/rules/requests.ts';
import { RESOLVER_RULES } from '../src/diagnosis/rules/resolver.ts';
import { TLS_RULES } from '../src/diagnosis/rules/tls.ts';
import { UNTRUSTED_ADDRESS_RULES } from '../src/diagnosis/rules/untrusted-addresses.ts';

export type Rule = ObservedRule | DiscoveryRule;

export interface RunbookGroup {
  readonly title: string;
  /** What tells its causes apart. */
  readonly intro: string;
  /** What a rule's own evidence (`looksAt.more`) is about. */
  readonly details?: string;
  readonly rules: readonly Rule[];
}

export const RUNBOOK_GROUPS: readonly RunbookGroup[] = [
  {
    title: 'Names',
    intro:
      "What each name leads to is compared with the addresses of the endpoint's own names in the same run, and with what EC2 says of private DNS.",
    details: "the addresses of the name, and those of the endpoint's own names",
    rules: [...RESOLVER_RULES, ...PRIVATE_NAME_RULES, ...ENDPOINT_NAME_RULES, ...UNTRUSTED_ADDRESS_RULES],
  },
  {
    title: 'Network',
    intro:
      "The addresses of an endpoint are compared with each other, by zone and by family. PrivateLink leaves an interface that it finds unhealthy out of the regional name's answers, so that only the zonal names show it; what drops packets on the way, such as a network ACL, is no matter of its health.",
    rules: CONNECTION_RULES,
  },
  {
    title: 'TLS and certificates',
    intro:
      'What is looked at is the certificate that each name gets: for which names it is, who issued it, when it ends.',
    details: 'the certificate: its names, its issuer or its end',
    rules: TLS_RULES,
  },
  {
    title: 'Answers',
    intro:
      'API Gateway puts headers of its own on every answer. An answer without them, or none at all, is compared with what else the endpoint answers.',
    details: 'the beginning of the body',
    rules: ANSWER_RULES,
  },
  {
    title: 'Forbidden',
    intro:
      'API Gateway says the same `Forbidden` for many causes. Only the ways, the resources and the controls, compared with each other, tell them apart.',
    rules: FORBIDDEN_RULES,
  },
  {
    title: 'Policies and authorizers',
    intro:
      'API Gateway says in the body which policy refused, where its wording is not an old one. The custom domain, which has a policy of its own, is compared with the default names.',
    rules: POLICY_RULES,
  },
  {
    title: 'Signatures and keys',
    intro:
      'What a request carries to prove who asks (`auth` in the configuration) is refused by itself, whatever the policies of the API say. Controls carry nothing of the kind: what they are answered is compared.',
    details: 'what API Gateway says in the body, both times among it',
    rules: CALLER_RULES,
  },
  {
    title: 'Expected refusals',
    intro:
      'What is configured with `expect.denied` has to be refused by API Gateway. A request that is let in, and one that is refused by somebody else, are compared with those that clients may send.',
    rules: HARDENING_RULES,
  },
  {
    title: 'Routes and limits',
    intro:
      'The resources of one way are compared with each other: API Gateway answers for all of them, and no policy is in the way.',
    rules: REQUEST_RULES,
  },
  {
    title: 'Backend',
    intro:
      'Every way shows it alike. Resources are compared with each other and with the controls, which no backend answers.',
    details: 'the request id, or the beginning of the body',
    rules: BACKEND_RULES,
  },
  {
    title: 'Private custom domain',
    intro: 'The ways by the custom domain are compared with those to the default names.',
    rules: CUSTOM_DOMAIN_RULES,
  },
  {
    title: "The canary's own work",
    intro: 'The canary tells of itself what keeps it from looking, and which answers took too long.',
    details: 'the phase that takes the time',
    rules: [...RUN_RULES, ...DISCOVERY_RULES],
  },
];
