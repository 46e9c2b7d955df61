// What stands at the other end of the notifier: a server that plays SNS, and one that is subscribed to a topic.

import { text } from 'node:stream/consumers';
import { type HttpServer, startHttpServer } from './http-server.ts';

/** Answers each `Publish` with the status; keeps the parameters of every call. */
export interface SnsServer extends HttpServer {
  readonly calls: readonly URLSearchParams[];
  answerWith: 200 | 403;
}

const ANSWERS = {
  200: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>',
  403: '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorized to perform SNS:Publish</Message></Error><RequestId>r-1</RequestId></ErrorResponse>',
} as const;

export async function startSns(): Promise<SnsServer> {
  const calls: URLSearchParams[] = [];
  const server = await startHttpServer(async (request, response) => {
    calls.push(new URLSearchParams(await text(request)));
    response.writeHead(sns.answerWith, { 'content-type': 'text/xml' }).end(ANSWERS[sns.answerWith]);
  });
  const sns: SnsServer = { ...server, calls, answerWith: 200 };
  return sns;
}

/** Keeps the body of whatever is delivered to it. */
export async function startSubscriber(): Promise<HttpServer & { readonly bodies: readonly string[] }> {
  const bodies: string[] = [];
  const server = await startHttpServer(async (request, response) => {
    bodies.push(await text(request));
    response.end();
  });
  return { ...server, bodies };
}
