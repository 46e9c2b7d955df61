// Signed requests for the simulator's tests, by AWS's own library: with any key, at any time, for any Host.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Ask } from './clients.ts';

export interface Signing {
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  /** Default: now. */
  readonly at?: Date;
  readonly region?: string;
  readonly service?: string;
}

type Data = string | ArrayBuffer | ArrayBufferView;

class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: Data) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytesOf(data: Data): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** The request with the headers of a signature. Its Host, its path and all its headers are what is signed. */
export async function signed(request: Ask, { key, at, region = 'us-west-2', service = 'execute-api' }: Signing) {
  const { pathname, searchParams } = new URL(`https://host${request.path}`);
  const signer = new SignatureV4({ service, region, credentials: key, sha256: Sha256, applyChecksum: false });
  const query: Record<string, string[]> = {};
  for (const name of new Set(searchParams.keys())) query[name] = searchParams.getAll(name);
  const { headers } = await signer.sign(
    {
      method: request.method ?? 'GET',
      protocol: 'https:',
      hostname: request.host,
      path: pathname,
      query,
      headers: { ...request.headers, host: request.host },
      body: request.body ?? '',
    },
    { signingDate: at ?? new Date() },
  );
  const { host: _host, ...others } = headers;
  return { ...request, headers: others } satisfies Ask;
}
