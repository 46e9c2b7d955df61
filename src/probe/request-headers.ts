// The headers of a probe as they are sent. Host is one of them: nothing is inferred.

import type { Route } from '../domain/plan.ts';

export function requestHeaders(
  { host, headers }: Pick<Route, 'host' | 'headers'>,
  userAgent: string,
  own: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { host, ...headers, ...own, accept: 'application/json', 'user-agent': userAgent };
}
