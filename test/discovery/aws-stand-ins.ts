// Servers that answer as AWS may, and as the simulator does not: with what a test gives them, not at all, or with what the
// simulated AWS behind them says.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** An answer of the stand-in's own. */
export interface Answer {
  /** 200 when it is absent. */
  readonly status?: number;
  /** Content type; what AWS uses when it is absent. */
  readonly type?: string;
  readonly body?: string;
  /** What becomes of the connection after the body: `ends` when it is absent. `repeats`: the body comes again and again. */
  readonly after?: 'ends' | 'breaks' | 'stalls' | 'repeats';
}

/** What becomes of a call. `passes`: the AWS behind answers it. `loses`: that takes it, and its answer is lost. */
export type Reaction = Answer | 'silent' | 'resets' | 'passes' | 'loses';

/** The names that calls are signed for. */
export type Service = 'ec2' | 'monitoring';

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  /** Each call, in order of arrival. `token` is `NextToken`. */
  readonly calls: readonly { readonly service: Service; readonly token: string | null }[];
  /** Of the bodies that repeat, as far as connections took them. */
  readonly sentBytes: () => number;
}

/** Reacts to each call by its number from 0 on, among those to one service. `behind` is the address of an AWS. */
export async function startAwsStandIn(
  reaction: (call: number, service: Service) => Reaction,
  behind?: string,
): Promise<StandIn> {
  const calls: { service: Service; token: string | null }[] = [];
  let sentBytes = 0;
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const service = /\/monitoring\/aws4_request/.test(request.headers.authorization ?? '') ? 'monitoring' : 'ec2';
    const number = calls.filter((each) => each.service === service).length;
    calls.push({ service, token: new URLSearchParams(body.toString()).get('NextToken') });
    const reacts = reaction(number, service);
    if (reacts === 'silent') return;
    if (reacts === 'resets') return void request.socket.resetAndDestroy();
    if (typeof reacts === 'object') return await give(reacts, response);
    const answer = await handedOn(request, body, behind);
    if (reacts === 'loses') return void request.socket.resetAndDestroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  async function give({ status = 200, type, body = '', after = 'ends' }: Answer, response: ServerResponse) {
    const missing = after === 'breaks' ? { 'content-length': Buffer.byteLength(body) + 1 } : {};
    response.writeHead(status, { 'content-type': type ?? 'text/xml;charset=UTF-8', ...missing });
    const bodies = function* () {
      while (true) {
        sentBytes += Buffer.byteLength(body);
        yield body;
      }
    };
    if (after === 'ends') response.end(body);
    else if (after === 'stalls') response.write(body);
    else if (after === 'breaks') response.write(body, () => response.destroy());
    else await pipeline(bodies, response);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    sentBytes: () => sentBytes,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handedOn({ url = '/', headers, method = 'POST' }: IncomingMessage, body: Buffer, behind?: string) {
  if (behind === undefined) throw new Error('there is no AWS behind');
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
  const answer = await fetch(behind + url, {
    method,
    headers: Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
    body: new Uint8Array(body),
  });
  const { 'content-length': _own, ...answered } = Object.fromEntries(answer.headers);
  return { status: answer.status, headers: answered, body: Buffer.from(await answer.arrayBuffer()) };
}

/** An address at which something listened a moment ago. */
export async function unusedAddress(): Promise<string> {
  await using gone = await startSilentAws();
  return gone.url;
}

/** Takes calls and never answers. */
export function startSilentAws(): Promise<StandIn> {
  return startAwsStandIn(() => 'silent');
}

/** The reaction to a call by its number: one after the other, and then the last one again and again. */
export function inTurn(reactions: readonly Reaction[]): (call: number) => Reaction {
  return (call) => reactions[call] ?? reactions.at(-1) ?? 'silent';
}

/** A listing of endpoints: these items of `vpcEndpointSet`, and what follows it. */
export function listing(items: string, after = ''): Answer {
  const set = `<vpcEndpointSet>${items}</vpcEndpointSet>`;
  return {
    body: `<DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${set}${after}</DescribeVpcEndpointsResponse>`,
  };
}

/** An endpoint for execute-api in `us-west-2`, with one DNS name, or these members in the place of that. */
export function listed(id: string, names = dnsNames(`${id}-01234567`)): string {
  return `<item><vpcEndpointId>${id}</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><serviceName>com.amazonaws.us-west-2.execute-api</serviceName><state>available</state><privateDnsEnabled>false</privateDnsEnabled>${names}</item>`;
}

/** DNS names below the endpoints' own zone by their first labels, whole ones as they are. */
export function dnsNames(...names: readonly string[]): string {
  const items = names.map((name) => {
    const whole = name.includes('.') ? name : `${name}.execute-api.us-west-2.vpce.amazonaws.com`;
    return `<item><dnsName>${whole}</dnsName><hostedZoneId>Z1</hostedZoneId></item>`;
  });
  return `<dnsEntrySet>${items.join('')}</dnsEntrySet>`;
}

/** EC2's answer to what it does not do. */
export function refusal(status: number, code: string, message: string): Answer {
  return {
    status,
    body: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`,
  };
}
