// One DNS query to one server: no retry, no second server, no search list, no hosts file, no cache.

import { Resolver } from 'node:dns';
import type { Family } from '../domain/endpoint.ts';
import type { FailureCode } from '../domain/failure.ts';
import { classifyDnsError } from './classify.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** Addresses in the order of the answer, and the smallest TTL in seconds: c-ares gives an
 * address no longer one than the CNAMEs before it have. */
export interface Resolved {
  readonly address: string;
  readonly addresses: readonly string[];
  readonly ttlSeconds: number;
}

// Longer than any run, in milliseconds.
const NEVER_MS = 3_600_000;

/** A resolver that asks `server` (`10.0.0.2`, `10.0.0.2:53`, `[fd00::2]:53`) once for each query. Disposing it gives up
 * the queries that nobody has answered. */
export function openResolver(server: string): Resolver & Disposable {
  // `tries` counts servers, too: with one server and one try, one query is sent. The step ends the waiting: c-ares would
  // count a standstill of this process.
  const resolver = new Resolver({ timeout: NEVER_MS, tries: 1 });
  resolver.setServers([server]);
  return Object.assign(resolver, { [Symbol.dispose]: () => resolver.cancel() });
}

/** Asks for the A or AAAA records of a name. A resolver that cannot be had is a failure of the step. */
export function resolve(
  name: string,
  { family, resolver: resolverOf }: { readonly family: Family; readonly resolver: () => Resolver },
  limit: StepLimit,
): Promise<StepResult<Resolved>> {
  return timedStep(
    limit,
    () => 'dns-timeout',
    ({ done, failed }) => {
      const resolver = resolverOf();
      const query = family === 4 ? resolver.resolve4.bind(resolver) : resolver.resolve6.bind(resolver);
      query(name, { ttl: true }, (error, records) => {
        if (error !== null) return failed(...dnsFailure(error, name));
        const [first] = records;
        // A CNAME that leads to no address is an empty list here, not an error.
        if (first === undefined) return failed('dns-no-address', `${name} has no ${recordType(family)} record`);
        done({
          address: first.address,
          addresses: records.map(({ address }) => address),
          ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)),
        });
      });
      // The query of another probe must not be cancelled with this one; an answer that comes late changes nothing.
      return () => {};
    },
  );
}

function dnsFailure(error: NodeJS.ErrnoException, name: string): [FailureCode, string] {
  return [classifyDnsError(error), `${error.code ?? error.message} for ${name}`];
}

function recordType(family: Family): string {
  return family === 4 ? 'A' : 'AAAA';
}
