// Checks Signature Version 4 of a request as it came out of TLS, from AWS's description of the algorithm ("Create a signed
// AWS API request") and node:crypto alone: nothing is shared with what made it.

import { createHash, createHmac } from 'node:crypto';

export interface Keys {
  readonly secretAccessKey: string;
  readonly region: string;
}

/** A checked signature: who signed, which headers, and when. */
export interface Checked {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly longDate: string;
  readonly matches: boolean;
}

/** Reads a request's head and computes what its signature should have been. Throws where it is no signed request. */
export function checkSignature(head: string, { secretAccessKey, region }: Keys): Checked {
  const [requestLine = '', ...lines] = head.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1)]),
  );
  const parts =
    /^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)\/(?<date>\d{8})\/(?<scope>[^,]+), ?SignedHeaders=(?<names>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/.exec(
      headers.get('authorization')?.trim() ?? '',
    )?.groups;
  if (parts === undefined) throw new Error(`not signed: ${headers.get('authorization')}`);
  const { key = '', date = '', scope = '', names = '', signature = '' } = parts;
  if (scope !== `${region}/execute-api/aws4_request`) throw new Error(`scope ${scope}`);
  const longDate = headers.get('x-amz-date')?.trim() ?? '';
  if (!longDate.startsWith(date)) throw new Error(`x-amz-date ${longDate} of another day than ${date}`);
  const signedHeaders = names.split(';');
  const question = target.indexOf('?');
  const canonical = [
    method,
    canonicalPath(question < 0 ? target : target.slice(0, question)),
    question < 0 ? '' : canonicalQuery(target.slice(question + 1)),
    ...signedHeaders.map((name) => {
      const value = headers.get(name);
      if (value === undefined) throw new Error(`${name} is signed and was not sent`);
      return `${name}:${value.trim().replace(/ +/g, ' ')}`;
    }),
    '',
    names,
    sha256(''),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', longDate, `${date}/${scope}`, sha256(canonical)].join('\n');
  const signingKey = [date, region, 'execute-api', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  const expected = hmac(signingKey, toSign).toString('hex');
  return { accessKeyId: key, signedHeaders, longDate, matches: expected === signature };
}

// "Normalize URI paths according to RFC 3986. Remove redundant and relative path components. Each path segment must be
// URI-encoded twice": it is once in what is sent.
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(uriEncode(segment));
  }
  return `/${segments.join('/')}${path.endsWith('/') && segments.length > 0 ? '/' : ''}`;
}

// "URI-encode each parameter name and value", "sort by character code", "an empty string for parameters without a value".
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .map((part) => {
      const equals = part.indexOf('=');
      const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
      return `${uriEncode(decodeURIComponent(name))}=${uriEncode(decodeURIComponent(value))}`;
    })
    .sort()
    .join('&');
}

function uriEncode(text: string): string {
  const unreserved = /[A-Za-z0-9\-._~]/;
  return [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((each) =>
      unreserved.test(each) ? each : `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
