// What a plain uptime monitor does: one GET of one URL, and a look at the status. It shares nothing with the canary's own
// probes, beside which its answer stands.

import { Resolver } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { Simulator } from '../src/simulator/simulator.ts';

const TIMEOUT_MS = 5_000;

/** `up` on status 200 within the time; else why not: the status, the error's code, or `timeout`. Follows no redirect. */
export async function statusCheck(simulator: Pick<Simulator, 'api' | 'port' | 'dns' | 'caFile'>): Promise<string> {
  const { api, port, dns, caFile } = simulator;
  const host = `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  resolver.setServers([dns.vpc]);
  const ca = await readFile(caFile);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((resolve) => {
    const sent = request({
      host,
      port,
      path: `/${api.stage}/pets`,
      // The simulator stands on a port of its own; a client of the API would not name it.
      headers: { host },
      ca,
      agent: false,
      signal,
      family: 4,
      lookup: (name, _options, done) => {
        resolver.resolve4(name, (error, [first = ''] = []) => done(error, first, 4));
      },
    });
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? 'up' : `down: ${answer.statusCode}`);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve(`down: ${signal.aborted ? 'timeout' : (error.code ?? error.message)}`);
    });
    sent.end();
  });
}
