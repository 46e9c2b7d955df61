// The command line that repeats a probe by hand: same address, same SNI, same Host, same headers.

import type { PlannedProbe } from '../domain/plan.ts';
import { authorizationWords, type CurlAuthorization } from './curl-authorization.ts';
import { requestHeaders } from './request-headers.ts';
import { quoted } from './shell.ts';

export interface CurlOptions {
  readonly port: number;
  readonly probeMs: number;
  readonly userAgent: string;
  readonly caFile?: string;
  /** The address that was dialled. Without one, curl looks the name up itself. */
  readonly address?: string;
  /** Where the values of secrets come from; the command line has none in it. */
  readonly authorization?: CurlAuthorization;
}

/** curl takes the SNI from the URL and the address from --resolve or --connect-to, so the three stay independent. */
export function curlCommand({ route, family, resource }: PlannedProbe, options: CurlOptions): string {
  const { port, probeMs, userAgent, caFile, address, authorization } = options;
  return [
    // The probe reads no .curlrc and goes through no proxy.
    "curl -q -sS -i --http1.1 --noproxy '*'",
    ...(resource.method === 'HEAD' ? ['--head'] : []),
    `--max-time ${Math.ceil(probeMs / 1000)}`,
    ...destination(route, { port, ...(address === undefined ? {} : { address }) }),
    ...(address === undefined ? [`-${family}`] : []),
    ...(caFile === undefined ? [] : [`--cacert ${quoted(caFile)}`]),
    // curl takes `/./` and `/../` out of a path, the probe sends them.
    ...(/\/\.{1,2}(?:[/?]|$)/.test(route.path) ? ['--path-as-is'] : []),
    ...Object.entries(requestHeaders(route, userAgent))
      .filter(([name]) => name !== 'host' || route.host !== route.sni)
      .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(authorization === undefined || resource.auth === 'none' ? [] : authorizationWords(authorization)),
    quoted(`https://${route.sni}${route.path}`),
  ].join(' ');
}

function destination(
  route: PlannedProbe['route'],
  { port, address }: { port: number; address?: string },
): readonly string[] {
  const bracketed = address?.includes(':') ? `[${address}]` : address;
  if (port === 443 && bracketed !== undefined) return [`--resolve ${quoted(`${route.sni}:443:${bracketed}`)}`];
  // A port in the URL would go into the Host header; --connect-to leaves the URL alone.
  if (port !== 443 || route.dial !== route.sni)
    return [`--connect-to ${quoted(`${route.sni}:443:${bracketed ?? route.dial}:${port}`)}`];
  return [];
}
