// The far side of a measurement, a process of its own: a TLS server that answers as API Gateway does, after a fixed time, and a
// DNS server that leads every name to it. It knows when it accepted and when it answered, by name.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { decode, encode } from 'dns-packet';
import type { Answered, EndpointOrder, EndpointProcessFacts } from './endpoint.ts';

const HOST = '127.0.0.1';
const BODY = JSON.stringify([
  { id: 1, type: 'dog', price: 249.99 },
  { id: 2, type: 'cat', price: 124.99 },
  { id: 3, type: 'fish', price: 0.99 },
]);
const PETS = answerOf('200 OK', BODY);
const PET = answerOf('200 OK', '{"id":1,"type":"dog","price":249.99}');
const UNKNOWN_API = answerOf('403 Forbidden', '{"message":"Forbidden"}', 'ForbiddenException');
const UNDEPLOYED = answerOf(
  '403 Forbidden',
  '{"message":"Missing Authentication Token"}',
  'MissingAuthenticationTokenException',
);

function answerOf(status: string, body: string, errorType?: string): string {
  return [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'x-amzn-RequestId: 3e2a7b1c-0f4d-4c57-9d3a-6f7f1c1f0001',
    'x-amz-apigw-id: Bench0001=',
    ...(errorType === undefined ? [] : [`x-amzn-ErrorType: ${errorType}`]),
    '',
    body,
  ].join('\r\n');
}

function answerTo(head: string): string {
  if (/^x-apigw-api-id: 0{9}/im.test(head)) return UNKNOWN_API;
  if (head.includes('/not-deployed ')) return UNDEPLOYED;
  return head.includes('/pets/1 ') ? PET : PETS;
}

let answered: Answered[] = [];

async function start({ chain, answerMs }: Extract<EndpointOrder, object>): Promise<EndpointProcessFacts> {
  const { cert, key } = chain;
  const acceptedAt = new WeakMap<object, number>();
  const server = createServer({ cert, key, ALPNProtocols: ['http/1.1'], ecdhCurve: 'X25519:P-256' });
  server.on('connection', (socket) => {
    acceptedAt.set(socket, nowMs());
    socket.setNoDelay();
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    let head = '';
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (head.includes('\r\n\r\n')) setTimeout(() => answer(socket, answerTo(head), acceptedAt), answerMs);
    });
  });
  server.on('tlsClientError', () => {});
  server.listen({ port: 0, host: HOST, backlog: 4096 });
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, resolver: await startDns() };
}

async function startDns(): Promise<string> {
  const dns = createSocket('udp4');
  dns.on('message', (packet, client) => {
    const { id, questions = [] } = decode(packet);
    const [question] = questions;
    if (question === undefined || id === undefined) return;
    const answers = question.type === 'A' ? [{ type: 'A', name: question.name, ttl: 60, data: HOST } as const] : [];
    const reply = encode({ type: 'response', id, flags: 0x0180, questions, answers });
    dns.send(reply, client.port, client.address, () => {});
  });
  dns.bind(0, HOST);
  await once(dns, 'listening');
  return `${HOST}:${dns.address().port}`;
}

function answer(socket: TLSSocket, text: string, acceptedAt: WeakMap<object, number>): void {
  // The connection stays open: the last byte on the wire is then the answer's.
  socket.write(text);
  const accepted = acceptedAt.get((socket as unknown as { readonly _parent: object })._parent);
  answered.push({ name: String(socket.servername), acceptedAtMs: accepted ?? Number.NaN, answeredAtMs: nowMs() });
}

/** CLOCK_MONOTONIC: one clock for all processes of this machine. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

process.on('message', async (order: EndpointOrder) => {
  if (order === 'tell') {
    process.send?.(answered);
    answered = [];
  } else {
    process.send?.(await start(order));
  }
});
// Ends with whoever started it.
process.once('disconnect', () => process.exit());
