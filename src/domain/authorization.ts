// What a request carries to prove who asks, as the other rooms see it: a function that makes the headers of one request,
// and one that takes their values out of a text. Types alone; what makes them is in authorization/.

import type { Region } from './identifiers.ts';
import type { Route } from './plan.ts';
import type { Auth, Resource, Target } from './target.ts';

/** What a signature covers of a request: as it is sent, never as it was dialled. */
export interface RequestToAuthorize {
  readonly method: Resource['method'];
  readonly route: Pick<Route, 'host' | 'path' | 'headers'>;
}

/** Made once for a run. Holds secrets: it is handed to the probes, and never becomes part of what they see. */
export interface Authorizer {
  /** Where the values come from, which may be shown. */
  readonly auth: Auth;
  /** The API's, for which requests are signed and in which secrets are looked for by name. */
  readonly region: Region;
  /** Further headers of one request, by their names in lower case. A signature is good for some minutes. */
  readonly headersFor: (request: RequestToAuthorize) => Promise<Readonly<Record<string, string>>>;
  /** A text without the values, in whatever encoding an answer repeats them. */
  readonly redact: (text: string) => string;
}

/** Whether some request of a target carries anything. */
export function wantsAuthorization({ auth, resources }: Pick<Target, 'auth' | 'resources'>): boolean {
  return auth !== undefined && resources.some((resource) => resource.auth !== 'none');
}

/** The Region of a secret: an ARN names it, a name is looked for in the API's. */
export function regionOfSecret(secretId: string, region: Region): string {
  return /^arn:[^:]*:secretsmanager:(?<region>[^:]+):/.exec(secretId)?.groups?.region ?? region;
}
