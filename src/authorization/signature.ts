// Signature Version 4 by AWS's own library: what it is to sign, and which of the headers. Loaded when requests are to be
// signed and not before.

import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RequestToAuthorize } from '../domain/authorization.ts';
import type { Credentials } from './credentials.ts';

/** Signs one request: its further headers. */
export type Sign = (request: RequestToAuthorize) => Promise<Readonly<Record<string, string>>>;

type Data = string | ArrayBuffer | ArrayBufferView;

/** The hash as the library wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: Data) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', viewOf(secret));
  }

  update(data: Data): void {
    this.#hash.update(viewOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function viewOf(data: Data): string | NodeJS.ArrayBufferView {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : (data as string | NodeJS.ArrayBufferView);
}

/** Signs for the API's Region. Host, the path with its query and `x-apigw-api-id` are covered as they are sent, and no
 * header that something on the way may change. `now` in milliseconds: a signature is good for five minutes of AWS's clock. */
export function createSign(credentials: Credentials, region: string, now: () => number): Sign {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    sha256: Sha256,
    // The hash of no body is known to both sides.
    applyChecksum: false,
  });
  return async ({ method, route }) => {
    const [path = '', query] = splitOnce(route.path, '?');
    const request = {
      method,
      protocol: 'https:',
      hostname: route.host,
      path,
      query: parametersOf(query ?? ''),
      headers: { ...route.headers, host: route.host },
    };
    const { headers } = await signer.sign(request, { signingDate: new Date(now()) });
    const sent = new Set(Object.keys(request.headers));
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !sent.has(name)));
  };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** What the query says, decoded: the library encodes it again in the one way that counts. A plus sign is one, as AWS's
 * services take it; a space is %20. */
function parametersOf(query: string): Record<string, string | string[]> {
  const pairs = query.split('&').filter((part) => part !== '');
  const grouped = Map.groupBy(
    pairs.map((part) => splitOnce(part, '=').map(decoded)),
    ([name = '']) => name,
  );
  return Object.fromEntries([...grouped].map(([name, values]) => [name, values.map(([, value = '']) => value)]));
}

/** As it is where it is no encoding of anything. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
