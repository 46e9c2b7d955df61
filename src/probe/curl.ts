// The command line that repeats a probe by hand: same address, same SNI, same Host, same headers.

import type { PlannedProbe } from '../domain/plan.ts';

export interface CurlOptions {
  readonly port: number;
  readonly probeMs: number;
  readonly caFile?: string;
  /** The address that was dialled. Without one, curl looks the name up itself. */
  readonly address?: string;
}

/** curl takes the SNI from the URL and the address from --resolve or --connect-to, so the three stay independent. */
export function curlCommand({ route, family }: PlannedProbe, options: CurlOptions): string {
  const { port, probeMs, caFile, address } = options;
  return [
    'curl -sS -i --http1.1',
    `--max-time ${Math.ceil(probeMs / 1000)}`,
    ...destination(route, { port, ...(address === undefined ? {} : { address }) }),
    ...(address === undefined ? [`-${family}`] : []),
    ...(caFile === undefined ? [] : [`--cacert ${quoted(caFile)}`]),
    ...(route.host === route.sni ? [] : [`-H ${quoted(`Host: ${route.host}`)}`]),
    ...Object.entries(route.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    quoted(`https://${route.sni}${route.path}`),
  ].join(' ');
}

function destination(
  route: PlannedProbe['route'],
  { port, address }: { port: number; address?: string },
): readonly string[] {
  const bracketed = address?.includes(':') ? `[${address}]` : address;
  if (port === 443 && bracketed !== undefined) return [`--resolve ${route.sni}:443:${bracketed}`];
  // A port in the URL would go into the Host header; --connect-to leaves the URL alone.
  if (port !== 443 || route.dial !== route.sni)
    return [`--connect-to ${route.sni}:443:${bracketed ?? route.dial}:${port}`];
  return [];
}

/** Quotes for a POSIX shell where needed. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_\-./:=@%+,]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
