// Ways in which an endpoint answers a request, and the rows that they make.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { FailureCode } from '../../src/domain/failure.ts';
import type { HostileFault } from './hostility.ts';

export type OnRequest = (socket: TLSSocket, tcp: Socket) => void;

const ANSWER_MS = 800;
export const OK = 'HTTP/1.1 200 OK';
export const CHUNKED = 'transfer-encoding: chunked';

/** A whole head. */
export function head(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Ends the connection after these bytes. */
export function saying(...bytes: readonly (string | Buffer)[]): OnRequest {
  return (socket) => socket.end(Buffer.concat(bytes.map((some) => Buffer.from(some as string, 'latin1'))));
}

/** When the client has read what was written: sockets are read between a timer and an immediate of the same process. */
export function onceRead(then: () => void): void {
  setTimeout(() => setImmediate(then), 50);
}

/** Resets the connection once the client has these bytes. */
export function resetAfter(bytes: string): OnRequest {
  return (socket, tcp) => {
    socket.write(bytes);
    onceRead(() => tcp.resetAndDestroy());
  };
}

/** Ends the connection without a word of TLS (`close_notify`) once the client has these bytes. */
export function endUnsaid(bytes: string): OnRequest {
  return (socket, tcp) => {
    socket.write(bytes);
    onceRead(() => tcp.end());
  };
}

/** A fault of an answer, which is told by its code alone. */
export const at = (code: FailureCode, fault: string, onRequest: OnRequest, does = `\`${code}\``): HostileFault => ({
  fault,
  does,
  code,
  behaviour: { onRequest },
});

/** A fault that only the time of the probe ends. */
export const late = (code: FailureCode, fault: string, onRequest: OnRequest): HostileFault => ({
  ...at(code, fault, onRequest, `\`${code}\` when \`probeMs\` is over`),
  limitMs: ANSWER_MS,
  world: { timeouts: { probeMs: ANSWER_MS } },
});
