// The headers of a probe, as they are sent and as the `curl` line repeats them. Host is one of them: nothing is inferred.

import type { Route } from '../domain/plan.ts';

export function requestHeaders(
  { host, headers }: Pick<Route, 'host' | 'headers'>,
  userAgent: string,
): Readonly<Record<string, string>> {
  return { host, ...headers, accept: 'application/json', 'user-agent': userAgent };
}
