// The SDK's chain of places where AWS credentials may be: environment, profile, container, instance. Loaded when requests
// are to be signed and not before.

import { defaultProvider } from '@aws-sdk/credential-provider-node';

/** Keys that sign for whoever has them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Gives credentials that are good until then, in milliseconds since 1970, where such can be had. */
export type CredentialProvider = (untilMs: number) => Promise<Credentials>;

/** Files are read again by each chain, since keys in them are replaced. `region`: where the chain asks, for those that
 * ask STS or a sign-on service. */
export function credentialChain(region: string): CredentialProvider {
  const provide = defaultProvider({ clientConfig: { region }, ignoreCache: true });
  return async (untilMs) => {
    const credentials = await provide();
    const endsMs = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (endsMs > untilMs) return credentials;
    // The chain gives what it has until the very end, and fetches the next ones meanwhile.
    return await provide({ forceRefresh: true }).catch(() => credentials);
  };
}
