// What can be wrong with the private custom domain alone. Data only.
import { type Scenario, withCustomDomain } from './scenario.ts';

export const customDomain = {
  'custom-domain-record-missing': {
    description: 'The custom domain has no record in DNS.',
    faults: { customDomain: 'no-record' },
    configuration: withCustomDomain,
  },
  'custom-domain-not-associated': {
    description: 'The custom domain is not associated with the endpoint.',
    faults: { customDomain: 'not-associated' },
    configuration: withCustomDomain,
  },
  'custom-domain-policy-denies': {
    description: "The custom domain's own policy does not allow the call.",
    faults: { customDomain: 'policy-denies' },
    configuration: withCustomDomain,
  },
  'custom-domain-default-certificate': {
    description: 'The endpoint presents its default certificate for the custom domain.',
    faults: { customDomain: 'default-certificate' },
    configuration: withCustomDomain,
  },
  'custom-domain-base-path-wrong': {
    description: 'The base path of the custom domain leads to a stage without these routes.',
    faults: { customDomain: 'base-path-wrong' },
    configuration: withCustomDomain,
  },
} as const satisfies Readonly<Record<string, Scenario>>;
