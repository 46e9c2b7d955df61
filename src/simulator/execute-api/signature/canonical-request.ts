// The canonical request of AWS Signature Version 4, made of what really arrived ("Create a signed AWS API request").
// Written from that page alone: it is there to find mistakes of signers, and must share nothing with any.
import { createHash } from 'node:crypto';
import type { GatewayRequest } from '../gateway-request.ts';

/** The canonical request, character by byte. */
export function canonicalRequest(request: GatewayRequest, signedHeaders: readonly string[]): string {
  const [path = '', query = ''] = request.target.split(/\?(.*)/s, 2);
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? [])}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** The hexadecimal hash of bytes, or of a string of which each character is a byte. */
export function sha256(data: Buffer | string): string {
  return createHash('sha256')
    .update(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
    .digest('hex');
}

/** Every service but S3 takes dot segments and doubled slashes out, and encodes once more what arrived encoded. */
function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const isFolder = /(?:^|\/)\.{0,2}$/.test(path) && kept.length > 0;
  return `/${kept.map(encoded).join('/')}${isFolder ? '/' : ''}`;
}

/** Names and values are decoded and encoded anew, so that it makes no difference how a client wrote them; then they are
 * sorted, by name and by value. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const [name = '', value = ''] = parameter.split(/=(.*)/s, 2);
      return [encoded(decoded(name)), encoded(decoded(value))] as const;
    })
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

/** Several headers of one name are one, in their order. */
function canonicalValue(values: readonly string[]): string {
  return values.map((value) => value.trim().replaceAll(/ +/g, ' ')).join(',');
}

function encoded(bytes: string): string {
  return bytes.replaceAll(
    /[^A-Za-z0-9\-._~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** To bytes. What is no encoded byte stays as it is, and so does a plus sign: only forms take it for a space. */
function decoded(text: string): string {
  return text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** By bytes, and not by any language's alphabet. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
