// Reads a request's body, bounded on the wire and after decompression.

import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Rejection } from './rejection.ts';

// CloudWatch documents "1 MB"; a sender that stays below the smaller reading of it is safe with either.
const MAX_BODY_BYTES = 1_000_000;

const uncompress = promisify(gunzip);

/** The body as the client meant it. Rejects with `RequestEntityTooLarge` or `SerializationException`. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoded = await readBytes(request);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return encoded;
  if (encoding !== 'gzip') {
    throw new Rejection('SerializationException', `The content encoding ${encoding} is not supported.`, 415);
  }
  try {
    return await uncompress(encoded, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge();
    throw new Rejection('SerializationException', 'The request body is not valid gzip.');
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): Rejection {
  return new Rejection('RequestEntityTooLarge', `The request body exceeds ${MAX_BODY_BYTES} bytes.`, 413);
}
