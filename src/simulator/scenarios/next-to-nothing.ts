// Scenarios in which every client, or every client that is set up as documented, gets its answer. Data only.
import { type Scenario, withCustomDomain } from './scenario.ts';

export const nextToNothing = {
  healthy: {
    description: 'Every way in works.',
    faults: {},
  },
  'custom-domain': {
    description: 'Every way in works, those of a private custom domain included.',
    faults: {},
    configuration: withCustomDomain,
  },
  'private-dns-off': {
    description: 'Private DNS is off: the default API name does not exist inside the VPC; the alias is in public DNS.',
    faults: { privateDns: 'off' },
  },
  slow: {
    description: 'Every answer starts 3 s late.',
    faults: { answerDelayMs: 3_000 },
  },
  'certificate-expiring': {
    description: "The endpoint's certificates end in nine days.",
    faults: { certificate: 'expiring' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
