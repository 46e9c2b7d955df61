// The authorizer of one run: all values of headers and the keys to sign with, obtained before the first request is sent.
// Loaded when a target's requests carry something and not before.

import { type Authorizer, regionOfSecret } from '../domain/authorization.ts';
import { CanaryError } from '../domain/canary-error.ts';
import type { Auth, Target } from '../domain/target.ts';
import type { Credentials } from './credentials.ts';
import { headerValue, memberOf, type NamedSource } from './header-value.ts';
import { createRedaction } from './redaction.ts';
import type { Secrets } from './secrets.ts';
import type { Sign } from './signature.ts';

export interface AuthorizerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: Secrets;
  /** Asked for only where requests are signed. */
  readonly credentials: () => Promise<Credentials>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Throws a `CanaryError` when something cannot be obtained. */
export async function makeAuthorizer(target: Target, auth: Auth, options: AuthorizerOptions): Promise<Authorizer> {
  const { region } = target.api;
  const read = readerOf(target, options);
  const [credentials, ...headers] = await Promise.all([
    auth.iam ? options.credentials() : undefined,
    ...Object.entries(auth.headers).map(
      async ([name, source]) => [name, await valueFor({ name, source }, options.env, read)] as const,
    ),
  ]);
  const own = Object.fromEntries(headers);
  const sign = credentials === undefined ? undefined : await signerWith(credentials, region, options.now);
  const redact = createRedaction([...Object.values(own), ...keysOf(credentials)]);
  // Deriving the day's key takes a millisecond, which no probe is to wait for.
  await sign?.({ method: 'GET', route: { host: 'localhost', path: '/', headers: {} } });
  return { auth, region, headersFor: async (request) => ({ ...own, ...(await sign?.(request)) }), redact };
}

/** The library that signs is loaded where requests are signed. */
async function signerWith(credentials: Credentials, region: string, now: () => number): Promise<Sign> {
  return (await import('./signature.ts')).createSign(credentials, region, now);
}

/** Reads each secret once, however many headers are made of it. */
function readerOf({ api, timeouts }: Target, { secrets, signal }: AuthorizerOptions) {
  const read = new Map<string, Promise<string>>();
  return (secretId: string): Promise<string> => {
    const region = regionOfSecret(secretId, api.region);
    const text = read.get(secretId) ?? secrets.read({ secretId, region, awsMs: timeouts.awsMs, signal });
    read.set(secretId, text);
    return text;
  };
}

async function valueFor(
  named: NamedSource,
  env: AuthorizerOptions['env'],
  read: (secretId: string) => Promise<string>,
): Promise<string> {
  const { source } = named;
  if (source.kind === 'env') {
    const text = env[source.env];
    // Not by its name: somebody may have written the secret itself there.
    if (text === undefined)
      throw new CanaryError('secret-missing', `auth.headers.${named.name}.env names a variable that is not set`);
    return headerValue(text, named);
  }
  const text = await read(source.secretId).catch((error: unknown) => {
    throw notRead(error, named);
  });
  return headerValue(source.jsonKey === undefined ? text : memberOf(text, source.jsonKey, named), named);
}

/** Told by the header, and not by the id: no secret was found under it, so that it may be one. */
function notRead(error: unknown, { name }: NamedSource): unknown {
  if (!(error instanceof CanaryError)) return error;
  const { code, message, hint } = error;
  return new CanaryError(code, `auth.headers.${name}.secretId: ${message}`, { hint });
}

/** The id of a key is no secret: it stands in every signature, and says whose the request was. */
function keysOf(credentials: Credentials | undefined): readonly string[] {
  if (credentials === undefined) return [];
  const { secretAccessKey, sessionToken } = credentials;
  return [secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
}
