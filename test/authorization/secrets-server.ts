// A server that plays Secrets Manager for real clients: SDK and command line.

import { json } from 'node:stream/consumers';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';

/** How `GetSecretValue` is answered instead of with the secret. */
export type Trouble =
  | { readonly status: number; readonly code: string; readonly message: string }
  /** Never. */
  | 'silent'
  /** The secret has no text, but bytes. */
  | 'binary';

export interface SecretsServer extends HttpServer {
  /** Name or ARN -> text. */
  secrets: Readonly<Record<string, string>>;
  trouble: Trouble | undefined;
  /** What was asked for, with the Region of the signature. */
  readonly asked: readonly string[];
}

export async function startSecretsServer(secrets: Readonly<Record<string, string>>): Promise<SecretsServer> {
  const asked: string[] = [];
  const server = await startHttpServer(async (request, response) => {
    const { SecretId: id = '' } = (await json(request)) as { readonly SecretId?: string };
    const region = /\/(?<region>[^/]+)\/secretsmanager\/aws4_request/.exec(request.headers.authorization ?? '')?.groups
      ?.region;
    asked.push(`${request.headers['x-amz-target']} ${region} ${id}`);
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    const { trouble } = state;
    if (trouble === 'silent') return;
    if (trouble === 'binary') return answer(200, { Name: id, SecretBinary: 'AAEC' });
    if (trouble !== undefined) return answer(trouble.status, { __type: trouble.code, message: trouble.message });
    const text = state.secrets[id];
    if (text === undefined)
      return answer(400, {
        __type: 'ResourceNotFoundException',
        message: `Secrets Manager can't find the specified secret.`,
      });
    return answer(200, {
      ARN: `arn:aws:secretsmanager:us-west-2:123456789012:secret:${id}`,
      Name: id,
      SecretString: text,
    });
  });
  const state: SecretsServer = { ...server, secrets, trouble: undefined, asked };
  return state;
}
