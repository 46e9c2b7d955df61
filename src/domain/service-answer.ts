// What AWS services answer, within bounds: how much of an answer is read, and how an error is repeated in a report.

import { oneLine } from './one-line.ts';

/** Of one answer, in bytes: a thousand endpoints, as EC2 lists them. The SDK keeps an answer whole in memory, and what it
 * makes of it takes up to forty times as much. */
const MAX_ANSWER_BYTES = 4_000_000;

/** Of what a service or its client says, in characters. */
const MAX_SAID = 600;

/** A middleware of the SDK's for the step `deserialize`, next to the connection: an answer that is too long is an error. */
export function shortAnswers<Asked, Answer extends { readonly response: unknown }>(
  next: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  return async (asked) => {
    const answer = await next(asked);
    const response = answer.response as { body?: unknown };
    if (isStream(response.body)) response.body = ReadableStream.from(untilTooLong(response.body));
    return answer;
  };
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
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return oneLine(`${name}: ${message.replace(SDK_ADVICE, '')}`.replace(/\s+/g, ' '), MAX_SAID);
}
