// An API that repeats what it was sent, in all places and all the ways in which an answer can: each path is one of them.

import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from '../probe/certificate-authority.ts';

type Reflection = (values: readonly string[], request: IncomingMessage) => string;

const JSON_TYPE = 'content-type: application/json';

function answer(status: string, headers: readonly string[], body: string): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `content-length: ${Buffer.byteLength(body)}`, '', body];
  return lines.join('\r\n');
}

/** Every way in which others write a text down again. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(JSON.stringify(text)).replaceAll('/', '\\/'),
  (text) => text.replace(/[^A-Za-z0-9]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
  encodeURIComponent,
  (text) => new URLSearchParams({ value: text }).toString(),
  (text) => text.replace(/[^A-Za-z0-9]/g, (each) => `&#${each.charCodeAt(0)};`),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`one:${text}:two`).toString('base64url'),
  (text) => Buffer.from(`x${text}y`).toString('base64'),
];

// Where an excerpt, a message and what is read of a body end.
const CAPS = [250, 280, 290, 299, 480, 500, 505, 510, 2_020, 2_040, 2_046, 4_080];

/** By path. */
const REFLECTIONS: Readonly<Record<string, Reflection>> = {
  '/canonical-request': (_values, { rawHeaders }) => {
    const headers = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}:${rawHeaders[index + 1]}`] : []));
    const message = `The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'GET\n/\n\n${headers.join('\n')}\n'`;
    return answer(
      '403 Forbidden',
      [JSON_TYPE, 'x-amzn-ErrorType: InvalidSignatureException'],
      JSON.stringify({ message }),
    );
  },
  '/headers': (values) =>
    answer(
      '403 Forbidden',
      [
        `x-amzn-ErrorType: ${values.join(' ')}:http://internal.example.com/`,
        `x-amzn-RequestId: ${values.map(encodeURIComponent).join(' ')}`,
        `x-amz-apigw-id: ${values.map((value) => Buffer.from(value).toString('base64')).join(' ')}`,
      ],
      '',
    ),
  '/status-text': (values) => answer(`403 ${values.join(' ')}`, [], '{}'),
  '/spellings': (values) =>
    answer('500 Oh', [], values.flatMap((value) => SPELLINGS.map((spelling) => spelling(value))).join('\n')),
  '/chunks': (values) => {
    const chunks = values.join('; ').match(/[\s\S]{1,3}/g) ?? [];
    const body = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
    return `HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: ForbiddenException\r\ntransfer-encoding: chunked\r\n\r\n${body}0\r\n\r\n`;
  },
  '/malformed-header': (values) => `HTTP/1.1 403 Forbidden\r\n${values.join('\r\n')}\r\n\r\n`,
  '/malformed-status': (values) => `${values.join(' ')}\r\n\r\n`,
  '/not-json': (values) => answer('200 OK', [], values.join(' ')),
  '/cut': (values) => answer('200 OK', [], values.join(' ')).replace(/content-length: \d+/, 'content-length: 99999'),
  '/mismatch': (values) => answer('200 OK', [JSON_TYPE], JSON.stringify({ type: values.join(' '), more: values })),
  ...Object.fromEntries(
    CAPS.flatMap((cap) =>
      [0, 1, 2].map((turn): [string, Reflection] => [
        `/cap/${cap}/${turn}`,
        (values) => {
          const value = values.at((cap + turn) % values.length) ?? '';
          const padded = `${'. '.repeat(cap / 2)}${value}`;
          return answer('403 Forbidden', [`x-amzn-ErrorType: ${padded}`], `${padded}, ${values.join(' ')}`);
        },
      ]),
    ),
  ),
};

/** Resources for a configuration: every reflection, expecting what it does not answer. */
export const REFLECTING_RESOURCES = Object.keys(REFLECTIONS).map((path) => ({
  path,
  expect: { body: ["type == 'as expected'"] },
}));

export interface ReflectingApi extends AsyncDisposable {
  readonly port: number;
  /** What was sent of the headers that carry secrets, by their names. */
  readonly seen: ReadonlySet<string>;
}

/** `known`: what else the API knows and repeats, though it was not sent. */
export async function startReflectingApi(
  tls: KeyPair,
  known: readonly string[],
  onRequest: () => void,
): Promise<ReflectingApi> {
  const seen = new Set<string>();
  const server = createServer({ ...tls, ALPNProtocols: ['http/1.1'] }, (request, { socket }) => {
    onRequest();
    const sent = Object.entries(request.headers).filter(([name]) =>
      /^(?:authorization|x-(?!amz-date|apigw-api-id))/.test(name),
    );
    for (const [name] of sent) seen.add(name);
    const path = request.url?.replace(/^\/test/, '') ?? '';
    const reflect = REFLECTIONS[path] ?? REFLECTIONS['/headers'];
    socket?.end(reflect?.([...sent.map(([, value]) => String(value)), ...known], request) ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
