// The AWS side of the simulator: one HTTP server on the loopback that speaks as EC2, CloudWatch and Secrets Manager,
// because AWS_ENDPOINT_URL points the clients of all at one address. What a request was signed for tells them apart.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloudWatchApi } from './cloudwatch.ts';
import { credentialProblem, signedService } from './credential-scope.ts';
import { ec2Api } from './ec2.ts';
import type { ReceivedDatum } from './put-metric-data.ts';
import { Rejection } from './rejection.ts';
import { readBody } from './request-body.ts';
import { SECRETS_MANAGER_TARGET, secretsManagerApi } from './secrets-manager.ts';
import type { SimulatedApi, WireAnswer, WireRequest } from './wire.ts';
import type { AwsServiceName, AwsWorld } from './world.ts';

export type { AwsEndpoint, AwsFault, AwsServiceName, AwsWorld } from './world.ts';

/** One call that arrived whole, whatever was answered to it. */
interface AwsCall {
  readonly service: AwsServiceName;
  readonly action: string;
}

/** A running simulated AWS; disposing it closes its sockets. */
export interface AwsServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, the port chosen by the system. */
  readonly url: string;
  /** In order of arrival, the refused ones included. */
  readonly calls: readonly AwsCall[];
  /** Data points that CloudWatch took, in order of arrival, each as often as it was sent. */
  readonly metricData: readonly ReceivedDatum[];
}

export async function startAws(world: AwsWorld): Promise<AwsServer> {
  const metricData: ReceivedDatum[] = [];
  const apis: Readonly<Record<AwsServiceName, SimulatedApi>> = {
    ec2: ec2Api(world),
    cloudwatch: cloudWatchApi(world, metricData),
    secretsManager: secretsManagerApi(world),
  };
  const calls: AwsCall[] = [];
  // A client that was busy for a while must find its connection as it left it, as it does with AWS.
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 60_000 };
  const server = createServer(limits, (request, response) => {
    const api = apis[serviceFor(request.headers, Object.values(apis))];
    // A client that hangs up in the middle of its request has nobody left to answer to.
    serve(api, request, response).catch(() => request.destroy());
  });

  async function serve(api: SimulatedApi, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (incoming.url ?? '').split('?', 1);
    const head = { path, headers: incoming.headers, requestId: randomUUID() };
    const answer = await answerOrReset(api, incoming, head);
    if (answer === 'reset') incoming.socket.resetAndDestroy();
    else send(answer, incoming, response);
  }

  async function answerOrReset(
    api: SimulatedApi,
    incoming: IncomingMessage,
    head: Omit<WireRequest, 'body'>,
  ): Promise<WireAnswer | 'reset'> {
    try {
      const request = { ...head, body: await readBody(incoming) };
      const action = api.actionOf(request);
      calls.push({ service: api.service, action });
      const fault = world.faults()[api.service];
      if (fault === 'unavailable') return 'reset';
      admit(api, request, world.region);
      if (fault === 'denied') throw api.denied(action, request);
      if (fault === 'throttled') throw api.throttled();
      return api.answer(action, request);
    } catch (cause) {
      if (incoming.errored !== null) throw cause;
      return api.refuse(cause instanceof Rejection ? cause : internalFailure(cause), head);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    metricData,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A request without a credential scope of any of the services goes where its headers fit. */
function serviceFor(headers: IncomingHttpHeaders, apis: readonly SimulatedApi[]): AwsServiceName {
  const signed = signedService(headers.authorization);
  const signedFor = apis.find(({ signingName }) => signingName === signed);
  if (signedFor !== undefined) return signedFor.service;
  const { 'x-amz-target': target, 'smithy-protocol': protocol } = headers;
  if (target?.toString().startsWith(SECRETS_MANAGER_TARGET)) return 'secretsManager';
  return target !== undefined || protocol !== undefined ? 'cloudwatch' : 'ec2';
}

function admit(api: SimulatedApi, request: WireRequest, region: string): void {
  const problem = credentialProblem(request.headers.authorization, { region, service: api.signingName });
  if (problem !== undefined) throw api.unauthenticated(problem);
}

function internalFailure(cause: unknown): Rejection {
  return new Rejection('InternalFailure', cause instanceof Error ? cause.message : String(cause), 500);
}

function send(answer: WireAnswer, incoming: IncomingMessage, response: ServerResponse): void {
  const unread = !incoming.readableEnded;
  response.writeHead(answer.status, { ...answer.headers, ...(unread ? { connection: 'close' } : {}) });
  response.end(answer.body);
  // A refusal in the middle of an upload reaches the client only if somebody keeps reading what it still sends.
  if (unread) incoming.resume();
}
