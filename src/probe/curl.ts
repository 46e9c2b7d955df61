// The command line that repeats a probe by hand: same address, same SNI, same Host, same headers.

import type { PlannedProbe } from '../domain/plan.ts';
import { requestHeaders } from './request-headers.ts';

export interface CurlOptions {
  readonly port: number;
  readonly probeMs: number;
  readonly userAgent: string;
  readonly caFile?: string;
  /** The address that was dialled. Without one, curl looks the name up itself. */
  readonly address?: string;
}

/** curl takes the SNI from the URL and the address from --resolve or --connect-to, so the three stay independent. */
export function curlCommand({ route, family, resource }: PlannedProbe, options: CurlOptions): string {
  const { port, probeMs, userAgent, caFile, address } = options;
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

/** Quotes for a POSIX shell where needed. Brackets are a pattern to a shell: zsh refuses one that matches no file. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_\-./:=@%+,]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
