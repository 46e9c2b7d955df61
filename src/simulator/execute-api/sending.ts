// Writes one answer: the headers that every API Gateway answer carries, in their order, and the body or half of it.
// It must not decide what to answer.
import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { GatewayAnswer } from './answers.ts';

/** How an answer leaves. */
interface Sending {
  /** By API Gateway's clock, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Called when an answer that is to be cut has left as far as it shall. */
  readonly hangUp: () => void;
}

/** Sends an answer. That to HEAD has no body, and the headers of the one to GET: what API Gateway makes of
 * `Content-Length` then is not documented, and HTTP wants it so. */
export function send(response: ServerResponse, answer: GatewayAnswer, { nowMs, hangUp }: Sending): void {
  const body = Buffer.from(answer.body);
  const wantsClose = response.req.headers.connection?.toLowerCase() === 'close';
  response.sendDate = false;
  response.writeHead(answer.status, [
    ...['Server', answer.server ?? 'Server'],
    ...['Date', new Date(nowMs).toUTCString()],
    ...['Content-Type', answer.contentType],
    ...['Content-Length', String(body.length)],
    ...['Connection', wantsClose ? 'close' : 'keep-alive'],
    ...(answer.server === undefined ? gatewayHeaders(answer.errorType, nowMs) : []),
  ]);
  // What has no body has no middle. The connection is closed and not reset: a RST makes the client's system throw away
  // what it has received and the client has not read, so that the answer would seem never to have begun.
  const hasMiddle = body.length > 0 && response.req.method !== 'HEAD';
  if (answer.cut === true && hasMiddle) response.write(body.subarray(0, Math.ceil(body.length / 2)), hangUp);
  else response.end(body);
}

function gatewayHeaders(errorType: string | undefined, nowMs: number): readonly string[] {
  return [
    ...['x-amzn-RequestId', randomUUID()],
    ...(errorType === undefined ? ['X-Amzn-Trace-Id', traceId(nowMs)] : ['x-amzn-ErrorType', errorType]),
    // Eleven bytes make sixteen base64 characters of which the last is '='.
    ...['x-amz-apigw-id', randomBytes(11).toString('base64')],
  ];
}

function traceId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}
