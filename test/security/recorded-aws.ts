// Stands between a client and the simulated AWS, and writes down each call as IAM would be asked about it.

import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import type { Call } from './iam.ts';

export interface RecordedAws extends HttpServer {
  /** In order of arrival. */
  readonly calls: readonly Call[];
}

export async function startRecordedAws(awsUrl: string): Promise<RecordedAws> {
  const calls: Call[] = [];
  const server = await startHttpServer(async (request, response) => {
    const body = await buffer(request);
    calls.push(callIn(request, body.toString()));
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(awsUrl + (request.url ?? ''), {
      method: request.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: new Uint8Array(body),
    });
    const { 'content-length': _own, ...answered } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, answered).end(Buffer.from(await answer.arrayBuffer()));
  });
  return { ...server, calls };
}

/** `secretsmanager.GetSecretValue` in a header, or `Action` in a form; the service is that of the signature. */
function callIn({ headers }: IncomingMessage, body: string): Call {
  const service = /\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  const name = String(headers['x-amz-target'] ?? new URLSearchParams(body).get('Action')).replace(/^.*\./, '');
  if (service === 'ec2') return { action: `ec2:${name}`, resource: '*' };
  const input = JSON.parse(body) as { readonly Namespace?: string; readonly SecretId?: string };
  if (service === 'secretsmanager') return { action: `${service}:${name}`, resource: input.SecretId ?? '' };
  if (service !== 'monitoring') throw new Error(`a service that this does not know: ${service}`);
  return {
    action: `cloudwatch:${name}`,
    resource: '*',
    context: { 'cloudwatch:namespace': input.Namespace ?? '' },
  };
}
