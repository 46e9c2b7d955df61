// What a scenario is: what differs from healthy, and what a canary must be configured with to meet it.
// It must not say how that is brought about.
import type { Faults } from '../faults.ts';

/** One situation the simulator can be put in. */
export interface Scenario {
  /** One sentence for the help. */
  readonly description: string;
  /** What differs from healthy. */
  readonly faults: Partial<Faults>;
  /** Top-level keys of a canary's configuration without which it would not meet the fault. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** The private custom domain of the simulated API. */
export const withCustomDomain = { customDomain: { name: 'pets.internal.example.com', basePath: 'v1' } } as const;

/** The private name is left out by default where EC2 says that private DNS is off. */
export const withPrivateDns = { accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'] } as const;

/** Requests are signed with the canary's own credentials. */
export const withSignature = { auth: { iam: true } } as const;

/** The API key is in the environment of the simulation. */
export const withApiKey = { auth: { headers: { 'x-api-key': { env: 'PETS_API_KEY' } } } } as const;

/** The API key is in the simulated Secrets Manager. */
export const withSecret = { auth: { headers: { 'x-api-key': { secretId: 'pets/api-key' } } } } as const;
