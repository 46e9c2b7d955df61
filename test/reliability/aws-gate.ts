// Stands between a canary and the simulated AWS, and lets calls of a service through or keeps them unanswered.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** As signatures name the services. */
export type Service = 'ec2' | 'monitoring' | 'secretsmanager';

export interface AwsGate extends AsyncDisposable {
  readonly url: string;
  /** Whose calls are not answered. May be changed at any time. */
  readonly held: Set<Service>;
  /** What is open now is reset as soon as something comes by it, as it is where a device on the way has forgotten it. Gives
   * how many connections that are. */
  readonly forgotten: () => number;
  /** What is open and idle is closed. Gives how many connections were open. */
  readonly closed: () => number;
}

/** `onCall` is called when a call has come, before it goes on. */
export async function startAwsGate(
  awsEndpoint: string,
  onCall: (service: string) => void = () => {},
): Promise<AwsGate> {
  const held = new Set<Service>();
  const open = new Set<Socket>();
  const lost = new Set<Socket>();
  const server = createServer((request, response) => {
    const service = /\/([a-z0-9]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (lost.has(request.socket)) {
      request.socket.resetAndDestroy();
      return;
    }
    onCall(service);
    if (!held.has(service as Service)) forward(awsEndpoint, request, response);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    closed: () => {
      const { size } = open;
      server.closeIdleConnections();
      return size;
    },
    forgotten: () => {
      for (const socket of open) lost.add(socket);
      return lost.size;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function forward(awsEndpoint: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = request;
  const call = send(new URL(url, awsEndpoint), { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  call.on('error', () => response.destroy());
  request.pipe(call);
}
