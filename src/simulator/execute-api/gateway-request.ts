// A request as API Gateway's front door sees it: what was sent, and over which connection.
// It must not interpret anything.

/** The parts of a request that decide about its answer. */
export interface GatewayRequest {
  /** Name of the zone whose interface it came in by. */
  readonly zone: string;
  /** Server name of the TLS handshake. */
  readonly sni: string | undefined;
  readonly method: string;
  /** Request target as received: path and query. */
  readonly target: string;
  /** Lower-case names; all values of each, in their order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** The first value of a header. */
export function headerOf({ headers }: GatewayRequest, name: string): string | undefined {
  return headers[name]?.[0];
}
