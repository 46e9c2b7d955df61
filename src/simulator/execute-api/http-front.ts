// HTTP/1.1 on established TLS sessions: reads requests, records them as they came, and sends answers with the headers
// that every API Gateway answer carries. It must not decide what to answer.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { SeenRequest } from '../journal.ts';
import type { GatewayAnswer } from './answers.ts';
import type { GatewayRequest } from './front-door.ts';

/** Decides about a complete request; called once for each, when its body has arrived. */
type Answer = (request: GatewayRequest) => GatewayAnswer;

/** Serves one session; `record` is called for every request on it, before it is answered. */
type ServeSession = (session: TLSSocket, record: (request: SeenRequest) => void) => void;

// API Gateway's payload quota.
const MAX_BODY_BYTES = 10_485_760;

/** A server without a port of its own: it lives on the sessions it is given. */
export function createHttpFront(answer: Answer): ServeSession {
  const recorders = new WeakMap<object, (request: SeenRequest) => void>();
  const server = createServer((request, response) => {
    recorders.get(request.socket)?.(seen(request));
    readBody(request, (body) => {
      const { delayMs = 0, ...rest } = answer(toGatewayRequest(request, body));
      const timer = setTimeout(() => send(request, response, rest), delayMs);
      response.on('close', () => clearTimeout(timer));
    });
  });
  return (session, record) => {
    recorders.set(session, record);
    server.emit('connection', session);
  };
}

function seen(request: IncomingMessage): SeenRequest {
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    host: request.headers.host ?? '',
    headers: Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']),
    ),
    rawHeaderNames: request.rawHeaders.filter((_, index) => index % 2 === 0),
  };
}

function toGatewayRequest(request: IncomingMessage, body: string): GatewayRequest {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    host: request.headers.host ?? '',
    apiId: request.headersDistinct['x-apigw-api-id']?.[0],
    authorization: request.headers.authorization,
    body,
  };
}

function readBody(request: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_BODY_BYTES) request.destroy();
  });
  request.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
  // A client that goes away in the middle of its body gets no answer; its connection is already gone.
  request.on('error', () => request.destroy());
}

function send(request: IncomingMessage, response: ServerResponse, answer: GatewayAnswer): void {
  const origin =
    answer.errorType === undefined ? ['X-Amzn-Trace-Id', traceId()] : ['x-amzn-ErrorType', answer.errorType];
  const wantsClose = request.headers.connection?.toLowerCase() === 'close';
  response.sendDate = false;
  response.writeHead(answer.status, [
    ...['Server', 'Server'],
    ...['Date', new Date().toUTCString()],
    ...['Content-Type', answer.contentType],
    ...['Content-Length', String(Buffer.byteLength(answer.body))],
    ...['Connection', wantsClose ? 'close' : 'keep-alive'],
    ...['x-amzn-RequestId', randomUUID()],
    ...origin,
    // Eleven bytes make sixteen base64 characters of which the last is '='.
    ...['x-amz-apigw-id', randomBytes(11).toString('base64')],
  ]);
  response.end(answer.body);
}

function traceId(): string {
  const seconds = Math.floor(Date.now() / 1_000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}
