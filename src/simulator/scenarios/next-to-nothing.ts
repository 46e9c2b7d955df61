// Scenarios in which every client, or every client that is set up as documented, gets its answer. Data only.
import { type Scenario, withApiKey, withCustomDomain, withSignature } from './scenario.ts';

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
  'dual-stack': {
    description: 'The endpoint is dual-stack, and every way in works over IPv4 and over IPv6.',
    faults: { addresses: 'dualstack' },
  },
  'signed-requests': {
    description: 'Every method wants a signature, and the canary signs.',
    faults: { authorization: 'iam' },
    configuration: withSignature,
  },
  'api-key': {
    description: 'Every method wants an API key, and the canary sends it.',
    faults: { authorization: 'api-key' },
    configuration: withApiKey,
  },
  'head-and-query': {
    description: 'Every way in works, for HEAD and for paths with a query, too.',
    faults: {},
    configuration: {
      resources: [
        { path: '/pets' },
        { method: 'HEAD', path: '/pets' },
        { path: '/pets?type=cat&page=2', expect: { body: ["[*].type == ['cat', 'cat', 'cat']", '[0].id == `4`'] } },
        { method: 'HEAD', path: '/pets/1' },
      ],
    },
  },
  'private-names-forwarded': {
    description:
      'On-premises DNS forwards private names to a Resolver inbound endpoint; every way in works there, too.',
    faults: { forwarding: 'works' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
