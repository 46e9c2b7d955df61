// Two servers that answer as AWS may, and as the simulator does not: not at all, and with given pages.

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface StandIn extends AsyncDisposable {
  readonly url: string;
  /** `NextToken` of each call, in order of arrival; `null` where there was none. */
  readonly tokens: readonly (string | null)[];
}

/** Takes calls and never answers. */
export function startSilentAws(): Promise<StandIn> {
  return start(() => {});
}

/** Answers each call with the next of these pages: the contents of `vpcEndpointSet` and what follows it. */
export function startPagedEc2(pages: readonly string[]): Promise<StandIn> {
  return start((page, response) => {
    response.setHeader('content-type', 'text/xml;charset=UTF-8');
    response.end(
      `<DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${pages[page]}</DescribeVpcEndpointsResponse>`,
    );
  });
}

async function start(answer: (call: number, response: Parameters<RequestListener>[1]) => void): Promise<StandIn> {
  const tokens: (string | null)[] = [];
  const server = createServer(async (request, response) => {
    tokens.push(new URLSearchParams(await text(request)).get('NextToken'));
    answer(tokens.length - 1, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
