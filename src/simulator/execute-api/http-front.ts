// HTTP/1.1 on established TLS sessions: reads requests, records them as they came, and has them answered.
// It must not decide what to answer.
import { createServer, type IncomingMessage } from 'node:http';
import type { Session } from '../endpoint/tls-front.ts';
import type { SeenRequest } from '../journal.ts';
import type { GatewayAnswer } from './answers.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { send } from './sending.ts';

/** Decides about a complete request; called once for each, when its body has arrived. */
type Answer = (request: GatewayRequest) => GatewayAnswer;

/** Serves one session; every request on it is recorded before it is answered. */
type ServeSession = (session: Session) => void;

// API Gateway's payload quota.
const MAX_BODY_BYTES = 10_485_760;

/** A server without a port of its own: it lives on the sessions it is given. `now` is API Gateway's clock, in
 * milliseconds since the epoch. */
export function createHttpFront(answer: Answer, now: () => number): ServeSession {
  const sessions = new WeakMap<object, Session>();
  const server = createServer((request, response) => {
    const session = sessions.get(request.socket);
    if (session === undefined) throw new Error('A request came by a socket that is no session');
    session.record(seen(request));
    readBody(request, (body) => {
      const { delayMs = 0, ...rest } = answer(toGatewayRequest(request, body, session));
      // The connection then stays open until the client goes.
      if (delayMs === Number.POSITIVE_INFINITY) return;
      const timer = setTimeout(() => send(response, rest, { nowMs: now(), hangUp: session.hangUp }), delayMs);
      response.on('close', () => clearTimeout(timer));
    });
  });
  return (session) => {
    sessions.set(session.socket, session);
    server.emit('connection', session.socket);
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

function toGatewayRequest(request: IncomingMessage, body: Buffer, { zone, sni }: Session): GatewayRequest {
  return {
    zone,
    sni,
    method: request.method ?? '',
    target: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headersDistinct).map(([name, values]) => [name, values ?? []])),
    body,
  };
}

function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_BODY_BYTES) request.destroy();
  });
  request.on('end', () => done(Buffer.concat(chunks)));
  // A client that goes away in the middle of its body gets no answer; its connection is already gone.
  request.on('error', () => request.destroy());
}
