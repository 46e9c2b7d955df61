// The SDK's chain of places where AWS credentials may be: environment, profile, container, instance. Loaded when requests
// are to be signed and not before.

import { defaultProvider } from '@aws-sdk/credential-provider-node';

/** Keys that sign for whoever has them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Gives credentials, and fetches new ones before they end. */
export type CredentialProvider = () => Promise<Credentials>;

/** Files are read again by each chain, since keys in them are replaced. `region`: where the chain asks, for those that
 * ask STS or a sign-on service. */
export function credentialChain(region: string): CredentialProvider {
  return defaultProvider({ clientConfig: { region }, ignoreCache: true });
}
