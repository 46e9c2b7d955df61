// One DNS query to one server: no retry, no second server, no search list, no hosts file, no cache.

import { Resolver } from 'node:dns';
import type { Family } from '../domain/endpoint.ts';
import type { FailureCode } from '../domain/failure.ts';
import { classifyDnsError } from './classify.ts';
import { type StepLimit, type StepResult, timedStep } from './step.ts';

/** Addresses in the order of the answer, at most 32, and the smallest TTL in seconds: c-ares gives an
 * address no longer one than the CNAMEs before it have. */
export interface Resolved {
  readonly address: string;
  readonly addresses: readonly string[];
  readonly ttlSeconds: number;
}

// An endpoint has one for each zone. An answer over TCP may have four thousand, and a report has it for each probe.
const MAX_ADDRESSES = 32;

// Longer than any run, in milliseconds.
const NEVER_MS = 3_600_000;

/** Asks `server` (`10.0.0.2`, `10.0.0.2:53`, `[fd00::2]:53`) for the A or AAAA records of a name. A server whose address
 * cannot be used is a failure of the step. */
export function resolve(
  name: string,
  { family, server }: { readonly family: Family; readonly server: string },
  limit: StepLimit,
): Promise<StepResult<Resolved>> {
  // Before the clock starts: it takes a tenth of a millisecond, and the first one of a process takes several.
  const opened = openResolver(server);
  return timedStep(
    limit,
    () => 'dns-timeout',
    ({ done, failed }) => {
      if (opened instanceof Error) throw opened;
      const query = family === 4 ? opened.resolve4.bind(opened) : opened.resolve6.bind(opened);
      query(name, { ttl: true }, (error, records) => {
        if (error !== null) return failed(...dnsFailure(error, name));
        const [first] = records;
        // A CNAME that leads to no address is an empty list here, not an error.
        if (first === undefined) return failed('dns-no-address', `${name} has no ${recordType(family)} record`);
        done({
          address: first.address,
          addresses: records.slice(0, MAX_ADDRESSES).map(({ address }) => address),
          ttlSeconds: Math.min(...records.map(({ ttl }) => ttl)),
        });
      });
      return () => opened.cancel();
    },
  );
}

/** A resolver for one query. Shared by several, c-ares gives up all of them with the socket that one bad answer came by. */
function openResolver(server: string): Resolver | Error {
  try {
    // `tries` counts servers, too: with one server and one try, one query is sent. The step ends the waiting: c-ares would
    // count a standstill of this process.
    const resolver = new Resolver({ timeout: NEVER_MS, tries: 1 });
    resolver.setServers([server]);
    return resolver;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function dnsFailure(error: NodeJS.ErrnoException, name: string): [FailureCode, string] {
  return [classifyDnsError(error), `${error.code ?? error.message} for ${name}`];
}

function recordType(family: Family): string {
  return family === 4 ? 'A' : 'AAAA';
}
