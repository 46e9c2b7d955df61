// Starts the far side of a measurement.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chain, issueChain } from './certificates.ts';
import { startChild } from './child.ts';

/** One answered request, by the name in its handshake; milliseconds of the machine's monotonic clock. */
export interface Answered {
  readonly name: string;
  readonly acceptedAtMs: number;
  readonly answeredAtMs: number;
}

/** What the process is told: to start, or to tell what it answered since it was last asked. */
export type EndpointOrder = { readonly chain: Chain; readonly answerMs: number } | 'tell';

/** Where the process listens: the port for TLS, and its DNS server as `address:port`. */
export interface EndpointProcessFacts {
  readonly port: number;
  readonly resolver: string;
}

/** A running far side. Disposing it ends its process. */
export interface RunningEndpoint extends AsyncDisposable, EndpointProcessFacts {
  /** PEM file with the authority to trust. */
  readonly caFile: string;
  readonly pid: number;
  readonly tell: () => Promise<readonly Answered[]>;
}

const NAMES = ['*.execute-api.us-west-2.vpce.amazonaws.com', '*.execute-api.us-west-2.amazonaws.com'];

/** A TLS server with an RSA-2048 certificate that answers `answerMs` after a request has come, and a DNS server. */
export async function startEndpoint(answerMs: number): Promise<RunningEndpoint> {
  await using open = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-bench-'));
  open.defer(() => rm(folder, { recursive: true }));
  const chain = await issueChain(NAMES);
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, chain.ca);
  const child = open.use(startChild('endpoint-process.ts'));
  const order: EndpointOrder = { chain, answerMs };
  const facts = await child.ask<EndpointProcessFacts>(order);
  const all = open.move();
  return {
    ...facts,
    caFile,
    pid: child.pid,
    tell: () => child.ask<readonly Answered[]>('tell'),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
