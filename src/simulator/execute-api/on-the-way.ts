// Devices and mishaps between a client and API Gateway: what they make of requests and of answers.
// It must not know APIs, stages or routes.
import type { Faults } from '../faults.ts';
import type { GatewayAnswer } from './answers.ts';
import type { GatewayRequest } from './gateway-request.ts';

const TOO_LARGE_BYTES = 2 * 1_024 * 1_024;

/** The page of a proxy that refuses by itself. Nothing in it comes from API Gateway. */
export const proxyPage: GatewayAnswer = {
  status: 403,
  contentType: 'text/html; charset=utf-8',
  body: `<html>
  <head>
    <title>Access denied</title>
  </head>
  <body>
    <h1>Access denied</h1>
    <p>The security policy of Example Corp does not allow this request.</p>
  </body>
</html>
`,
  server: 'Example Corp Web Gateway',
};

const rewrites: Readonly<Record<Faults['proxy'], (request: GatewayRequest) => GatewayRequest>> = {
  none: (request) => request,
  answers: (request) => request,
  'rewrites-host': (request) => (request.sni === undefined ? request : withHeader(request, 'host', request.sni)),
  'strips-api-id': (request) => withHeader(request, 'x-apigw-api-id'),
  'adds-authorization': (request) => withHeader(request, 'authorization', 'AWS4-HMAC-SHA256 Credential=x'),
};

function withHeader(request: GatewayRequest, name: string, ...values: readonly string[]): GatewayRequest {
  return { ...request, headers: { ...request.headers, [name]: values } };
}

/** The request as it leaves the proxy. */
export function throughProxy(request: GatewayRequest, { proxy }: Faults): GatewayRequest {
  return rewrites[proxy](request);
}

/** The answer as it reaches the client. Refusals stay as small as they are: what is too large is what an API sends. */
export function onTheWayBack(answer: GatewayAnswer, { answers }: Faults, inFirstZone: boolean): GatewayAnswer {
  const isLost = answers === 'none' || (answers === 'none-in-first-zone' && inFirstZone);
  if (isLost) return { ...answer, delayMs: Number.POSITIVE_INFINITY };
  if (answers === 'cut') return { ...answer, cut: true };
  const isLarge = answers === 'too-large' && answer.status === 200;
  return isLarge ? { ...answer, contentType: 'application/json', body: largeList() } : answer;
}

/** A JSON array of pets in exactly 2 MiB. */
function largeList(): string {
  const pet = '{"id":1,"type":"dog","price":249.99}';
  const count = Math.floor((TOO_LARGE_BYTES - 1) / (pet.length + 1));
  return `[${Array.from({ length: count }, () => pet).join(',')}`.padEnd(TOO_LARGE_BYTES - 1).concat(']');
}
