// One request and its answer over a socket that is already open, by a single-use undici client. undici would take the
// SNI from the Host header; here the handshake is over before it is asked.

import type { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { Route } from '../domain/plan.ts';
import type { Resource } from '../domain/target.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Arrival, estimated } from './arrivals.ts';
import { growingBody } from './body.ts';
import { classifyExchangeError } from './classify.ts';
import { guardIntake, MAX_BODY_BYTES, MAX_HEADER_BYTES, type Refusal } from './intake.ts';
import type { requestHeaders } from './request-headers.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** The exchange in its two phases: until the first byte, and from there to the end. `response` is absent when no byte came. */
export interface Exchange {
  readonly request: StepResult<unknown>;
  readonly response?: StepResult<Answer>;
}

/** What is sent. `redact` takes secrets out of what is kept of the answer. */
export interface Request {
  readonly method: Resource['method'];
  readonly route: Pick<Route, 'dial' | 'path'>;
  readonly headers: ReturnType<typeof requestHeaders>;
  readonly redact: (text: string) => string;
}

// No other coding was asked for (RFC 9112, section 7.4), and undici undoes none: to it, what does not end in this one lasts
// until the connection ends.
const CHUNKED = 'chunked';

function unknownCoding(coding: string): Refusal {
  return { code: 'response-malformed', message: `Transfer-Encoding (${coding}) expected ${CHUNKED}` };
}

/** Sends one request and reads the answer. Closes the connection in every case. */
export async function exchange(socket: TLSSocket, request: Request, limit: StepLimit): Promise<Exchange> {
  const { method, route, headers, redact } = request;
  const client = new Client(`https://${route.dial}`, {
    // undici ignores a connector that calls back before it returns: the request would never be sent.
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket)),
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    maxResponseSize: MAX_BODY_BYTES,
    // The step's limit is the only timer: undici's own have a resolution of half a second.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  let sentAt = performance.now();
  const stalledBeforeMs = limit.arrivals.stalledMs();
  // Between the beginning of the step and that of the request, which begins its time.
  let heldBeforeMs = 0;
  let firstByteAt: number | undefined;
  let last: Arrival | undefined;
  // Of what came last: the request, or what had come before.
  let cause = sentAt;
  const timeoutCode = () => (firstByteAt === undefined ? 'request-timeout' : 'response-timeout');
  const ended = await timedStep<Answer>(limit, timeoutCode, ({ done, failed }) => {
    // Ahead of undici's own listeners, so that no parsing stands between a byte and its time stamp.
    socket.on('readable', () => {
      last = { ...limit.arrivals.now(), heldMs: 0 };
      cause = firstByteAt ?? sentAt;
      if (socket.readableLength > 0) firstByteAt ??= estimated(last, sentAt).at;
    });
    // Once the connection is over, what the parser misses was cut off.
    let endedByPeer = false;
    socket.on('end', () => {
      endedByPeer = true;
    });
    const broke = (error: NodeJS.ErrnoException) => {
      const code = classifyExchangeError(error, { answered: firstByteAt !== undefined, endedByPeer });
      failed(code, `${error.code ?? error.name}: ${error.message}`, undefined, firstByteAt ?? sentAt);
    };
    // Ahead of undici's own listener, to which a reset is the end of a body without a length.
    socket.on('error', broke);
    const refuse = ({ code, message }: Refusal) => failed(code, message, undefined, firstByteAt);
    guardIntake(socket, refuse);
    const body = growingBody();
    let status = 0;
    let fields: Parameters<typeof answerOf>[1] = {};
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => {
        sentAt = performance.now();
        heldBeforeMs = limit.arrivals.stalledMs() - stalledBeforeMs;
      },
      onResponseStart: (_controller, statusCode, received) => {
        status = statusCode;
        fields = received;
        const coding = [received['transfer-encoding'] ?? CHUNKED].flat().join(', ');
        if (coding.trim().toLowerCase() !== CHUNKED) refuse(unknownCoding(coding));
      },
      onResponseData: (_controller, chunk) => {
        body.add(chunk);
      },
      onResponseEnd: () => {
        done(answerOf(status, fields, { body: body.whole(), redact }), last, cause);
        socket.destroy();
      },
      onResponseError: (_controller, error) => broke(error),
    };
    client.dispatch({ method, path: route.path, headers, reset: false }, handler);
    return () => socket.destroy();
  });
  const result = { ...ended, heldMs: Math.max(0, ended.heldMs - heldBeforeMs) };
  if (result.kind !== 'done') void client.destroy();
  socket.destroy();
  if (firstByteAt === undefined) return { request: { ...result, ms: result.endedAt - sentAt } };
  return {
    // Nothing waits for the first byte: what is late about it is no part of the total.
    request: { kind: 'done', value: undefined, ms: firstByteAt - sentAt, endedAt: firstByteAt, lateMs: 0, heldMs: 0 },
    response: { ...result, ms: result.endedAt - firstByteAt },
  };
}
