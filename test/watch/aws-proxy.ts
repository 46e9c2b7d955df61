// Stands between a client and the simulated AWS, and keeps what each call of PutMetricData carried and what became of it.

import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startHttpServer } from '../support/http-server.ts';

/** One data point as it was sent. */
export interface SentDatum {
  readonly metric: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly values: readonly number[];
}

export interface SentCall {
  readonly namespace: string;
  readonly data: readonly SentDatum[];
  /** Which process it is from: what that has as `AWS_SDK_UA_APP_ID`. */
  readonly app: string | undefined;
  /** Whose signature it has. */
  readonly accessKey: string | undefined;
  /** 0 while there is no answer, and when the connection was reset. */
  status: number;
}

export interface AwsProxy extends AsyncDisposable {
  readonly url: string;
  /** Calls of PutMetricData, in order of arrival. */
  readonly calls: readonly SentCall[];
  readonly accepted: () => readonly SentCall[];
  /** Called when a call is here, before it is handed on. */
  onCall: (call: SentCall) => void;
}

export async function startAwsProxy(awsUrl: string): Promise<AwsProxy> {
  const calls: SentCall[] = [];
  const server = await startHttpServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const call = callIn(request, body);
    if (call !== undefined) {
      calls.push(call);
      proxy.onCall(call);
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(awsUrl + (request.url ?? ''), {
      method: request.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: new Uint8Array(body),
    });
    const text = Buffer.from(await answer.arrayBuffer());
    if (call !== undefined) call.status = answer.status;
    const { 'content-length': _own, ...answered } = Object.fromEntries(answer.headers);
    // The clock that is told is that of who answers.
    response.sendDate = false;
    response.writeHead(answer.status, answered).end(text);
    await once(response, 'close');
  }

  const proxy: AwsProxy = {
    url: server.url,
    calls,
    accepted: () => calls.filter(({ status }) => status === 200),
    onCall: () => {},
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return proxy;
}

interface Wire {
  readonly Namespace: string;
  readonly MetricData: readonly {
    readonly MetricName: string;
    readonly Timestamp: number;
    readonly Values: readonly number[];
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  }[];
}

function callIn(request: IncomingMessage, body: Buffer): SentCall | undefined {
  if (!String(request.headers['x-amz-target']).endsWith('.PutMetricData')) return undefined;
  const { Namespace, MetricData } = JSON.parse(body.toString('utf8')) as Wire;
  const data = MetricData.map(({ MetricName, Timestamp, Values, Dimensions }) => ({
    metric: [MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' '),
    // On the wire in seconds.
    atMs: Math.round(Timestamp * 1_000),
    values: Values,
  }));
  const app = /\bapp\/(\S+)/.exec(String(request.headers['user-agent']))?.[1];
  const accessKey = /\bCredential=([^/]+)/.exec(String(request.headers.authorization))?.[1];
  return { namespace: Namespace, data, app, accessKey, status: 0 };
}
