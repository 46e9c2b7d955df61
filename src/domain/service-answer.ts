// What AWS services answer, within bounds: how much of an answer is read, and how an error is repeated in a report.

import { oneLine } from './one-line.ts';

/** Of one answer, in bytes: a thousand endpoints, as EC2 lists them. The SDK keeps an answer whole in memory, and what it
 * makes of it takes up to forty times as much. */
const MAX_ANSWER_BYTES = 4_000_000;

/** Of what a service or its client says, in characters. */
const MAX_SAID = 600;

/** A middleware of the SDK's for the step `deserialize`, next to the connection: an answer that is too long is an error,
 * and where there is none the error says who was asked. */
export function shortAnswers<Asked, Answer extends { readonly response: unknown }>(
  next: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  return async (asked) => {
    const answer = await next(asked).catch((error: unknown) => {
      // Only its words: by everything else the SDK decides whether to ask again.
      if (error instanceof Error) error.message = withHost(error, hostOf(asked));
      throw error;
    });
    const response = answer.response as { body?: unknown };
    if (isStream(response.body)) response.body = ReadableStream.from(untilTooLong(response.body));
    return answer;
  };
}

function hostOf(asked: unknown): string {
  const { hostname = '', port } = (asked as { request?: { hostname?: string; port?: number } }).request ?? {};
  return port === undefined ? hostname : `${hostname}:${port}`;
}

// Node's words for a connection that the other side has ended: `socket hang up`, `read ECONNRESET`, `write EPIPE`.
const ENDED = /^(?:socket hang up|(?:read|write) E(?:CONNRESET|PIPE))$/;

function withHost(error: NodeJS.ErrnoException, host: string): string {
  const { code } = error;
  const message = messageOf(error);
  if (ENDED.test(message)) return `the connection to ${host} was closed before an answer (${code})`;
  return message.includes(host) ? message : `${message} (${host})`;
}

/** Node's error for a host all of whose addresses have failed says nothing itself. */
function messageOf({ message, code = '', errors }: NodeJS.ErrnoException & { readonly errors?: unknown }): string {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return message || (first instanceof Error ? first.message : '') || code;
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

async function* untilTooLong(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    yield chunk;
  }
}

// The SDK tells its own user where to look on, who is not the reader of a report.
const SDK_ADVICE = /\s*Deserialization error: to see the raw response.*$/s;

/** What a service or its client said, in one line: `AccessDenied: User: … is not authorized to …`. */
export function saidBy(error: unknown): string {
  const thrown: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const { name, code } = thrown;
  const message = messageOf(thrown);
  // The SDK calls every end of a connection a timeout.
  const said = code !== undefined && /^(?:Timeout|Aggregate)?Error$/.test(name) ? message : `${name}: ${message}`;
  return oneLine(said.replace(SDK_ADVICE, '').replace(/\s+/g, ' '), MAX_SAID);
}
